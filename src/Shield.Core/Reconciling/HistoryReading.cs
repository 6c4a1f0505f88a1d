using System.Collections.Immutable;
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

    public static KeptBackSet? LastKeptBack(this HistoryTail history) =>
        history.Records.LastOrDefault(record => record.Kind is HistoryKind.KeptBack) is { } record ? KeptBackSet.Read(record) : null;
}
