namespace Shield.Cli.Work;

/// <summary>Something to read findings from.</summary>
/// <param name="Name">The file's path, or <c>-</c>.</param>
/// <param name="Open">May throw what opening a file throws.</param>
public sealed record IngestSource(string Name, Func<Stream> Open);
