namespace Shield.Core.Findings;

/// <summary>Passes over what is no record: a value that is neither object nor list, or a member behind the list of a page.</summary>
/// <param name="isMember">It ends with the object around it, and may hold brackets of its own.</param>
/// <param name="isInList">A list is open around it.</param>
/// <param name="hasItsOwnLine">Only the line's end ends it.</param>
internal sealed class ScrapScan(bool isMember, bool isInList, bool hasItsOwnLine)
{
    private readonly byte[] _name = new byte[isMember ? ListHead.LongestName : 0];
    private Brackets _brackets;
    private TextScan _text;
    private int _nameLength;
    private bool _isNamed;

    public bool IsMember => isMember;

    /// <summary>Of a member: its name as it is spelled, no longer than <see cref="ListHead.LongestName"/>.</summary>
    public ReadOnlySpan<byte> Name => _name.AsSpan(0, _nameLength);

    public bool IsEnded { get; private set; }

    /// <inheritdoc cref="RecordScan.Read"/>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && !IsEnded)
        {
            if (_text.IsInside)
            {
                var length = _text.Read(bytes[at..], out var isClosed);
                AddToName(bytes.Slice(at, length - (isClosed ? 1 : 0)), isClosed);
                at += length;
                continue;
            }

            var next = bytes[at];
            IsEnded = isMember ? EndsMember(next) : EndsScrap(next);
            if (!IsEnded && next is (byte)'"')
            {
                _text.Enter();
            }

            at += IsEnded ? 0 : 1;
        }

        return at;
    }

    private void AddToName(ReadOnlySpan<byte> text, bool isClosed)
    {
        if (!_isNamed)
        {
            var more = text[..Math.Min(text.Length, _name.Length - _nameLength)];
            more.CopyTo(_name.AsSpan(_nameLength));
            _nameLength += more.Length;
            _isNamed = isClosed;
        }
    }

    private bool EndsScrap(byte next) =>
        next switch
        {
            (byte)'{' or (byte)'[' => !hasItsOwnLine,
            (byte)',' or (byte)']' => isInList,
            _ => false,
        };

    private bool EndsMember(byte next)
    {
        switch (next)
        {
            case (byte)'{' or (byte)'[':
                _brackets.Open(next);
                return false;
            case (byte)',' or (byte)'}' when _brackets.Depth is 0:
                return true;
            case (byte)'}' or (byte)']':
                _brackets.TryClose(next);
                return false;
            default:
                return false;
        }
    }
}
