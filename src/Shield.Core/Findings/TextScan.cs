using System.Buffers;

namespace Shield.Core.Findings;

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
