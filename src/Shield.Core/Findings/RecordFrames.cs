using System.Buffers;
using System.Globalization;

namespace Shield.Core.Findings;

/// <summary>
/// Finds where each record of a byte stream starts and ends, and finds its way back after a broken one. It knows brackets, texts and line ends only; whether a record is JSON is its parser's question.
/// </summary>
/// <remarks>
/// How it finds its way back:
/// <list type="bullet">
/// <item>JSON Lines (the first line is a whole value, and another line follows): whatever is open ends with its line.</item>
/// <item>A text never runs over a line end: there its closing quote is missing.</item>
/// <item>After a text, in its line, comes <c>, : }</c> or <c>]</c>. Anything else, and the quote that seemed to close a text opened one.</item>
/// <item>A closing bracket closes what was forgotten inside. One that belongs to the list around ends the record.</item>
/// <item>An object where a name must stand is the next record.</item>
/// <item>A record that ran over several lines and has no end: reading goes on at its first line that starts with a bracket and is indented no deeper.</item>
/// </list>
/// None of them can happen to valid JSON, so a valid record is never taken apart.
/// </remarks>
internal sealed class RecordFrames(long maxRecordBytes)
{
    private const int ChunkBytes = 64 * 1024;

    private static readonly SearchValues<byte> EndsOfText = SearchValues.Create("\"\\\n"u8);

    private readonly Stack<OpenList> _lists = new();

    private byte[] _buffer = new byte[ChunkBytes];
    private long _bufferOffset;
    private int _at;
    private int _end;
    private bool _isEnded;

    private RecordFrame _frame;

    private long _line = 1;
    private long _lineOffset;
    private long _indent;
    private Layout _layout = Layout.Unknown;
    private long _valueLine;

    private Run _run = Run.None;
    private RecordPosition _position;
    private int _start;
    private long _startIndent;
    private Brackets _brackets;
    private bool _isDropped;
    private byte _last;
    private bool _isInText;
    private bool _isEscaped;
    private bool _isTextJustClosed;
    private bool _isTextFindings;

    private enum Layout
    {
        Unknown,
        Lines,
        Document,
    }

    /// <summary>What the reader is in the middle of.</summary>
    private enum Run
    {
        None,
        Record,

        /// <summary>Something that is no object and no list.</summary>
        Scrap,

        /// <summary>A member of a page beside <c>findings</c>.</summary>
        Member,
    }

    private bool IsInList => _lists.TryPeek(out var list) && list.Kind is not OpenListKind.Page;

    private bool IsInPage => _lists.TryPeek(out var list) && list.Kind is OpenListKind.Page;

    /// <summary>Where the next bytes of the stream belong; never empty.</summary>
    public Memory<byte> Room()
    {
        var keep = _run is Run.Record && !_isDropped ? _start : _at;
        var kept = _end - keep;
        var most = maxRecordBytes + ChunkBytes;
        var target = kept > _buffer.Length / 2 && _buffer.Length < most ? new byte[Math.Min(_buffer.Length * 2L, most)] : _buffer;
        _buffer.AsSpan(keep, kept).CopyTo(target);
        (_buffer, _bufferOffset) = (target, _bufferOffset + keep);
        (_at, _start, _end) = (_at - keep, _start - keep, kept);
        return _buffer.AsMemory(_end);
    }

    /// <param name="count">How many bytes came; none is the end.</param>
    public void Append(int count)
    {
        _end += count;
        _isEnded = count is 0;
    }

    /// <returns>False where more bytes are needed, or the end has come.</returns>
    public bool TryNext(out RecordFrame frame)
    {
        var found = false;
        while (!found && _at < _end)
        {
            found = Step() || DropIfTooLarge();
        }

        found = found || (_isEnded && Finish());
        frame = found ? _frame : default;
        return found;
    }

    // Every step below says whether it has put a frame into _frame.
    private bool Step()
    {
        if (_isInText)
        {
            ReadText();
            return false;
        }

        var next = _buffer[_at];
        return next switch
        {
            (byte)'\n' => EndLine(),
            (byte)' ' or (byte)'\t' or (byte)'\r' => TakeBlank(),
            _ => _run switch
            {
                Run.Record => ReadRecord(next),
                Run.Scrap => ReadScrap(next),
                Run.Member => ReadMember(next),
                _ => ReadBetween(next),
            },
        };
    }

    private bool Take(byte next)
    {
        _at++;
        _last = next;
        return false;
    }

    private bool TakeBlank()
    {
        _indent += _bufferOffset + _at == _lineOffset + _indent ? 1 : 0;
        _at++;
        return false;
    }

    private void ReadText()
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            _at += _buffer[_at] is (byte)'\n' ? 0 : 1;
            return;
        }

        var length = _buffer.AsSpan(_at, _end - _at).IndexOfAny(EndsOfText);
        _at = length < 0 ? _end : _at + length;
        if (length < 0)
        {
            return;
        }

        _isEscaped = _buffer[_at] is (byte)'\\';
        _isInText = _isEscaped;
        if (!_isInText)
        {
            _last = (byte)'"';
            _isTextJustClosed = _buffer[_at] is (byte)'"';
            _isTextFindings = _run is Run.Record && !_isDropped && _brackets.Depth is 1 && _buffer.AsSpan(_start, _at - _start).EndsWith("\"findings"u8);
        }

        _at += _buffer[_at] is (byte)'\n' ? 0 : 1;
    }

    private bool ReadBetween(byte next)
    {
        switch (next)
        {
            case (byte)',':
            case (byte)0xEF when _bufferOffset + _at is 0:
            case (byte)0xBB when _bufferOffset + _at is 1:
            case (byte)0xBF when _bufferOffset + _at is 2:
                return Take(next);
            case (byte)'{':
                Begin(Run.Record);
                _brackets.Open(next);
                return Take(next);
            case (byte)'[' when _lists.Count < FindingReader.MaxDepth:
                _lists.Push(new OpenList(OpenListKind.Array, Begin(Run.None)));
                return Take(next);
            case (byte)'[':
                Begin(Run.Record);
                _brackets.Open(next);
                Take(next);
                return Drop($"is nested deeper than {FindingReader.MaxDepth}");
            case (byte)']' when IsInList:
            case (byte)'}' when IsInPage:
                _lists.Pop();
                return Take(next);
            default:
                Begin(IsInPage ? Run.Member : Run.Scrap);
                return false;
        }
    }

    private bool ReadRecord(byte next)
    {
        if (_isTextJustClosed && next is not ((byte)',' or (byte)':' or (byte)'}' or (byte)']'))
        {
            (_isTextJustClosed, _isInText) = (false, true);
            return false;
        }

        _isTextJustClosed = false;
        switch (next)
        {
            case (byte)'"':
                _isInText = true;
                return Take(next);
            case (byte)'{' when _brackets.IsInObject && _last is not ((byte)':' or (byte)'{') && !IsLineOfItsOwn:
                return Cut("is cut short: the next record starts inside it");
            case (byte)'[' when _last is (byte)':' && _isTextFindings && _lists.Count < FindingReader.MaxDepth - 1:
                _lists.Push(new OpenList(OpenListKind.Page, _position));
                _lists.Push(new OpenList(OpenListKind.Findings, _position));
                _run = Run.None;
                return Take(next);
            case (byte)'{' or (byte)'[':
                _brackets.Open(next);
                return Take(next);
            case (byte)'}' or (byte)']' when _brackets.TryClose(next):
                Take(next);
                return _brackets.Depth is 0 && Complete();
            case (byte)']' when IsInList:
                return Cut("is cut short: the list around it ends inside it");
            default:
                return Take(next);
        }
    }

    private bool ReadScrap(byte next)
    {
        var ends = next switch
        {
            (byte)'{' or (byte)'[' => !IsLineOfItsOwn,
            (byte)',' or (byte)']' => IsInList,
            _ => false,
        };
        if (ends)
        {
            return EndScrap();
        }

        _isInText = next is (byte)'"';
        return Take(next);
    }

    private bool ReadMember(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                _isInText = true;
                break;
            case (byte)'{' or (byte)'[':
                _brackets.Open(next);
                break;
            case (byte)',' or (byte)'}' when _brackets.Depth is 0:
                _run = Run.None;
                return false;
            case (byte)'}' or (byte)']':
                _brackets.TryClose(next);
                break;
            default:
                break;
        }

        return Take(next);
    }

    /// <summary>In JSON Lines, outside of any list: only the line's end ends what is open.</summary>
    private bool IsLineOfItsOwn => _layout is Layout.Lines && _lists.Count is 0;

    private bool EndLine()
    {
        var found = _layout is Layout.Lines && End("the line ends inside it");
        if (_layout is Layout.Unknown && _run is Run.None && _lists.Count is 0 && _valueLine > 0)
        {
            _layout = _valueLine == _line ? Layout.Lines : Layout.Document;
        }

        _at++;
        StartLine(_line + 1, _at);
        return found;
    }

    private bool Finish()
    {
        _isInText = _isEscaped = false;
        return End("the input ends inside it");
    }

    /// <summary>Nothing can follow: says of what is open that it is cut short, and only of the innermost.</summary>
    private bool End(string why)
    {
        var found = _run switch
        {
            Run.Record => Cut($"is cut short: {why}"),
            Run.Scrap => EndScrap(),
            _ => false,
        };
        _run = Run.None;
        if (_layout is not Layout.Lines && _at < _end)
        {
            // Reading goes on at a line inside of what was cut, and so do the lists around it.
            return found;
        }

        if (!found && _lists.TryPeek(out var list))
        {
            found = Reject(list.Start, $"is a list that is not closed: {why}");
        }

        _lists.Clear();
        return found;
    }

    private RecordPosition Begin(Run run)
    {
        var list = IsInList ? _lists.Peek() : null;
        _valueLine = _lists.Count is 0 && run is not Run.Scrap ? _line : _valueLine;
        _position = new RecordPosition(_line, _bufferOffset + _at, list?.NextIndex(), list?.Kind is OpenListKind.Findings);
        (_run, _start, _startIndent, _brackets, _isDropped) = (run, _at, _indent, default, false);
        _isTextJustClosed = _isTextFindings = false;
        return _position;
    }

    private bool Complete()
    {
        _run = Run.None;
        var length = _at - _start;
        if (length > maxRecordBytes || _isDropped)
        {
            return !_isDropped && Reject(_position, TooLarge());
        }

        _frame = new RecordFrame(_position, _buffer.AsMemory(_start, length), null);
        return true;
    }

    private bool EndScrap()
    {
        _run = Run.None;
        return Reject(_position, "is not a finding: no JSON object");
    }

    private bool Cut(string why)
    {
        _run = Run.None;
        if (_isDropped)
        {
            return false;
        }

        ReturnToALineInside();
        return Reject(_position, why);
    }

    private bool Reject(RecordPosition position, string why)
    {
        _frame = new RecordFrame(position, default, why);
        return true;
    }

    private void ReturnToALineInside()
    {
        var line = _position.Line;
        for (var at = _start; _buffer.AsSpan(at, _at - at).IndexOf((byte)'\n') is var next and >= 0;)
        {
            at += next + 1;
            line++;
            var indent = _buffer.AsSpan(at, _end - at).IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (indent >= 0 && indent <= _startIndent && _buffer[at + indent] is (byte)'{' or (byte)'[')
            {
                _at = at;
                StartLine(line, at);
                return;
            }
        }
    }

    private void StartLine(long line, int at)
    {
        (_line, _lineOffset, _indent) = (line, _bufferOffset + at, 0);
        _isTextJustClosed = false;
    }

    private bool DropIfTooLarge() =>
        _run is Run.Record && !_isDropped && _at - _start > maxRecordBytes && Drop(TooLarge());

    private bool Drop(string why)
    {
        _isDropped = true;
        return Reject(_position, why);
    }

    private string TooLarge() => string.Create(CultureInfo.InvariantCulture, $"is larger than {maxRecordBytes} bytes");
}
