using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>The way back to the next record from one that is broken or too large, and past what is no record at all.</summary>
/// <remarks>
/// How it finds its way, apart from what <see cref="RecordScan"/> knows:
/// <list type="bullet">
/// <item>JSON Lines: whatever is open ends with its line.</item>
/// <item>A record that ran over several lines and has no end: reading goes on at its first line that starts with a bracket and is indented
/// no deeper.</item>
/// </list>
/// </remarks>
internal sealed class Recovery(InputWindow window, Layout layout, FoundRecords found, long maxRecordBytes, string? likeness)
{
    public const string LineEnds = "the line ends inside it";
    public const string InputEnds = "the input ends inside it";

    // What is being passed over, at most one of the two. Its end may not be among the bytes that are here yet.
    private RecordScan? _overlong;
    private ScrapScan? _scrap;

    private RecordPosition _scrapPosition;

    public bool IsUnderway => _overlong is not null || _scrap is not null;

    /// <summary>From the start of a record that could not be parsed where it stands.</summary>
    public void Begin()
    {
        var position = layout.Begin(window);
        var bytes = UpToTheEnd(out var endsBecause);
        var scan = new RecordScan(layout.IsInList, layout.HasItsOwnLine);
        var length = scan.Read(bytes);
        if (length > maxRecordBytes || (!scan.IsEnded && endsBecause is null))
        {
            RejectTooLarge(position);
            _overlong = scan.IsEnded || endsBecause is not null ? null : scan;
            window.Skip(length);
        }
        else if (scan is { IsEnded: true, Cut: null })
        {
            found.Add(position, Document.Read(bytes[..length]));
            window.Skip(length);
        }
        else
        {
            found.Reject(position, $"is cut short: {scan.Cut ?? endsBecause}");
            window.Skip(LineInside(bytes[..length]) ?? length);
            if (!scan.IsEnded && (layout.IsLines || window.Bytes.IsEmpty))
            {
                // The lists around the record end here too, without their brackets. One rejection says it.
                layout.CloseAll();
            }
        }
    }

    public void BeginOverlong() => _overlong = new RecordScan(layout.IsInList, layout.HasItsOwnLine);

    public void BeginScrap()
    {
        _scrapPosition = layout.IsBehindList ? new RecordPosition(window.Line, window.Offset) : layout.PositionOf(window);
        _scrap = new ScrapScan(layout.IsBehindList, layout.IsInList, layout.HasItsOwnLine);
    }

    /// <summary>Passes over as many of the bytes that are here as belong to what is being passed over.</summary>
    public void GoOn()
    {
        var bytes = UpToTheEnd(out var endsBecause);
        if (_overlong is not null)
        {
            window.Skip(_overlong.Read(bytes));
            _overlong = _overlong.IsEnded || endsBecause is not null ? null : _overlong;
        }
        else if (_scrap is { } scrap)
        {
            window.Skip(scrap.Read(bytes));
            if (scrap.IsEnded || endsBecause is not null)
            {
                EndScrap(scrap);
            }
        }
    }

    public void RejectTooLarge(RecordPosition position) =>
        found.Reject(position, string.Create(CultureInfo.InvariantCulture, $"is larger than {maxRecordBytes} bytes"));

    private void EndScrap(ScrapScan scrap)
    {
        _scrap = null;
        if (!scrap.IsMember)
        {
            // "<html>" names the format of the input where it starts the input; further on it may be a part of anything.
            var isAtStart = _scrapPosition.Offset < ForeignFormat.LongestStart;
            var format = isAtStart && likeness is not null ? $"; the input looks like {likeness}" : "";
            found.Reject(_scrapPosition, $"is not a finding: no JSON object{format}");
        }
        else if (ListHead.IsList(scrap.Name))
        {
            found.Reject(
                _scrapPosition,
                $"is a second list in one object, {AddressFault.Quote(Encoding.UTF8.GetString(scrap.Name))}, which is not read: "
                    + "which of the two counts is not known"
            );
        }
    }

    /// <summary>The bytes that are here; in JSON Lines those of the line.</summary>
    /// <param name="endsBecause">Why nothing can follow them; null where more may come.</param>
    private ReadOnlySpan<byte> UpToTheEnd(out string? endsBecause)
    {
        var bytes = window.Bytes;
        var end = layout.IsLines ? bytes.IndexOf((byte)'\n') : -1;
        endsBecause =
            end >= 0 ? LineEnds
            : window.IsEnded ? InputEnds
            : null;
        return end >= 0 ? bytes[..end] : bytes;
    }

    /// <summary>
    /// Where the next record may start inside one that has no end: a line that starts with a bracket, indented no deeper than the line in
    /// which the broken record starts.
    /// </summary>
    private int? LineInside(ReadOnlySpan<byte> record)
    {
        var at = 0;
        while (record[at..].IndexOf((byte)'\n') is var next and >= 0)
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
}

/// <summary>Records that were found, or rejected, and wait to be handed on.</summary>
internal sealed class FoundRecords(string source)
{
    private readonly Queue<FindingRecord> _waiting = new();

    public bool IsEmpty => _waiting.Count is 0;

    public void Add(RecordPosition position, ImmutableArray<DocumentPart> parts)
    {
        foreach (var part in parts)
        {
            Add(position with { Inside = part.Inside }, part.Record);
        }
    }

    public void Reject(RecordPosition position, string why) => Add(position, ParsedRecord.Rejected(why));

    public bool TryTake([NotNullWhen(true)] out FindingRecord? record) => _waiting.TryDequeue(out record);

    private void Add(RecordPosition position, ParsedRecord record) =>
        _waiting.Enqueue(
            new FindingRecord
            {
                Source = source,
                Position = position,
                Finding = record.Finding,
                Call = record.Call,
                Faults = record.Faults,
            }
        );
}
