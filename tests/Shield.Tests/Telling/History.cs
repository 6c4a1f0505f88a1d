using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Tests.Telling;

/// <summary>History as reconciles write it, record by record.</summary>
internal sealed class History(HistoryRecord? before, DateTimeOffset start)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly List<HistoryRecord> _records = [];

    public History()
        : this(before: null, Start) { }

    public HistoryTail Tail => new([.. _records], Baseline: null);

    /// <summary>A minute a record; the first few seconds where it goes on after another.</summary>
    public DateTimeOffset Now => before is null ? start.AddMinutes(_records.Count) : start.AddMilliseconds(_records.Count);

    /// <summary>A reconcile that began and ended blocks, each a word: <c>+45.95.11.7</c>, <c>-45.95.11.7</c>.</summary>
    /// <param name="changes">What it set out to do.</param>
    /// <param name="idle">What of that had no effect; null: the outcome is of a version that did not say.</param>
    /// <param name="ends">False: it broke off.</param>
    public HistoryRecord Reconcile(string[] changes, string[]? idle, bool ends = true)
    {
        var intent = new Intent
        {
            Fingerprint = "0123456789ab",
            Trigger = "test",
            Add = [.. changes.Where(change => change[0] is '+').Select(change => Change(change, "brute-force"))],
            End = [.. changes.Where(change => change[0] is '-').Select(change => Change(change, "stale"))],
            Carried = [],
            TakesAlong = [],
        };
        var record = Add(HistoryKind.Intent, intent.ToJson());
        return ends ? Finish(record, idle) : record;
    }

    public HistoryRecord Finish(HistoryRecord intent, string[]? idle) =>
        Add(
            HistoryKind.Outcome,
            new Outcome(intent.Hash, 7, "", 0, 0)
            {
                WithoutEffect = idle?.Select(change => new ChangeText("inbound", change)).ToList(),
            }.ToJson()
        );

    public HistoryRecord Refuse(string entry) =>
        Add(
            HistoryKind.PceRefusal,
            new PceRefusal(null, [new RefusedEntry(ListPurpose.Inbound, Indicator.Parse(entry), "no such address")]).ToJson()
        );

    public HistoryRecord Add(HistoryKind kind, string content)
    {
        var record = HistoryRecord.After(_records.LastOrDefault() ?? before, kind, Now, content);
        _records.Add(record);
        return record;
    }

    /// <summary>A word without a dot is a name on the list for names.</summary>
    private static IntendedChange Change(string word, string why) =>
        new(
            new EntryChange(
                word.Contains("example", StringComparison.Ordinal) ? ListPurpose.Domains : ListPurpose.Inbound,
                Indicator.Parse(word[1..]),
                word[0] is '+'
            ),
            why
        );
}
