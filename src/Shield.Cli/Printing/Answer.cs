namespace Shield.Cli.Printing;

/// <summary>What a command came to, before anybody prints it.</summary>
/// <param name="Result">What is told: a typed result, or the JSON document itself where that says it all.</param>
public sealed record Answer<T>(T Result, int ExitCode);
