using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Shield.Core.Findings;

/// <summary>
/// The records of a stream, whatever lists they stand in. Two ideas: a record is parsed where it stands, which finds its end as well; only where that
/// fails, <see cref="RecordScan"/> finds its end by brackets and texts.
/// </summary>
/// <remarks>
/// How it finds its way back after a broken record, apart from what <see cref="RecordScan"/> knows:
/// <list type="bullet">
/// <item>JSON Lines (the first line is a whole value, and another line follows): whatever is open ends with its line.</item>
/// <item>A record that ran over several lines and has no end: reading goes on at its first line that starts with a bracket and is indented no deeper.</item>
/// </list>
/// </remarks>
internal sealed class RecordReader(InputWindow window, string source, long maxRecordBytes)
{
    private const string LineEnds = "the line ends inside it";
    private const string InputEnds = "the input ends inside it";

    private readonly Stack<OpenList> _lists = new();
    private readonly Queue<FindingRecord> _found = new();

    private Layout _layout = Layout.Unknown;
    private long _valueLine;

    // At most one of them: what the reader is in the middle of.
    private RecordScan? _overlong;
    private ScrapScan? _scrap;

    private RecordPosition _position;

    private enum Layout
    {
        Unknown,
        Lines,
        Document,
    }

    private bool IsInTheMiddle => _overlong is not null || _scrap is not null;

    private OpenList? List => _lists.TryPeek(out var list) ? list : null;

    private bool IsInList => List is { IsBehindList: false };

    private bool IsBehindList => List is { IsBehindList: true };

    /// <summary>In JSON Lines, outside of any list: only the line's end ends what is open.</summary>
    private bool HasItsOwnLine => _layout is Layout.Lines && _lists.Count is 0;

    /// <returns>False where more bytes are needed, or all has been read.</returns>
    public bool TryNext([NotNullWhen(true)] out FindingRecord? record)
    {
        while (_found.Count is 0 && (!window.Bytes.IsEmpty || (window.IsEnded && IsInTheMiddle)) && Step())
        {
        }

        if (_found.Count is 0 && window is { IsEnded: true, Bytes.IsEmpty: true })
        {
            Finish();
        }

        return _found.TryDequeue(out record);
    }

    // Every step either goes forward or says that it needs more bytes, by false.
    private bool Step()
    {
        if (_overlong is not null)
        {
            return PassOverlong(_overlong);
        }

        if (_scrap is not null)
        {
            return PassScrap(_scrap);
        }

        switch (window.Bytes[0])
        {
            case (byte)'\n':
                EndLine();
                return true;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)',':
            case 0xEF when window.Offset is 0:
            case 0xBB when window.Offset is 1:
            case 0xBF when window.Offset is 2:
                return Pass(1);
            case (byte)'{' or (byte)'"' when !IsBehindList:
                return ReadRecord();
            case (byte)'[' when !IsBehindList:
                return OpenArray();
            case (byte)']' when IsInList:
                CloseList();
                return Pass(1);
            case (byte)'}' when IsBehindList:
                _lists.Pop();
                return Pass(1);
            default:
                return BeginScrap();
        }
    }

    private bool Pass(int count)
    {
        window.Skip(count);
        return true;
    }

    private bool PassInLine(int count)
    {
        window.SkipInLine(count);
        return true;
    }

    private bool ReadRecord()
    {
        var bytes = window.Bytes;
        if (HasItsOwnLine && !IsLineHere(ref bytes))
        {
            return false;
        }

        if (_lists.Count < FindingReader.MaxDepth && ListHead.Find(bytes, out var length) is { } name)
        {
            Begin();
            _lists.Push(new OpenList(name, _position));
            return Pass(length);
        }

        if (Document.TryRead(bytes, out length, out var parts))
        {
            Begin();
            if (length > maxRecordBytes)
            {
                RejectTooLarge();
            }
            else
            {
                Found(parts);
            }

            return HasItsOwnLine ? PassInLine(length) : Pass(length);
        }

        var mayGrow = !window.IsEnded && bytes.Length == window.Bytes.Length && bytes.Length <= maxRecordBytes;
        return !mayGrow && (bytes[0] is (byte)'"' ? BeginScrap() : Recover());
    }

    /// <returns>False where the line's end may still come.</returns>
    private bool IsLineHere(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        bytes = end < 0 ? bytes : bytes[..end];
        return end >= 0 || window.IsEnded || bytes.Length > maxRecordBytes;
    }

    /// <summary>What can still come is here: bytes up to the end that the layout gives to whatever is open.</summary>
    private ReadOnlySpan<byte> UpToTheEnd(out string? endsBecause)
    {
        var bytes = window.Bytes;
        var end = _layout is Layout.Lines ? bytes.IndexOf((byte)'\n') : -1;
        endsBecause = end >= 0 ? LineEnds : window.IsEnded ? InputEnds : null;
        return end >= 0 ? bytes[..end] : bytes;
    }

    private bool Recover()
    {
        Begin();
        var bytes = UpToTheEnd(out var endsBecause);
        var scan = new RecordScan(IsInList, HasItsOwnLine);
        var length = scan.Read(bytes);
        if (length > maxRecordBytes || (!scan.IsEnded && endsBecause is null))
        {
            RejectTooLarge();
            _overlong = scan.IsEnded || endsBecause is not null ? null : scan;
            return Pass(length);
        }

        if (scan is { IsEnded: true, Cut: null })
        {
            Found(Document.Read(bytes[..length]));
            return Pass(length);
        }

        Reject(_position, $"is cut short: {scan.Cut ?? endsBecause}");
        Pass(LineInside(bytes[..length]) ?? length);
        if (!scan.IsEnded && (_layout is Layout.Lines || window.Bytes.IsEmpty))
        {
            // Of what an end leaves open, only the innermost is said.
            _lists.Clear();
        }

        return true;
    }

    /// <summary>Where a record that has no end may have gone over the next one: it is laid out in lines, and one of them starts like the record itself.</summary>
    private int? LineInside(ReadOnlySpan<byte> record)
    {
        for (var at = 0; record[at..].IndexOf((byte)'\n') is var next and >= 0;)
        {
            at += next + 1;
            var indent = record[at..].IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (indent >= 0 && indent <= window.Indent && record[at + indent] is (byte)'{' or (byte)'[')
            {
                return at;
            }
        }

        return null;
    }

    private bool PassOverlong(RecordScan scan)
    {
        var bytes = UpToTheEnd(out var endsBecause);
        window.Skip(scan.Read(bytes));
        _overlong = scan.IsEnded || endsBecause is not null ? null : scan;
        return true;
    }

    private bool BeginScrap()
    {
        if (!IsBehindList)
        {
            Begin(isScrap: true);
        }

        _scrap = new ScrapScan(IsBehindList, IsInList, HasItsOwnLine);
        return true;
    }

    private bool PassScrap(ScrapScan scan)
    {
        var bytes = UpToTheEnd(out var endsBecause);
        window.Skip(scan.Read(bytes));
        if (scan.IsEnded || endsBecause is not null)
        {
            _scrap = null;
            if (!scan.IsMember)
            {
                Reject(_position, "is not a finding: no JSON object");
            }
        }

        return true;
    }

    private bool OpenArray()
    {
        Begin();
        if (_lists.Count < FindingReader.MaxDepth)
        {
            _lists.Push(new OpenList(name: null, _position));
            return Pass(1);
        }

        Reject(_position, $"is nested deeper than {FindingReader.MaxDepth}");
        _overlong = new RecordScan(IsInList, HasItsOwnLine);
        return true;
    }

    private void CloseList()
    {
        if (List!.Name is null)
        {
            _lists.Pop();
        }
        else
        {
            List.IsBehindList = true;
        }
    }

    private void EndLine()
    {
        if (_layout is Layout.Lines)
        {
            CloseLists(LineEnds);
        }
        else if (_layout is Layout.Unknown && _lists.Count is 0 && _valueLine > 0)
        {
            _layout = _valueLine == window.Line ? Layout.Lines : Layout.Document;
        }

        window.Skip(1);
    }

    private void Finish() => CloseLists(InputEnds);

    /// <summary>Nothing can follow: says so of the innermost list that is open.</summary>
    private void CloseLists(string why)
    {
        if (List is { } list)
        {
            Reject(list.Start, $"is a list that is not closed: {why}");
        }

        _lists.Clear();
    }

    private void Begin(bool isScrap = false)
    {
        var list = IsInList ? List : null;
        _valueLine = _lists.Count is 0 && !isScrap ? window.Line : _valueLine;
        _position = new RecordPosition(window.Line, window.Offset, list?.Name, list?.NextIndex());
    }

    private void Found(ImmutableArray<DocumentPart> parts)
    {
        foreach (var part in parts)
        {
            Found(_position with { Inside = part.Inside }, part.Record);
        }
    }

    private void Found(RecordPosition position, ParsedRecord record) =>
        _found.Enqueue(new FindingRecord { Source = source, Position = position, Finding = record.Finding, Faults = record.Faults });

    private void RejectTooLarge() => Reject(_position, string.Create(CultureInfo.InvariantCulture, $"is larger than {maxRecordBytes} bytes"));

    private void Reject(RecordPosition position, string why) => Found(position, ParsedRecord.Rejected(why));
}
