using Shield.Cli.Streams;
using Shield.Pce.Calling;

namespace Shield.Cli.Sources;

/// <summary>One thing to read findings from.</summary>
/// <param name="Name">The file's path, <c>-</c>, <c>s3://bucket/key</c> or <c>sqs://queue/message</c>.</param>
/// <param name="OpenAsync">May throw what opening a file throws.</param>
public sealed record IngestSource(string Name, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    public static IngestSource OfFile(string path) => new(path, token => OpenFileAsync(path, token));

    public static IngestSource OfInput(Func<Stream> openInput) => new(FilePlace.StandardInput, _ => Task.FromResult(openInput()));

    public static IngestSource Unreadable(string name, Exception why) => new(name, _ => throw new IOException(why.Message, why));

    /// <summary>
    /// On a thread of its own, which is left behind where it is interrupted: opening a pipe that nobody writes to does not return.
    /// </summary>
    private static async Task<Stream> OpenFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var opening = Task.Factory.StartNew(
                () => File.OpenRead(path),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            var file = await opening.WaitAsync(cancellationToken);
            return InterruptibleStream.MayBeEndless(file.SafeFileHandle) || !file.CanSeek
                ? new InterruptibleStream(file, isEndless: file.CanSeek)
                : file;
        }
        catch (Exception fault) when (BoundedFile.WhyNot(fault, path) is { } why)
        {
            throw new IOException(why, fault);
        }
    }
}
