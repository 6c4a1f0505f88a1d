namespace Shield.Cli.Printing;

/// <summary>What a command came to, before anybody prints it.</summary>
/// <param name="Document">The contract's JSON document, as a record.</param>
public sealed record Answer<T>(T Document, int ExitCode);
