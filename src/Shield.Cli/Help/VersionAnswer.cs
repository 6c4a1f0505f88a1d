namespace Shield.Cli.Help;

/// <summary>Of <c>version</c>.</summary>
public sealed record VersionAnswer(string Version);
