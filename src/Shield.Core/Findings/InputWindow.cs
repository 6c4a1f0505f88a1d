namespace Shield.Core.Findings;

/// <summary>The part of a stream that is in memory: it slides forward, and knows in which line and at which byte it stands.</summary>
/// <param name="most">How many bytes it must be able to hold at once.</param>
internal sealed class InputWindow(Stream input, long most)
{
    /// <summary>The record that the edge of the window cuts is read twice, so a window holds many records.</summary>
    public const int ChunkBytes = 64 * 1024;

    private byte[] _buffer = new byte[Math.Min(ChunkBytes, most)];
    private int _at;
    private int _end;
    private bool _isIndenting = true;

    /// <summary>All that is here, from where reading stands.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_at, _end - _at);

    /// <summary>Where the first of <see cref="Bytes"/> stands in the stream, in bytes from 0.</summary>
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
        _buffer = kept > full.Length / 2 && full.Length < most ? new byte[Math.Min(full.Length * 2L, most)] : full;
        full.AsSpan(_at, kept).CopyTo(_buffer);
        var read = await input.ReadAsync(_buffer.AsMemory(kept), cancellationToken);
        (_at, _end) = (0, kept + read);
        IsEnded = read is 0;
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
