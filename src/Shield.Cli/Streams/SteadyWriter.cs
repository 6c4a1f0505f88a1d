using System.Text;

namespace Shield.Cli.Streams;

/// <summary>
/// A writer that never throws. Where a disk is full, a pipe broken or a stream closed, the command does its work all the same; the first
/// such fault is kept in <see cref="Fault"/>, and the caller says that the answer was lost.
/// </summary>
/// <param name="inner">Where the text goes.</param>
/// <param name="goesOn">True for standard error, where each line stands for itself. False for an answer: what follows a gap would be taken
/// for a whole one.</param>
internal sealed class SteadyWriter(TextWriter inner, bool goesOn) : TextWriter
{
    /// <summary>Why the first text could not be written; null where all of it was.</summary>
    public string? Fault { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    public override Task WriteAsync(char value) => TryAsync(() => inner.WriteAsync(value));

    public override Task WriteAsync(string? value) => TryAsync(() => inner.WriteAsync(value));

    public override Task WriteAsync(char[] buffer, int index, int count) => TryAsync(() => inner.WriteAsync(buffer, index, count));

    public override Task WriteLineAsync(string? value) => TryAsync(() => inner.WriteLineAsync(value));

    public override Task FlushAsync() => TryAsync(inner.FlushAsync);

    private void Try(Action write)
    {
        if (Fault is not null && !goesOn)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception fault) when (IsOfTheStream(fault))
        {
            Fault ??= Words(fault);
        }
    }

    private async Task TryAsync(Func<Task> write)
    {
        if (Fault is not null && !goesOn)
        {
            return;
        }

        try
        {
            await write();
        }
        catch (Exception fault) when (IsOfTheStream(fault))
        {
            Fault ??= Words(fault);
        }
    }

    private static bool IsOfTheStream(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException;

    // What .NET says of a closed or a read-only stream is "Access to the path is denied", of no path.
    private static string Words(Exception fault) => fault is IOException ? fault.Message : "it is closed, or may not be written";
}
