using Shield.Core.Ledger;

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

    public static KeptBackSet? LastKeptBack(this HistoryTail history) =>
        history.Records.LastOrDefault(record => record.Kind is HistoryKind.KeptBack) is { } record ? KeptBackSet.Read(record) : null;
}
