using Microsoft.Win32.SafeHandles;

namespace Shield.Cli.Streams;

/// <summary>
/// A stream whose reads Ctrl-C interrupts. The system's own read waits for the next byte of a pipe or a terminal, whatever token is
/// cancelled meanwhile.
/// </summary>
/// <param name="input">What is read; disposed with this.</param>
/// <param name="isEndless">Whether the input is a device such as <c>/dev/zero</c>, which never ends: reading it fails at its first
/// byte.</param>
internal sealed class InterruptibleStream(Stream input, bool isEndless) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// True for a stream that can be sought in and has no length: a device such as <c>/dev/zero</c>, or an empty file, which gives no byte.
    /// A regular file has a length, and a pipe cannot be sought in.
    /// </summary>
    public static bool MayBeEndless(SafeFileHandle handle)
    {
        try
        {
            return RandomAccess.GetLength(handle) is 0;
        }
        catch (Exception notThere) when (notThere is NotSupportedException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// A read that was interrupted goes on in the background and may still write into <paramref name="buffer"/>: whoever interrupts reads
    /// no more.
    /// </summary>
    /// <exception cref="IOException">It is a device that gives bytes for ever.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Checked(
            await Task.Run(async () => await input.ReadAsync(buffer, cancellationToken), cancellationToken).WaitAsync(cancellationToken)
        );

    public override int Read(byte[] buffer, int offset, int count) => Checked(input.Read(buffer, offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Checked(int read) =>
        isEndless && read > 0 ? throw new IOException("it is a device, which has no end; a file or a pipe is wanted") : read;
}
