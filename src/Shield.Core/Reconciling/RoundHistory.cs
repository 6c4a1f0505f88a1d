using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>What one round writes into history. Each record follows the one before it, so the round keeps the last one.</summary>
internal sealed class RoundHistory(ILedger ledger, IPceWriter pce, ReconcileSettings settings, Lease lease, TimeProvider clock)
{
    private HistoryRecord? _last;

    /// <param name="tail">History as it was read just now.</param>
    public void GoOnAfter(HistoryTail tail) => _last = tail.Last;

    /// <returns>The intent's record, whose hash goes into the policy version.</returns>
    public Task<HistoryRecord> AppendAsync(Intent intent, DateTimeOffset at, CancellationToken cancellationToken) =>
        AppendAsync(HistoryKind.Intent, intent.ToJson(), at, cancellationToken);

    public Task AppendAsync(PceRefusal refusal, CancellationToken cancellationToken) =>
        AppendAsync(HistoryKind.PceRefusal, refusal.ToJson(), clock.GetUtcNow(), cancellationToken);

    /// <summary>An outcome, and with it the baseline: what is active of ours now.</summary>
    /// <param name="intent">What it is the outcome of.</param>
    /// <param name="proof">What of that is proven.</param>
    /// <param name="version">Null where no version was made, or where it is not known which.</param>
    /// <param name="situation">Which lists of which PCE.</param>
    /// <param name="active">As they were read back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task AppendOutcomeAsync(
        HistoryRecord intent,
        IntentProof proof,
        long? version,
        Situation situation,
        ImmutableArray<PceList> active,
        CancellationToken cancellationToken
    )
    {
        var left = settings.OursIn(active);
        var outcome = new Outcome(intent.Hash, version, left.Digest(), left.Inbound.Length, left.Outbound.Length)
        {
            Mode = settings.Mode,
            Domains = left.Domains?.Length ?? 0,
            NewestVersion = version ?? (await pce.ReadNewestVersionAsync(cancellationToken)).Number,
            Pce = situation.View.Pce,
            WithoutEffect = [.. proof.WithoutEffect().Select(ChangeText.Of)],
            Lists = [.. situation.Plan.Lists.Select(list => ListIdentity.Of(list.Pair))],
            WrittenAt = Outcome.WrittenAtOf(active.Where(list => situation.Plan.Lists.Any(ours => ours.Pair.Draft.Href == list.Href))),
        };
        var record = HistoryRecord.After(_last, HistoryKind.Outcome, clock.GetUtcNow(), outcome.ToJson());
        await lease.KeepAsync(cancellationToken);
        await ledger.AppendHistoryAsync(lease.Fence, record, left with { OutcomeHash = record.Hash }, cancellationToken);
        _last = record;
    }

    /// <summary>
    /// Replaces the ledger's set where this is another one: a schedule that finds the same additions waiting every five minutes has
    /// nothing new to tell.
    /// </summary>
    public async Task NoteKeptBackAsync(Situation situation, CancellationToken cancellationToken)
    {
        var plan = situation.Plan;
        if (plan.KeptBack.IsEmpty || (await ledger.ReadKeptBackAsync(cancellationToken))?.Fingerprint == plan.Fingerprint)
        {
            return;
        }

        var set = new KeptBackSet(plan.Fingerprint, Names(plan.KeptBack))
        {
            OverLimit = Names(plan.KeptBack.Where(kept => kept.Reason is ReasonCode.OverLimit)),
        };
        await ledger.ReplaceKeptBackAsync(lease.Fence, set, cancellationToken);
        var now = clock.GetUtcNow();
        if (!situation.Decided.History.Between(now - KeptBackNote.Pause, now).Any(record => record.Kind is HistoryKind.KeptBack))
        {
            await AppendAsync(HistoryKind.KeptBack, KeptBackNote.Of(set).ToJson(), now, cancellationToken);
        }
    }

    private static ImmutableArray<string> Names(IEnumerable<KeptBack> kept) =>
        [.. kept.Select(one => one.Addition.Indicator.ToString()).Distinct()];

    private async Task<HistoryRecord> AppendAsync(HistoryKind kind, string content, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var record = HistoryRecord.After(_last, kind, at, content);
        await ledger.AppendHistoryAsync(lease.Fence, record, baseline: null, cancellationToken);
        return _last = record;
    }
}

internal static class OwnEntries
{
    /// <summary>What of ours is on these lists, as a baseline without its outcome.</summary>
    public static Baseline OursIn(this ReconcileSettings settings, ImmutableArray<PceList> lists) =>
        new()
        {
            OutcomeHash = "",
            Inbound = settings.OursIn(lists, ListPurpose.Inbound) ?? [],
            Outbound = settings.OursIn(lists, ListPurpose.Outbound) ?? [],
            Domains = settings.OursIn(lists, ListPurpose.Domains),
        };

    public static bool HoldsOurs(this ReconcileSettings settings, ImmutableArray<PceList> lists, ListPurpose purpose)
    {
        var mark = new ListMark(settings.Owner, settings.Mode, purpose);
        return lists.Any(list => list.Mark == mark && list.Entries.Any(mark.IsOurs));
    }

    /// <summary>Null where there is no such list.</summary>
    private static ImmutableArray<string>? OursIn(this ReconcileSettings settings, ImmutableArray<PceList> lists, ListPurpose purpose)
    {
        var mark = new ListMark(settings.Owner, settings.Mode, purpose);
        ImmutableArray<PceList> ours = [.. lists.Where(list => list.Mark == mark)];
        return ours.IsEmpty
            ? null
            :
            [
                .. ours.SelectMany(list => list.Entries)
                    .Where(mark.IsOurs)
                    .Select(entry => entry.What.ToString())
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
    }
}
