using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// One round of the loop under the lease: read, decide, plan, write, provision, read back, note. Where the PCE refuses entries, it is
/// learnt which, and the round goes once more around them.
/// </summary>
internal sealed class Round(ILedger ledger, IPceWriter pce, ReconcileSettings settings, Lease lease, TimeProvider clock)
{
    /// <summary>Two a list (set aside, then searched), and one for the limit.</summary>
    private const int MostRefusals = 7;

    /// <summary>
    /// What the PCE's name led to protects for 30 days, so an hour more or less is nothing, and a duplicate finding writes nothing.
    /// </summary>
    private static readonly TimeSpan RememberPceEvery = TimeSpan.FromHours(1);

    /// <summary>Half of a lease, so that it is held when the PCE has answered; the longest of a round's calls takes longer.</summary>
    private static readonly TimeSpan TrafficPatience = TimeSpan.FromSeconds(30);

    private readonly RoundHistory _history = new(ledger, pce, settings, lease, clock);
    private readonly RefusalSearch _search = new(pce, lease);
    private readonly RoundReport _report = new(settings);
    private bool _tookToken;

    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken)
    {
        var report = await RunUntilTakenAsync(trigger, isSearch: false, cancellationToken);

        // Whatever leaves, and whatever else is new, is active by now; then the search goes on.
        var isDone = report.Outcome is ReconcileOutcome.Nothing or ReconcileOutcome.Applied or ReconcileOutcome.KeptBack;
        if (!isDone || !_search.IsWorthGoingOn)
        {
            return report;
        }

        var searched = await RunUntilTakenAsync(trigger, isSearch: true, cancellationToken);
        return searched.Outcome is ReconcileOutcome.Waiting ? report : report.Then(searched);
    }

    private async Task<ReconcileReport> RunUntilTakenAsync(string trigger, bool isSearch, CancellationToken cancellationToken)
    {
        for (var refusals = 0; ; refusals++)
        {
            var (report, refused) = await GoAsync(trigger, isSearch && refusals is 0, cancellationToken);
            if (refused is null)
            {
                return report!;
            }

            // What the PCE refuses is noted and planned around, from what is there then.
            await _history.AppendAsync(refused.What, cancellationToken);
            if (refusals >= MostRefusals)
            {
                throw refused.Why;
            }
        }
    }

    /// <returns>A report, or what the PCE would not take.</returns>
    private async Task<(ReconcileReport? Report, Refused? Refused)> GoAsync(
        string trigger,
        bool isSearch,
        CancellationToken cancellationToken
    )
    {
        var reader = new SituationReader(ledger, pce, settings)
        {
            TriesUnsearched = isSearch,
            AfterPhase = lease.KeepAsync,
            TrafficPatience = TrafficPatience,
        };
        var situation = await reader.ReadAsync(clock.GetUtcNow(), cancellationToken);
        _history.GoOnAfter(situation.Decided.History);
        _search.Note(situation);
        await RememberPceAsync(situation, cancellationToken);
        await situation.NotedUses.ReplaceAsync(ledger, situation.Decided.Context.Uses, cancellationToken);
        await FinishCrashedAsync(situation, cancellationToken);
        if (!situation.NewlyRemovedByHand.IsEmpty)
        {
            await ledger.AppendAsync(situation.NewlyRemovedByHand, cancellationToken);
        }

        var (report, refused) = await ActOnAsync(situation, trigger, isSearch, cancellationToken);
        return (report is null ? null : _report.WithAlarms(report, situation), refused);
    }

    // A name behind several addresses tells a different one each time, and hosts go on using the others.
    private async Task RememberPceAsync(Situation situation, CancellationToken cancellationToken)
    {
        var now = situation.Decided.Now;
        var known = situation
            .Decided.Ledger.PceAddresses.Where(seen => now - seen.LastSeen < RememberPceEvery)
            .Select(seen => seen.Address)
            .ToHashSet();
        ImmutableArray<OwnAddress> news =
        [
            .. situation.View.Addresses.Ranges.Where(address => !known.Contains(address)).Select(address => new OwnAddress(address, now)),
        ];
        if (!news.IsEmpty)
        {
            await ledger.RecordPceAddressesAsync(news, cancellationToken);
        }
    }

    // An intent without an outcome is a crash: what took effect of it stands on the active lists.
    private async Task FinishCrashedAsync(Situation situation, CancellationToken cancellationToken)
    {
        if (
            situation.Decided.History.UnfinishedIntent() is { } unfinished
            && situation.Plan.Lists.All(list => list.Pair.Active is not null)
        )
        {
            var proof = IntentProof.AfterCrash(situation, Intent.Read(unfinished));
            await _history.AppendOutcomeAsync(unfinished, proof, version: null, situation, situation.View.Active, cancellationToken);
        }
    }

    private async Task<(ReconcileReport? Report, Refused? Refused)> ActOnAsync(
        Situation situation,
        string trigger,
        bool isSearch,
        CancellationToken cancellationToken
    )
    {
        var plan = situation.Plan;
        if (_report.WhyNothingIsWritten(plan) is { } idle)
        {
            return (idle, null);
        }

        if (!plan.HasWork)
        {
            await _history.NoteKeptBackAsync(situation, cancellationToken);
            return (_report.OfNothingToDo(situation), null);
        }

        var now = clock.GetUtcNow();
        var bucket =
            settings.VersionsPerHour is { } perHour && plan.Provisions ? VersionBucket.Of(situation.Decided.History, perHour, now) : null;
        if (bucket is { HasToken: false } && !_tookToken)
        {
            return (_report.OfWaiting(plan, bucket.NextToken), null);
        }

        // What the PCE refuses before it is provisioned makes no version: the next go has the same token.
        var intent = Intent.For(plan, trigger) with
        {
            VersionsLeft = _tookToken ? bucket?.Left : bucket?.LeftAfterTaking,
            Acts = situation.Decided.Ledger.ActChain.Head,
        };
        _tookToken = true;
        var record = await _history.AppendAsync(intent, now, cancellationToken);
        if (await WriteAsync(situation, isSearch, cancellationToken) is { } refused)
        {
            return (null, refused);
        }

        var report = plan.Provisions
            ? await ProvisionAsync(record, intent, situation, isSearch, cancellationToken)
            : await FinishAsync(record, intent, situation, version: null, situation.View.Active, isSearch: false, cancellationToken);
        return (report, null);
    }

    /// <summary>Writes the drafts. Null where the PCE took them all.</summary>
    private async Task<Refused?> WriteAsync(Situation situation, bool isSearch, CancellationToken cancellationToken)
    {
        var plan = situation.Plan;
        var total = situation.View.EntriesOfOthers + plan.Lists.Sum(list => list.Ours(list.Pair.Draft.Entries));
        foreach (var list in plan.Lists.Where(list => list.NeedsWrite))
        {
            await lease.RenewAsync(cancellationToken);
            try
            {
                await pce.WriteListAsync(list.Pair.Draft, list.Written, cancellationToken);
                total += list.Ours(list.Written) - list.Ours(list.Pair.Draft.Entries);
            }
            catch (PceException full) when (full.IsHardLimit)
            {
                return new Refused(new PceRefusal(total, []), full);
            }
            catch (PceException refused) when (refused.IsRefusalOfContent && !list.Add.IsEmpty)
            {
                return new Refused(await _search.LearnAsync(plan, list, refused, isSearch, cancellationToken), refused);
            }
        }

        return null;
    }

    private async Task<ReconcileReport> ProvisionAsync(
        HistoryRecord record,
        Intent intent,
        Situation situation,
        bool isSearch,
        CancellationToken cancellationToken
    )
    {
        await lease.RenewAsync(cancellationToken);
        var hrefs = situation.Plan.Lists.Where(list => list.NeedsProvision).Select(list => list.Pair.Draft.Href).ToList();
        var message = VersionMessage.OfIntent(settings.Owner, intent, record.Hash);
        var version = await pce.ProvisionAsync(ChangeSubset.OfLists(hrefs[0], hrefs[1..]), message, cancellationToken);
        await lease.KeepAsync(cancellationToken);
        var active = await ReadBackAsync(situation.Plan, version, cancellationToken);
        await lease.KeepAsync(cancellationToken);
        _tookToken = false;
        var report = await FinishAsync(record, intent, situation, version.Number, active, isSearch, cancellationToken);
        if (await new PanicMeanwhile(pce, settings, lease, clock).ObeyAsync(active, intent.Trigger, cancellationToken) is { } panic)
        {
            return RoundReport.OfPanic(situation.Plan, panic);
        }

        var doubt = await DoubtInLedgerAsync(situation.Decided.History, version, cancellationToken);
        return doubt is null || situation.Alarms.Contains(doubt)
            ? report
            : report with
            {
                Detail = report.Detail is null ? doubt : $"{doubt}; {report.Detail}",
            };
    }

    /// <summary>
    /// What our version left active. A read-back may be behind (a lagging replica), or ahead: somebody may have provisioned meanwhile, and
    /// what they took off must be found missing later, not forgotten now. Where it is not what we provisioned, the version itself tells.
    /// </summary>
    private async Task<ImmutableArray<PceList>> ReadBackAsync(Plan plan, PolicyVersion version, CancellationToken cancellationToken)
    {
        var active = await pce.ReadActiveAsync(cancellationToken);
        return IntentProof.IsAsWritten(plan, active) ? active : await pce.ReadVersionAsync(version.Number, cancellationToken);
    }

    /// <param name="record">The intent's record.</param>
    /// <param name="version">Null where drafts alone were put right: no block of ours begins or ends with that.</param>
    private async Task<ReconcileReport> FinishAsync(
        HistoryRecord record,
        Intent intent,
        Situation situation,
        long? version,
        ImmutableArray<PceList> active,
        bool isSearch,
        CancellationToken cancellationToken
    )
    {
        var proof = new IntentProof(situation, intent, active);
        await _history.AppendOutcomeAsync(record, proof, version, situation, active, cancellationToken);
        if (isSearch && _search.HasUnsearched)
        {
            // All of them were taken now.
            await _history.AppendAsync(new PceRefusal(Total: null, []) { Unsearched = [] }, cancellationToken);
        }

        await _history.NoteKeptBackAsync(situation, cancellationToken);
        return _report.OfApplied(proof, situation, version, active);
    }

    /// <summary>
    /// Whether the PCE holds a version of ours, before this one, of which this ledger knows nothing: then it is an older one that was
    /// restored, or its end is missing. That is said and stops nothing, since a backup is put back for a reason. Where the version before
    /// this one is our last outcome's, there is none to look for.
    /// </summary>
    private async Task<string?> DoubtInLedgerAsync(HistoryTail before, PolicyVersion made, CancellationToken cancellationToken) =>
        before.LastOutcome()?.PolicyVersion == made.Number - 1
            ? null
            : await LedgerAnchor.CompareAsync(
                settings.Owner,
                pce,
                version => version.Number < made.Number,
                before,
                ledger,
                cancellationToken
            );

    /// <param name="What">What the PCE would not take: it is kept in history and planned around.</param>
    private sealed record Refused(PceRefusal What, PceException Why);
}
