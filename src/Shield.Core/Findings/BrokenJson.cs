using System.Buffers;

namespace Shield.Core.Findings;

/// <summary>
/// The open brackets of one record. Deeper than <see cref="FindingReader.MaxDepth"/> they are only counted: such a record is refused
/// anyway.
/// </summary>
internal struct Brackets
{
    private ulong _objects;

    public int Depth { get; private set; }

    public readonly bool IsInObject => Depth is > 0 and <= FindingReader.MaxDepth && IsObject(Depth);

    public void Open(byte bracket)
    {
        if (Depth < FindingReader.MaxDepth)
        {
            var bit = 1UL << Depth;
            _objects = bracket is (byte)'{' ? _objects | bit : _objects & ~bit;
        }

        Depth++;
    }

    /// <summary>Closes the innermost bracket of that kind, and with it whatever was left open inside.</summary>
    /// <returns>False where none of that kind is open.</returns>
    public bool TryClose(byte bracket)
    {
        var depth = Depth;
        while (depth is > 0 and <= FindingReader.MaxDepth && IsObject(depth) != bracket is (byte)'}')
        {
            depth--;
        }

        if (depth is 0)
        {
            return false;
        }

        Depth = depth - 1;
        return true;
    }

    private readonly bool IsObject(int depth) => (_objects >> (depth - 1) & 1) is 1;
}

/// <summary>Passes over a text in broken JSON. It never runs over a line's end: there its closing quote is missing.</summary>
internal struct TextScan
{
    private static readonly SearchValues<byte> Ends = SearchValues.Create("\"\\\n"u8);

    private bool _isEscaped;

    public bool IsInside { get; private set; }

    /// <summary>Behind an opening quote.</summary>
    public void Enter() => (IsInside, _isEscaped) = (true, false);

    /// <returns>How many bytes belong to the text, its closing quote among them; the line's end does not.</returns>
    public int Read(ReadOnlySpan<byte> bytes, out bool isClosed)
    {
        isClosed = false;
        var at = 0;
        while (IsInside && at < bytes.Length)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                at += bytes[at] is (byte)'\n' ? 0 : 1;
                continue;
            }

            var length = bytes[at..].IndexOfAny(Ends);
            if (length < 0)
            {
                return bytes.Length;
            }

            at += length;
            _isEscaped = bytes[at] is (byte)'\\';
            isClosed = bytes[at] is (byte)'"';
            IsInside = _isEscaped;
            at += bytes[at] is (byte)'\n' ? 0 : 1;
        }

        return at;
    }
}
