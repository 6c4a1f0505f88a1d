namespace Shield.Cli.Work.Sources;

/// <summary>One thing to read findings from.</summary>
/// <param name="Name">The file's path, <c>-</c>, <c>s3://bucket/key</c> or <c>sqs://queue/message</c>.</param>
/// <param name="OpenAsync">May throw what opening a file throws.</param>
public sealed record IngestSource(string Name, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    public static IngestSource OfFile(string path) => new(path, _ => Task.FromResult<Stream>(File.OpenRead(path)));

    public static IngestSource OfInput(Func<Stream> openInput) => new(FilePlace.StandardInput, _ => Task.FromResult(openInput()));

    public static IngestSource Unreadable(string name, Exception why) => new(name, _ => throw new IOException(why.Message, why));
}
