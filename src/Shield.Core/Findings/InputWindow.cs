using System.Buffers;

namespace Shield.Core.Findings;

/// <summary>The part of a stream that is in memory: it slides forward, and knows in which line and at which byte it stands.</summary>
/// <param name="most">How many bytes it must be able to hold at once.</param>
internal sealed class InputWindow(Stream input, long most) : IDisposable
{
    /// <summary>Large, because the record that the edge of the window cuts is read twice.</summary>
    public const int ChunkBytes = 256 * 1024;

    // Lent: messages of a queue are small and many, and each would leave a large object behind.
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(ChunkBytes, most));
    private int _at;
    private int _end;
    private bool _isIndenting = true;

    // A read that was broken off may still write into the buffer later, which then is nobody else's.
    private bool _isReading;

    /// <summary>All that is here, from where reading stands.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_at, _end - _at);

    /// <summary>Of the first of <see cref="Bytes"/> in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Its line, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The blanks with which its line starts.</summary>
    public long Indent { get; private set; }

    /// <summary>Nothing follows <see cref="Bytes"/>.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>
    /// Brings more bytes, as many as are there: a stream that pauses, such as a pipe, keeps nobody waiting for what has come. The window
    /// must not be full.
    /// </summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var kept = _end - _at;
        var full = _buffer;
        _buffer = kept > full.Length / 2 && full.Length < most ? ArrayPool<byte>.Shared.Rent((int)Math.Min(full.Length * 2L, most)) : full;
        full.AsSpan(_at, kept).CopyTo(_buffer);
        (_at, _end) = (0, kept);
        if (_buffer != full)
        {
            ArrayPool<byte>.Shared.Return(full);
        }

        _isReading = true;
        var read = await input.ReadAsync(_buffer.AsMemory(kept), cancellationToken);
        _isReading = false;
        _end += read;
        IsEnded = read is 0;
    }

    public void Dispose()
    {
        if (!_isReading)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _at, _end) = ([], 0, 0);
    }

    public void Skip(int count)
    {
        var skipped = Bytes[..count];
        var lineEnd = skipped.LastIndexOf((byte)'\n');
        if (lineEnd >= 0)
        {
            Line += skipped.Count((byte)'\n');
            (Indent, _isIndenting) = (0, true);
            skipped = skipped[(lineEnd + 1)..];
        }

        SkipIndent(skipped);
        Offset += count;
        _at += count;
    }

    private void SkipIndent(ReadOnlySpan<byte> skipped)
    {
        if (_isIndenting)
        {
            var blanks = skipped.IndexOfAnyExcept((byte)' ', (byte)'\t');
            _isIndenting = blanks < 0;
            Indent += _isIndenting ? skipped.Length : blanks;
        }
    }
}
