using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Shield.Core.Findings;

/// <summary>
/// The records of a stream, whatever lists they stand in (<see cref="Layout"/>). A record is parsed where it stands, which finds its end as
/// well. Only where that fails does <see cref="Recovery"/> look for its end, by brackets and quotes.
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
        while (_found.IsEmpty && (!_window.Bytes.IsEmpty || (_window.IsEnded && _recovery.IsUnderway)) && TryStep()) { }

        if (_found.IsEmpty && _window is { IsEnded: true, Bytes.IsEmpty: true })
        {
            CloseLists(Recovery.InputEnds);
        }

        return _found.TryTake(out record);
    }

    /// <returns>False where it needs more bytes, and nothing was done; else it went forward.</returns>
    private bool TryStep()
    {
        if (_recovery.IsUnderway)
        {
            _recovery.GoOn();
            return true;
        }

        switch (Steps.Next(_window.Bytes, _layout, _window.IsEnded))
        {
            case Step.WaitForMoreBytes:
                return false;
            case Step.ReadRecord:
                return TryReadRecord();
            case Step.PassBlank:
                _window.Skip(1);
                break;
            case Step.PassByteOrderMark:
                _window.Skip(3);
                break;
            case Step.EndLine:
                EndLine();
                break;
            case Step.OpenList:
                OpenList();
                break;
            case Step.CloseList:
                _layout.CloseList();
                _window.Skip(1);
                break;
            case Step.ClosePage:
                _layout.ClosePage();
                _window.Skip(1);
                break;
            default:
                _recovery.BeginScrap();
                break;
        }

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

    private void OpenList()
    {
        var start = _layout.Begin(_window);
        if (_layout.IsDeepest)
        {
            _found.Reject(start, $"is nested deeper than {FindingReader.MaxDepth}");
            _recovery.BeginOverlong();
            return;
        }

        _layout.Open(name: null, start);
        _window.Skip(1);
    }

    /// <summary>An object or a text: the head of a page, a whole record, or something that has no end here.</summary>
    private bool TryReadRecord()
    {
        if (!TryTakeBytes(out var bytes))
        {
            return false;
        }

        if (!_layout.IsDeepest && ListHead.Find(bytes, out var headLength) is { } list)
        {
            _layout.Open(list, _layout.Begin(_window));
            _window.Skip(headLength);
            return true;
        }

        if (Document.TryRead(bytes, out var length, out var parts))
        {
            AddRecord(length, parts);
            return true;
        }

        if (!_window.IsEnded && bytes.Length == _window.Bytes.Length && bytes.Length <= _maxRecordBytes)
        {
            return false;
        }

        BeginRecovery(isText: bytes[0] is (byte)'"');
        return true;
    }

    /// <summary>The bytes that a record may extend over: in JSON Lines those of its line.</summary>
    /// <returns>False where the line's end may still come.</returns>
    private bool TryTakeBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = _window.Bytes;
        var lineEnd = _layout.HasItsOwnLine ? bytes.IndexOf((byte)'\n') : -1;
        if (lineEnd >= 0)
        {
            bytes = bytes[..lineEnd];
        }

        return !_layout.HasItsOwnLine || lineEnd >= 0 || _window.IsEnded || bytes.Length > _maxRecordBytes;
    }

    private void BeginRecovery(bool isText)
    {
        if (isText)
        {
            _recovery.BeginScrap();
        }
        else
        {
            _recovery.Begin();
        }
    }

    private void AddRecord(int length, ImmutableArray<DocumentPart> parts)
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

        _window.Skip(length);
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
