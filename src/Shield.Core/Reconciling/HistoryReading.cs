using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>What the loop asks of history.</summary>
public static class HistoryReading
{
    public static HistoryRecord? LastIntent(this HistoryTail history) => history.Records.LastOrDefault(record => record.Kind is HistoryKind.Intent);

    /// <summary>An intent without an outcome is a crash: the next reconcile finds out what took effect and writes that outcome first.</summary>
    public static HistoryRecord? UnfinishedIntent(this HistoryTail history)
    {
        var intent = history.LastIntent();
        return intent is null || history.Records.Any(record => record.Kind is HistoryKind.Outcome && record.Sequence > intent.Sequence) ? null : intent;
    }

    /// <summary>Null before the first.</summary>
    public static Outcome? LastOutcome(this HistoryTail history) =>
        history.Records.LastOrDefault(record => record.Kind is HistoryKind.Outcome) is { } record ? Outcome.Read(record) : null;

    /// <summary>On whose lists it was active; where the outcome is too old to be read or to say, deny mode was all there was.</summary>
    public static PceMode ModeOf(this HistoryTail history, Baseline baseline) =>
        history.Records.FirstOrDefault(record => record.Hash == baseline.OutcomeHash) is { } record ? Outcome.Read(record).Mode : PceMode.Deny;

    /// <summary>The outcome that left this baseline; null where it is older than the tail.</summary>
    public static HistoryRecord? OutcomeOf(this HistoryTail history, Baseline baseline) => history.Records.LastOrDefault(record => record.Hash == baseline.OutcomeHash);

    public static ImmutableArray<string> On(this Baseline baseline, ListPurpose list) => list switch
    {
        ListPurpose.Inbound => baseline.Inbound,
        ListPurpose.Outbound => baseline.Outbound,
        _ => baseline.Domains ?? [],
    };

    /// <summary>SHA-256 over its entries, lower-case hex, as it stands in the outcome that left it.</summary>
    public static string Digest(this Baseline baseline) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        from list in Enum.GetValues<ListPurpose>()
        from entry in baseline.On(list)
        select $"{list.ToWord()} {entry}"))));

    /// <summary>
    /// What may stand on the PCE as ours, as far as the ledger knows: what the last outcome left active, and what the last intent wrote or found in an earlier draft of ours.
    /// </summary>
    public static ImmutableArray<Indicator> Standing(this HistoryTail history)
    {
        var active = history.Baseline is { } baseline ? Enum.GetValues<ListPurpose>().SelectMany(list => baseline.On(list)) : [];
        var written = history.LastIntent() is { } last ? Intent.Read(last) : null;
        var drafted = written?.Add.Select(entry => entry.Entry).Concat(written.Carried.Where(entry => entry.Entry.StartsWith('+')).Select(entry => entry.Entry[1..])) ?? [];
        return
        [
            .. from text in active.Concat(drafted).Distinct()
               let entry = Indicator.TryParse(text, out var indicator, out _) ? indicator : (Indicator?)null
               // The base of an exclusion list, Any, is no party's.
               where entry is not null && !Breadth.IsTooBroadForAnyList(entry.Value)
               select entry.Value,
        ];
    }

    /// <summary>
    /// What is dated between the two. A record that is dated after now was written by a clock that was ahead: it counts for no span of time, since it would
    /// count until that date comes.
    /// </summary>
    public static IEnumerable<HistoryRecord> Between(this HistoryTail history, DateTimeOffset since, DateTimeOffset now) =>
        history.Records.Where(record => record.At >= since && record.At <= now);

    public static KeptBackSet? LastKeptBack(this HistoryTail history) =>
        history.Records.LastOrDefault(record => record.Kind is HistoryKind.KeptBack) is { } record ? KeptBackSet.Read(record) : null;
}
