using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>One round of the loop under the lease.</summary>
internal sealed class Round(ILedger ledger, IPceWriter pce, ReconcileSettings settings, Lease lease, TimeProvider clock)
{
    private const int LongestDescription = 1_000;

    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken)
    {
        var situation = await new SituationReader(ledger, pce, settings).ReadAsync(clock.GetUtcNow(), cancellationToken);
        var last = situation.Decided.History.Last;
        if (situation.Decided.History.UnfinishedIntent() is { } unfinished && situation.Plan.Lists.All(list => list.Pair.Active is not null))
        {
            last = await WriteOutcomeAsync(last, unfinished, version: null, situation.View.Active, cancellationToken);
        }

        if (!situation.NewlyRemovedByHand.IsEmpty)
        {
            await ledger.AppendAsync(situation.NewlyRemovedByHand, cancellationToken);
        }

        var report = await ActOnAsync(last, situation, trigger, cancellationToken);
        return situation.Restored is { } alarm ? report with { Detail = report.Detail is null ? alarm : $"{alarm}; {report.Detail}" } : report;
    }

    private async Task<ReconcileReport> ActOnAsync(HistoryRecord? last, Situation situation, string trigger, CancellationToken cancellationToken)
    {
        var plan = situation.Plan;
        if (WhyNothingIsWritten(plan) is { } idle)
        {
            return idle;
        }

        if (!plan.HasWork)
        {
            await NoteKeptBackAsync(last, situation, cancellationToken);
            return Report(plan) with { Outcome = plan.KeptBack.IsEmpty ? ReconcileOutcome.Nothing : ReconcileOutcome.KeptBack };
        }

        return await WriteAsync(last, situation, trigger, cancellationToken);
    }

    private ReconcileReport? WhyNothingIsWritten(Plan plan) => (plan, settings.Policy.Autonomy) switch
    {
        ({ Refused: { } fault }, _) => Report(plan) with { Outcome = ReconcileOutcome.Refused, Reason = fault.Reason, Detail = fault.Detail },
        ({ Paused: { } flag }, _) => Report(plan) with { Outcome = ReconcileOutcome.Paused, Detail = flag.Text },
        (_, Autonomy.Observe) => Report(plan) with { Outcome = ReconcileOutcome.Observed },
        _ => null,
    };

    private async Task<ReconcileReport> WriteAsync(HistoryRecord? last, Situation situation, string trigger, CancellationToken cancellationToken)
    {
        var plan = situation.Plan;
        var intent = Intent.For(plan, trigger);
        last = await AppendAsync(last, HistoryKind.Intent, intent.ToJson(), null, cancellationToken);
        var intentRecord = last;

        foreach (var list in plan.Lists.Where(list => list.NeedsWrite))
        {
            await lease.RenewAsync(cancellationToken);
            await pce.WriteListAsync(list.Pair.Draft.Href, list.Written, cancellationToken);
        }

        await lease.RenewAsync(cancellationToken);
        var hrefs = plan.Lists.Where(list => list.NeedsProvision).Select(list => list.Pair.Draft.Href).ToList();
        var version = await pce.ProvisionAsync(ChangeSubset.OfLists(hrefs[0], hrefs[1..]), Describe(intent, intentRecord, trigger), cancellationToken);

        var active = await pce.ReadActiveAsync(cancellationToken);
        last = await WriteOutcomeAsync(last, intentRecord, version.Number, active, cancellationToken);
        await NoteKeptBackAsync(last, situation, cancellationToken);
        return Proven(plan, active) with { PolicyVersion = version.Number };
    }

    /// <summary>Counts what the read-back shows and no more.</summary>
    private static ReconcileReport Proven(Plan plan, ImmutableArray<PceList> active)
    {
        var now = active.ToDictionary(list => list.Href, list => list.Entries.Where(list.Mark.Blocks).Select(entry => entry.Range).ToHashSet());
        bool IsActive(Direction direction, Addresses.AddressRange entry) =>
            plan.Lists.FirstOrDefault(list => list.Direction == direction) is { } list && now.TryGetValue(list.Pair.Draft.Href, out var entries) && entries.Contains(entry);

        var added = plan.Add.ToLookup(addition => IsActive(addition.Direction, addition.Entry));
        var removed = plan.Remove.ToLookup(removal => !IsActive(removal.Direction, removal.Entry));
        return Report(plan) with
        {
            Outcome = plan.KeptBack.IsEmpty ? ReconcileOutcome.Applied : ReconcileOutcome.KeptBack,
            Added = added[true].Count(),
            Removed = removed[true].Count(),
            Unproven = [.. added[false].Select(addition => $"+{addition.Entry}"), .. removed[false].Select(removal => $"-{removal.Entry}")],
            Detail = TakenAlong(plan) is { Length: > 0 } edits ? $"took along somebody's draft edits: {edits}" : null,
        };
    }

    private async Task<HistoryRecord> WriteOutcomeAsync(
        HistoryRecord? last,
        HistoryRecord intent,
        long? version,
        ImmutableArray<PceList> active,
        CancellationToken cancellationToken)
    {
        var inbound = OursIn(active, Direction.Inbound);
        var outbound = OursIn(active, Direction.Outbound);
        var outcome = new Outcome(intent.Hash, version, DigestOf(inbound, outbound), inbound.Length, outbound.Length) { Mode = settings.Mode };
        var record = HistoryRecord.After(last, HistoryKind.Outcome, clock.GetUtcNow(), outcome.ToJson());
        await lease.RenewAsync(cancellationToken);
        await ledger.AppendHistoryAsync(lease.Fence, record, new Baseline { OutcomeHash = record.Hash, Inbound = inbound, Outbound = outbound }, cancellationToken);
        return record;
    }

    // Once per set: a schedule that finds the same additions waiting every five minutes has nothing new to tell.
    private async Task NoteKeptBackAsync(HistoryRecord? last, Situation situation, CancellationToken cancellationToken)
    {
        var plan = situation.Plan;
        if (plan.KeptBack.IsEmpty || situation.Decided.History.LastKeptBack()?.Fingerprint == plan.Fingerprint)
        {
            return;
        }

        var set = new KeptBackSet(plan.Fingerprint, [.. plan.KeptBack.Select(kept => kept.Addition.Indicator.ToString()).Distinct()]);
        await AppendAsync(last, HistoryKind.KeptBack, set.ToJson(), null, cancellationToken);
    }

    private async Task<HistoryRecord> AppendAsync(HistoryRecord? last, HistoryKind kind, string content, Baseline? baseline, CancellationToken cancellationToken)
    {
        var record = HistoryRecord.After(last, kind, clock.GetUtcNow(), content);
        await ledger.AppendHistoryAsync(lease.Fence, record, baseline, cancellationToken);
        return record;
    }

    private ImmutableArray<string> OursIn(ImmutableArray<PceList> active, Direction direction)
    {
        var mark = ListMark.For(settings.Owner, settings.Mode, direction);
        return
        [
            .. active.Where(list => list.Mark == mark)
                .SelectMany(list => list.Entries)
                .Where(mark.IsOurs)
                .Select(entry => entry.Range.ToString())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string DigestOf(ImmutableArray<string> inbound, ImmutableArray<string> outbound) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [.. inbound.Select(entry => "inbound " + entry), .. outbound.Select(entry => "outbound " + entry)]))));

    /// <summary>Goes to the PCE's version history: an anchor of our hash chain in a system we do not control.</summary>
    private string Describe(Intent intent, HistoryRecord record, string trigger)
    {
        var edits = string.Join(", ", intent.TakesAlong.Select(edit => $"{edit.List} {edit.Entry}"));
        var along = edits.Length is 0 ? "" : $"; takes along draft edits made by others: {edits}";
        var text = $"GuardDuty Shield {settings.Owner}: +{intent.Add.Length} -{intent.End.Length} ({trigger}); intent {record.Hash}{along}";
        return text.Length <= LongestDescription ? text : text[..LongestDescription];
    }

    private static string TakenAlong(Plan plan) => string.Join(", ", plan.Lists.Where(list => list.NeedsProvision).SelectMany(list => list.ForeignEdits));

    private static ReconcileReport Report(Plan plan) => new()
    {
        Outcome = ReconcileOutcome.Nothing,
        KeptBack = plan.KeptBack.Length,
        Fingerprint = plan.Fingerprint,
    };
}
