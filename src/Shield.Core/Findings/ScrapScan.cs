namespace Shield.Core.Findings;

/// <summary>Passes over what is no record: a value that is neither object nor list, or a member behind the list of a page.</summary>
/// <param name="isMember">It ends with the object around it, and may hold brackets of its own.</param>
/// <param name="isInList">A list is open around it.</param>
/// <param name="hasItsOwnLine">Only the line's end ends it.</param>
internal sealed class ScrapScan(bool isMember, bool isInList, bool hasItsOwnLine)
{
    private Brackets _brackets;
    private TextScan _text;

    public bool IsMember => isMember;

    public bool IsEnded { get; private set; }

    /// <inheritdoc cref="RecordScan.Read"/>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && !IsEnded)
        {
            if (_text.IsInside)
            {
                at += _text.Read(bytes[at..], out _);
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

    private bool EndsScrap(byte next) => next switch
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
