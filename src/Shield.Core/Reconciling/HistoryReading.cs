using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>What the loop asks of history.</summary>
public static class HistoryReading
{
    public static HistoryRecord? LastIntent(this HistoryTail history) =>
        history.Records.LastOrDefault(record => record.Kind is HistoryKind.Intent);

    /// <summary>
    /// An intent without an outcome is a crash: the next reconcile finds out what took effect and writes that outcome first.
    /// </summary>
    public static HistoryRecord? UnfinishedIntent(this HistoryTail history)
    {
        var intent = history.LastIntent();
        return intent is null || history.Records.Any(record => record.Kind is HistoryKind.Outcome && record.Sequence > intent.Sequence)
            ? null
            : intent;
    }

    /// <summary>Null before the first.</summary>
    public static Outcome? LastOutcome(this HistoryTail history) =>
        history.Records.LastOrDefault(record => record.Kind is HistoryKind.Outcome) is { } record ? Outcome.Read(record) : null;

    /// <summary>On whose lists it was active; where the outcome is too old to be read or to say, deny mode was all there was.</summary>
    public static PceMode ModeOf(this HistoryTail history, Baseline baseline) =>
        history.Records.FirstOrDefault(record => record.Hash == baseline.OutcomeHash) is { } record
            ? Outcome.Read(record).Mode
            : PceMode.Deny;

    /// <summary>The outcome that left this baseline; null where it is older than the tail.</summary>
    public static HistoryRecord? OutcomeOf(this HistoryTail history, Baseline baseline) =>
        history.Records.LastOrDefault(record => record.Hash == baseline.OutcomeHash);

    /// <summary>What the last outcome left active on one list.</summary>
    /// <exception cref="LedgerException">The ledger holds something else there.</exception>
    public static ImmutableArray<Indicator> On(this Baseline baseline, ListPurpose list) =>
        [
            .. baseline
                .TextOn(list)
                .Select(text =>
                    Indicator.TryParse(text, out var entry, out var error)
                        ? entry
                        : throw new LedgerException($"the ledger notes '{text}' as active on the {list.ToWord()} list: {error}")
                ),
        ];

    private static ImmutableArray<string> TextOn(this Baseline baseline, ListPurpose list) =>
        list switch
        {
            ListPurpose.Inbound => baseline.Inbound,
            ListPurpose.Outbound => baseline.Outbound,
            _ => baseline.Domains ?? [],
        };

    /// <summary>SHA-256 over its entries, lower-case hex, as it stands in the outcome that left it.</summary>
    public static string Digest(this Baseline baseline) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        from list in Enum.GetValues<ListPurpose>()
                        from entry in baseline.TextOn(list)
                        select $"{list.ToWord()} {entry}"
                    )
                )
            )
        );

    /// <summary>What the last intent set out to change; empty before the first.</summary>
    public static ImmutableHashSet<EntryChange> Written(this HistoryTail history) =>
        history.LastIntent() is { } last ? [.. Intent.Read(last).All.Select(one => one.Change)] : [];

    /// <summary>
    /// What may be on the PCE as ours, as far as the ledger knows: what the last outcome left active, and what the last intent wrote or
    /// found in an earlier draft of ours.
    /// </summary>
    public static ImmutableArray<Indicator> EntriesThatMayStand(this HistoryTail history)
    {
        var active = history.Baseline is { } baseline ? Enum.GetValues<ListPurpose>().SelectMany(list => baseline.On(list)) : [];
        var drafted = history.Written().Where(change => change.IsStart).Select(change => change.Entry);

        // The base of an exclusion list, Any, is no party's.
        return [.. active.Concat(drafted).Distinct().Where(entry => !Breadth.IsTooBroadForAnyList(entry))];
    }

    /// <summary>
    /// What is dated between the two. A record that is dated after now was written by a clock that was ahead: it counts for no span of
    /// time, since it would count until that date comes.
    /// </summary>
    public static IEnumerable<HistoryRecord> Between(this HistoryTail history, DateTimeOffset since, DateTimeOffset now) =>
        history.Records.Where(record => record.At >= since && record.At <= now);

    /// <summary>
    /// A set that was kept back, as ledgers of earlier layouts hold it in history; the newest is that of
    /// <see cref="ILedgerReader.ReadKeptBackAsync"/>.
    /// </summary>
    /// <returns>Null where history holds none of this fingerprint, or only a note of it.</returns>
    public static KeptBackSet? KeptBackSetOf(this HistoryTail history, string fingerprint) =>
        history
            .Records.Where(record => record.Kind is HistoryKind.KeptBack)
            .Select(KeptBackNote.WholeSetIn)
            .LastOrDefault(set => set?.Fingerprint == fingerprint);
}
