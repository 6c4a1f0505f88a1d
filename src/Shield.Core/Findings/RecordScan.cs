namespace Shield.Core.Findings;

/// <summary>
/// Finds where a record ends that is no JSON, or too long to be held. It knows brackets and texts only, and takes the bytes in whatever
/// pieces they come.
/// </summary>
/// <remarks>
/// How it finds its way:
/// <list type="bullet">
/// <item>After a text, in its line, comes <c>, : }</c> or <c>]</c>. Anything else, and the quote that seemed to close a text opened
/// one.</item>
/// <item>A closing bracket closes what was forgotten inside. One that belongs to the list around ends the record.</item>
/// <item>An object where a name must stand is the next record.</item>
/// </list>
/// None of them can happen to valid JSON, so a valid record is never taken apart.
/// </remarks>
/// <param name="isInList">A list is open around it.</param>
/// <param name="hasItsOwnLine">Only the line's end ends it, and no other record can start inside.</param>
internal sealed class RecordScan(bool isInList, bool hasItsOwnLine)
{
    private Brackets _brackets;
    private TextScan _text;
    private bool _isTextJustClosed;
    private byte _last;

    /// <summary>Why it ends before its closing bracket; null where it does not.</summary>
    public string? Cut { get; private set; }

    public bool IsEnded { get; private set; }

    /// <returns>How many bytes belong to the record; all of them where its end did not come yet.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && !IsEnded)
        {
            at += _text.IsInside ? ReadText(bytes[at..]) : ReadOutside(bytes[at]);
        }

        return at;
    }

    private int ReadText(ReadOnlySpan<byte> bytes)
    {
        var length = _text.Read(bytes, out _isTextJustClosed);
        _last = (byte)'"';
        return length;
    }

    private int ReadOutside(byte next)
    {
        switch (next)
        {
            case (byte)' ' or (byte)'\t' or (byte)'\r':
                return 1;
            case (byte)'\n':
                _isTextJustClosed = false;
                return 1;
            case not ((byte)',' or (byte)':' or (byte)'}' or (byte)']') when _isTextJustClosed:
                _isTextJustClosed = false;
                _text.Enter();
                return 0;
            case (byte)'{' when _brackets.IsInObject && _last is not ((byte)':' or (byte)'{') && !hasItsOwnLine:
                return End("the next record starts inside it");
            case (byte)'"':
                _text.Enter();
                break;
            case (byte)'{' or (byte)'[':
                _brackets.Open(next);
                break;
            case (byte)'}' or (byte)']' when _brackets.TryClose(next):
                IsEnded = _brackets.Depth is 0;
                break;
            case (byte)']' when isInList:
                return End("the list around it ends inside it");
            default:
                break;
        }

        _isTextJustClosed = false;
        _last = next;
        return 1;
    }

    private int End(string why)
    {
        (IsEnded, Cut) = (true, why);
        return 0;
    }
}

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
