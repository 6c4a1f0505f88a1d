namespace Shield.Tests.Findings;

/// <summary>A stream that gives few bytes at a time, as networks do.</summary>
internal sealed class Trickle(int atMost, params byte[][] parts) : Stream
{
    private int _part;
    private int _at;

    public Trickle(byte[] bytes, int atMost)
        : this(atMost, bytes) { }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_part < parts.Length && _at == parts[_part].Length)
        {
            (_part, _at) = (_part + 1, 0);
        }

        if (_part == parts.Length)
        {
            return 0;
        }

        var count = Math.Min(Math.Min(atMost, buffer.Length), parts[_part].Length - _at);
        parts[_part].AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
