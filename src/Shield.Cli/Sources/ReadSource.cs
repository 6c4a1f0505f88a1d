namespace Shield.Cli.Sources;

/// <summary>A source that was read, and how that ended.</summary>
public sealed record ReadSource(string Name, SourceEnd End);
