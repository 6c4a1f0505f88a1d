namespace Shield.Cli.Hosting;

/// <summary>Standard input whose reads can be interrupted: the system's own wait for the next byte whatever is cancelled, and Ctrl-C with them.</summary>
internal sealed class StandardInput : Stream
{
    private readonly Stream _input = Console.OpenStandardInput();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A read that was interrupted goes on in the background and may still write into <paramref name="buffer"/>: whoever interrupts reads no more.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await Task.Run(async () => await _input.ReadAsync(buffer, cancellationToken), cancellationToken).WaitAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => _input.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
