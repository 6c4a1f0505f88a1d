namespace Shield.Core.Findings;

/// <summary>
/// A stream that gives little at once, and takes it back: a decompressor reads past the end of what it unpacks, and does not say how far.
/// </summary>
internal sealed class PushbackStream(Stream input) : ForwardStream
{
    /// <summary>So much is given at once; small, because the end of what a decompressor took is looked for in it.</summary>
    public const int MostAtOnce = 256;

    /// <summary>So much can be pushed back.</summary>
    private const int Room = 2 * MostAtOnce;

    private readonly byte[] _buffer = new byte[Room + (32 << 10)];
    private int _at = Room;
    private int _end = Room;
    private int _given;
    private long _position;

    /// <summary>How many bytes were given and not pushed back.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>What the last read gave.</summary>
    public ReadOnlySpan<byte> Last => _buffer.AsSpan(_at - _given, _given);

    /// <param name="bytes">The last ones that were given, in any number of reads; no more than <see cref="MostAtOnce"/> and a few.</param>
    public void PushBack(ReadOnlySpan<byte> bytes)
    {
        _at -= bytes.Length;
        bytes.CopyTo(_buffer.AsSpan(_at));
        (_position, _given) = (_position - bytes.Length, 0);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _end)
        {
            (_at, _end) = (Room, Room + await input.ReadAsync(_buffer.AsMemory(Room), cancellationToken));
        }

        return Give(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end)
        {
            (_at, _end) = (Room, Room + input.Read(_buffer.AsSpan(Room)));
        }

        return Give(buffer);
    }

    private int Give(Span<byte> buffer)
    {
        _given = Math.Min(Math.Min(buffer.Length, MostAtOnce), _end - _at);
        _buffer.AsSpan(_at, _given).CopyTo(buffer);
        _at += _given;
        _position += _given;
        return _given;
    }
}
