using System.Diagnostics.CodeAnalysis;

namespace Shield.Core.Findings;

/// <summary>
/// The records of a stream, whatever lists they stand in (<see cref="Layout"/>). A record is parsed where it stands, which finds its end as
/// well; only where that fails,
/// <see cref="Recovery"/> finds its end by brackets and texts.
/// </summary>
internal sealed class RecordReader
{
    private readonly InputWindow _window;
    private readonly long _maxRecordBytes;
    private readonly Layout _layout = new();
    private readonly FoundRecords _found;
    private readonly Recovery _recovery;

    /// <param name="likeness">Of which foreign format the input begins; null where of none.</param>
    public RecordReader(InputWindow window, string source, long maxRecordBytes, string? likeness)
    {
        (_window, _maxRecordBytes, _found) = (window, maxRecordBytes, new FoundRecords(source));
        _recovery = new Recovery(window, _layout, _found, maxRecordBytes, likeness);
    }

    /// <returns>False where more bytes are needed, or all has been read.</returns>
    public bool TryNext([NotNullWhen(true)] out FindingRecord? record)
    {
        while (_found.IsEmpty && (!_window.Bytes.IsEmpty || (_window.IsEnded && _recovery.IsUnderway)) && Step()) { }

        if (_found.IsEmpty && _window is { IsEnded: true, Bytes.IsEmpty: true })
        {
            CloseLists(Recovery.InputEnds);
        }

        return _found.TryTake(out record);
    }

    // Every step either goes forward or says that it needs more bytes, by false.
    private bool Step()
    {
        if (_recovery.IsUnderway)
        {
            _recovery.GoOn();
            return true;
        }

        switch (_window.Bytes[0])
        {
            case (byte)'\n':
                EndLine();
                return true;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)',':
                return Pass(1);
            // A byte order mark, wherever a file of its own began: files are joined by cat.
            case 0xEF when _window.Bytes.StartsWith("\uFEFF"u8):
                return Pass(3);
            case 0xEF when _window.Bytes.Length < 3 && !_window.IsEnded:
                return false;
            case (byte)'{' or (byte)'"' when !_layout.IsBehindList:
                return ReadRecord();
            case (byte)'[' when !_layout.IsBehindList:
                return OpenArray();
            case (byte)']' when _layout.IsInList:
                _layout.CloseList();
                return Pass(1);
            case (byte)'}' when _layout.IsBehindList:
                _layout.ClosePage();
                return Pass(1);
            default:
                _recovery.BeginScrap();
                return true;
        }
    }

    private bool Pass(int count)
    {
        _window.Skip(count);
        return true;
    }

    private bool PassInLine(int count)
    {
        _window.SkipInLine(count);
        return true;
    }

    private bool ReadRecord()
    {
        var bytes = _window.Bytes;
        if (_layout.HasItsOwnLine && !IsLineHere(ref bytes))
        {
            return false;
        }

        if (!_layout.IsDeepest && ListHead.Find(bytes, out var length) is { } name)
        {
            _layout.Open(name, _layout.Begin(_window));
            return Pass(length);
        }

        if (Document.TryRead(bytes, out length, out var parts))
        {
            var position = _layout.Begin(_window);
            if (length > _maxRecordBytes)
            {
                _recovery.RejectTooLarge(position);
            }
            else
            {
                _found.Add(position, parts);
            }

            return _layout.HasItsOwnLine ? PassInLine(length) : Pass(length);
        }

        var mayGrow = !_window.IsEnded && bytes.Length == _window.Bytes.Length && bytes.Length <= _maxRecordBytes;
        return !mayGrow && Recover(isText: bytes[0] is (byte)'"');
    }

    /// <returns>False where the line's end may still come.</returns>
    private bool IsLineHere(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        bytes = end < 0 ? bytes : bytes[..end];
        return end >= 0 || _window.IsEnded || bytes.Length > _maxRecordBytes;
    }

    private bool Recover(bool isText)
    {
        if (isText)
        {
            _recovery.BeginScrap();
        }
        else
        {
            _recovery.Begin();
        }

        return true;
    }

    private bool OpenArray()
    {
        var start = _layout.Begin(_window);
        if (!_layout.IsDeepest)
        {
            _layout.Open(name: null, start);
            return Pass(1);
        }

        _found.Reject(start, $"is nested deeper than {FindingReader.MaxDepth}");
        _recovery.BeginOverlong();
        return true;
    }

    private void EndLine()
    {
        if (_layout.IsLines)
        {
            CloseLists(Recovery.LineEnds);
        }

        _layout.EndLine(_window.Line);
        _window.Skip(1);
    }

    /// <summary>Nothing can follow: says so of the innermost list that is open.</summary>
    private void CloseLists(string why)
    {
        if (_layout.CloseAll() is { } start)
        {
            _found.Reject(start, $"is a list that is not closed: {why}");
        }
    }
}
