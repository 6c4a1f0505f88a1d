using System.Collections.Immutable;
using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>One round of the loop under the lease.</summary>
internal sealed class Round(ILedger ledger, IPceWriter pce, ReconcileSettings settings, Lease lease, TimeProvider clock)
{
    /// <summary>Two a list (set aside, then searched), and one for the limit.</summary>
    private const int MostRefusals = 7;

    /// <summary>
    /// How many PUTs of one round may go into the search for what the PCE refuses: a few seconds. What is left waits for the next.
    /// </summary>
    private const int MostTries = 60;

    /// <summary>With fewer, a search is not worth beginning: one goes to the list as it is, and a few to halving.</summary>
    private const int LeastTries = 4;

    /// <summary>
    /// What the PCE's name led to protects for 30 days, so an hour more or less is nothing, and a duplicate finding writes nothing.
    /// </summary>
    private static readonly TimeSpan RememberPceEvery = TimeSpan.FromHours(1);

    private bool _tookToken;
    private int _triesLeft = MostTries;

    // As the last go read them.
    private ImmutableArray<IntentEntry> _unsearched = [];
    private bool _hasUnsearched;

    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken)
    {
        var report = await RunUntilTakenAsync(trigger, isSearch: false, cancellationToken);

        // Whatever leaves, and whatever else is new, is active by now; then the search goes on.
        if (!_hasUnsearched || _triesLeft < LeastTries || report.Outcome is not (ReconcileOutcome.Nothing or ReconcileOutcome.Applied or ReconcileOutcome.KeptBack))
        {
            return report;
        }

        var searched = await RunUntilTakenAsync(trigger, isSearch: true, cancellationToken);
        return searched.Outcome is ReconcileOutcome.Waiting ? report : report.Then(searched);
    }

    private async Task<ReconcileReport> RunUntilTakenAsync(string trigger, bool isSearch, CancellationToken cancellationToken)
    {
        // What the PCE refuses is learnt and planned around, from what is there then.
        for (var refusals = 0; ; refusals++)
        {
            try
            {
                return await RunOnceAsync(trigger, isSearch && refusals is 0, cancellationToken);
            }
            catch (RefusedException refused)
            {
                await AppendAsync(refused.Last, HistoryKind.PceRefusal, refused.Refusal.ToJson(), clock.GetUtcNow(), cancellationToken);
                if (refusals >= MostRefusals)
                {
                    throw refused.Why;
                }
            }
        }
    }

    private async Task<ReconcileReport> RunOnceAsync(string trigger, bool isSearch, CancellationToken cancellationToken)
    {
        var situation = await new SituationReader(ledger, pce, settings) { TriesUnsearched = isSearch }.ReadAsync(clock.GetUtcNow(), cancellationToken);
        await RememberPceAsync(situation, cancellationToken);
        var last = situation.Decided.History.Last;
        _unsearched = situation.Decided.History.RefusalsIn(situation.Decided.Now - PceRefusal.Memory, situation.Decided.Now).Unsearched();
        var waiting = _unsearched.Select(entry => (entry.List, entry.Entry)).ToHashSet();
        _hasUnsearched = situation.Plan.KeptBack.Any(kept => kept.Reason is ReasonCode.PceRejected && waiting.Contains((kept.Addition.List.ToWord(), kept.Addition.Entry.ToString())));
        if (situation.Decided.History.UnfinishedIntent() is { } unfinished && situation.Plan.Lists.All(list => list.Pair.Active is not null))
        {
            last = await WriteOutcomeAsync(last, unfinished, version: null, situation, situation.View.Active, cancellationToken);
        }

        if (!situation.NewlyRemovedByHand.IsEmpty)
        {
            await ledger.AppendAsync(situation.NewlyRemovedByHand, cancellationToken);
        }

        var report = await ActOnAsync(last, situation, trigger, isSearch, cancellationToken);
        report = report with { DatedAhead = situation.Decided.DatedAhead, Tally = report.Tally ?? Tally.Of(situation, LeftIn(situation.View.Active), []) };
        ImmutableArray<string> alarms =
        [
            .. situation.Alarms,
            .. new[] { LedgerProof.DescribeUnlinked(situation.Decided.Ledger, situation.Decided.Now), report.Detail }.OfType<string>(),
        ];
        return alarms.IsEmpty ? report : report with { Detail = string.Join("; ", alarms) };
    }

    // A name behind several addresses tells a different one each time, and hosts go on using the others.
    private async Task RememberPceAsync(Situation situation, CancellationToken cancellationToken)
    {
        var now = situation.Decided.Now;
        var known = situation.Decided.Ledger.PceAddresses.Where(seen => now - seen.LastSeen < RememberPceEvery).Select(seen => seen.Address).ToHashSet();
        ImmutableArray<OwnAddress> news = [.. situation.View.Addresses.Ranges.Where(address => !known.Contains(address)).Select(address => new OwnAddress(address, now))];
        if (!news.IsEmpty)
        {
            await ledger.RecordPceAddressesAsync(news, cancellationToken);
        }
    }

    private async Task<ReconcileReport> ActOnAsync(HistoryRecord? last, Situation situation, string trigger, bool isSearch, CancellationToken cancellationToken)
    {
        var plan = situation.Plan;
        if (WhyNothingIsWritten(plan) is { } idle)
        {
            return idle;
        }

        if (!plan.HasWork)
        {
            await NoteKeptBackAsync(last, situation, cancellationToken);
            return WithEnforcement(Report(plan) with { Outcome = plan.KeptBack.IsEmpty ? ReconcileOutcome.Nothing : ReconcileOutcome.KeptBack }, situation, situation.View.Active);
        }

        var now = clock.GetUtcNow();
        var bucket = settings.VersionsPerHour is { } perHour && plan.Provisions ? VersionBucket.Of(situation.Decided.History, perHour, now) : null;
        if (bucket is { HasToken: false } && !_tookToken)
        {
            return Report(plan) with
            {
                Outcome = ReconcileOutcome.Waiting,
                RetryAt = bucket.NextToken,
                Detail = $"nothing was written: {VersionBucket.Burst} policy versions at once and then {settings.VersionsPerHour} an hour may be made without a person (Reconcile:VersionsPerHour), the next one at {bucket.NextToken:u}",
            };
        }

        // What the PCE refuses before it is provisioned makes no version: the next go has the same token.
        var intent = Intent.For(plan, trigger) with
        {
            VersionsLeft = _tookToken ? bucket?.Left : bucket?.LeftAfterTaking,
            Acts = situation.Decided.Ledger.ActChain.Head,
        };
        _tookToken = true;
        var record = await AppendAsync(last, HistoryKind.Intent, intent.ToJson(), now, cancellationToken);
        return await WriteAsync(record, intent, situation, isSearch, cancellationToken);
    }

    private ReconcileReport? WhyNothingIsWritten(Plan plan) => (plan, settings.Policy.Autonomy) switch
    {
        ({ Refused: { } fault }, _) => Report(plan) with { Outcome = ReconcileOutcome.Refused, Reason = fault.Reason, Detail = fault.Detail },
        ({ Paused: { } flag }, _) => Report(plan) with { Outcome = ReconcileOutcome.Paused, Detail = flag.Text },
        (_, Autonomy.Observe) => Report(plan) with { Outcome = ReconcileOutcome.Observed },
        _ => null,
    };

    private async Task<ReconcileReport> WriteAsync(HistoryRecord intentRecord, Intent intent, Situation situation, bool isSearch, CancellationToken cancellationToken)
    {
        var plan = situation.Plan;
        var standing = situation.View.EntriesOfOthers + plan.Lists.Sum(list => list.Ours(list.Pair.Draft.Entries));
        foreach (var list in plan.Lists.Where(list => list.NeedsWrite))
        {
            await lease.RenewAsync(cancellationToken);
            try
            {
                await pce.WriteListAsync(list.Pair.Draft, list.Written, cancellationToken);
                standing += list.Ours(list.Written) - list.Ours(list.Pair.Draft.Entries);
            }
            catch (PceException full) when (full.IsHardLimit)
            {
                throw new RefusedException(new PceRefusal(standing, []), intentRecord, full);
            }
            catch (PceException refused) when (refused.IsRefusalOfContent && !list.Add.IsEmpty)
            {
                throw new RefusedException(await LearnAsync(plan, list, refused, isSearch, cancellationToken), intentRecord, refused);
            }
        }

        if (!plan.Provisions)
        {
            // Drafts alone were put right: no block of ours begins or ends with that.
            await NoteKeptBackAsync(await WriteOutcomeAsync(intentRecord, intentRecord, version: null, situation, situation.View.Active, cancellationToken), situation, cancellationToken);
            return Proven(situation, intent, situation.View.Active);
        }

        await lease.RenewAsync(cancellationToken);
        var hrefs = plan.Lists.Where(list => list.NeedsProvision).Select(list => list.Pair.Draft.Href).ToList();
        var version = await pce.ProvisionAsync(ChangeSubset.OfLists(hrefs[0], hrefs[1..]), VersionMessage.OfIntent(settings.Owner, intent, intentRecord.Hash), cancellationToken);

        var active = await ReadBackAsync(situation, version, cancellationToken);
        var outcome = await WriteOutcomeAsync(intentRecord, intentRecord, version.Number, situation, active, cancellationToken);
        _tookToken = false;
        if (isSearch && !_unsearched.IsEmpty)
        {
            outcome = await AppendAsync(outcome, HistoryKind.PceRefusal, new PceRefusal(Total: null, []) { Unsearched = [] }.ToJson(), clock.GetUtcNow(), cancellationToken);
        }

        await NoteKeptBackAsync(outcome, situation, cancellationToken);
        var report = Proven(situation, intent, active) with { PolicyVersion = version.Number };
        return await CompareAsync(situation.Decided.History, version, cancellationToken) is { } doubt && !situation.Alarms.Contains(doubt) ? report with { Detail = report.Detail is null ? doubt : $"{doubt}; {report.Detail}" } : report;
    }

    /// <summary>
    /// Whether the PCE holds a version of ours, before this one, of which this ledger knows nothing: then it is an older one that was
    /// restored, or its end is missing. That is said and
    /// stops nothing, since a backup is put back for a reason. Where the version before this one is our last outcome's, there is none to
    /// look for.
    /// </summary>
    private async Task<string?> CompareAsync(HistoryTail before, PolicyVersion made, CancellationToken cancellationToken)
    {
        if (before.LastOutcome()?.PolicyVersion == made.Number - 1)
        {
            return null;
        }

        try
        {
            var earlier = (await pce.ReadNewestVersionsAsync(cancellationToken)).Where(version => version.Number < made.Number);
            return await LedgerAnchor.UnknownAsync(LedgerAnchor.NewestOf(settings.Owner, earlier), before, ledger, cancellationToken) is { } unknown ? LedgerAnchor.Describe(unknown) : null;
        }
        catch (PceException unread)
        {
            return $"the ledger was not compared with the PCE's policy versions: {unread.Message}";
        }
    }

    /// <summary>
    /// What is to be kept back of a list that the PCE refused. Where there is anything else to do (an unblock, an end, another list), all
    /// its additions are set aside at first:
    /// a search takes a while, and what leaves must not wait for it.
    /// </summary>
    private async Task<PceRefusal> LearnAsync(Plan plan, ListPlan list, PceException refused, bool isSearch, CancellationToken cancellationToken)
    {
        var tried = list.Add.Select(addition => addition.Entry.ToString()).ToHashSet();
        var others = _unsearched.RemoveAll(entry => entry.List == list.List.ToWord() && tried.Contains(entry.Entry));
        if (!isSearch && HasOtherWork(plan, list))
        {
            return new PceRefusal(Total: null, []) { Unsearched = [.. others, .. Bisection.EntriesOf(list, list.Add, refused)] };
        }

        var search = new Bisection(pce, lease, list, _triesLeft);
        var (culprits, unsearched) = await search.RunAsync(refused, cancellationToken);
        _triesLeft = Math.Max(0, _triesLeft - search.Tries);
        return new PceRefusal(Total: null, culprits) { Unsearched = [.. others, .. unsearched] };
    }

    private static bool HasOtherWork(Plan plan, ListPlan list) =>
        list.AddsFixtures || !list.Remove.IsEmpty || !list.Explained.IsEmpty || plan.Lists.Any(other => other.List != list.List && (other.NeedsWrite || other.NeedsProvision));

    /// <summary>
    /// What our version left active. A read-back may be behind (a lagging replica), or ahead: somebody may have provisioned meanwhile, and what they
    /// took off must be found missing later, not forgotten now. Where it is not what we provisioned, the version itself tells.
    /// </summary>
    private async Task<ImmutableArray<PceList>> ReadBackAsync(Situation situation, PolicyVersion version, CancellationToken cancellationToken)
    {
        var active = await pce.ReadActiveAsync(cancellationToken);
        return situation.Plan.Lists.All(list => BlockedIn(active, list).SetEquals(Expected(list)))
            ? active
            : await pce.ReadVersionAsync(version.Number, cancellationToken);
    }

    private static IEnumerable<string> Expected(ListPlan list) => (list.NeedsProvision ? list.Written : list.Pair.Active?.Entries ?? [])
        .Where(list.Pair.Draft.Mark.Blocks)
        .Select(entry => entry.What.ToString());

    /// <summary>Counts what the read-back shows and no more; what an earlier draft of ours held and this reconcile made active is counted too.</summary>
    private ReconcileReport Proven(Situation situation, Intent intent, ImmutableArray<PceList> active)
    {
        var plan = situation.Plan;
        var now = plan.Lists.ToDictionary(list => list.List.ToWord(), list => BlockedIn(active, list));
        bool IsActive(IntentEntry entry) => now[entry.List].Contains(entry.Entry);

        var provisioned = plan.Lists.Where(list => list.NeedsProvision).Select(list => list.List.ToWord()).ToHashSet();
        var carried = intent.Carried.Where(entry => provisioned.Contains(entry.List) && !IsFixture(plan, entry.Entry[1..])).ToLookup(entry => entry.Entry[0], entry => entry with { Entry = entry.Entry[1..] });
        var before = plan.Lists.ToDictionary(list => list.List.ToWord(), list => BlockedIn(situation.View.Active, list));
        bool WasActive(IntentEntry entry) => before[entry.List].Contains(entry.Entry);
        var added = intent.Add.Concat(carried['+']).Where(entry => !WasActive(entry)).ToLookup(IsActive);
        var removed = intent.End.Concat(carried['-']).Where(WasActive).ToLookup(entry => !IsActive(entry));
        var exempt = plan.Lists.ToDictionary(list => list.List.ToWord(), list => ExemptedOn(list.Pair.Draft, active));
        var names = plan.Add.ToLookup(addition => (addition.List.ToWord(), addition.Entry.ToString()), addition => addition.Indicator);
        var given = RangeSet.Of(removed[true].Where(entry => entry.Why is ReasonCode.Replaced or ReasonCode.Summarised).Select(entry => Indicator.Parse(entry.Entry).Range));
        var ended = removed[true].Where(entry => entry.Why is not (ReasonCode.Replaced or ReasonCode.Summarised)).Select(entry => entry.Entry);
        var through = added[true].ToLookup(entry => Indicator.Parse(entry.Entry) is { IsDomain: false } what && exempt[entry.List].Overlaps(what.Range));
        var inForce = situation.View.Rules.Where(rule => rule.Condition is RuleCondition.InForce && rule.List is not ListPurpose.Domains).Select(rule => rule.List.ToWord()).ToHashSet();
        var began = (
            from entry in added[true]
            let indicator = names[(entry.List, entry.Entry)].FirstOrDefault(Indicator.Parse(entry.Entry))
            where indicator.IsDomain || !given.Overlaps(indicator.Range)
            select (Name: indicator.ToString(), IsActive: inForce.Contains(entry.List) && !through[true].Contains(entry))).ToLookup(one => one.IsActive, one => one.Name);
        var report = Report(plan) with
        {
            Outcome = plan.KeptBack.IsEmpty ? ReconcileOutcome.Applied : ReconcileOutcome.KeptBack,
            MadeActive = ChangedBlocks.Of(began[true]),
            Listed = ChangedBlocks.Of(began[false].Except(began[true])),
            Ended = ChangedBlocks.Of(ended),
            Added = added[true].Count(),
            AddedNames = added[true].Count(entry => entry.List == ListPurpose.Domains.ToWord()),
            Removed = removed[true].Count(),
            Unproven = [.. added[false].Select(entry => $"+{entry.Entry}"), .. removed[false].Select(entry => $"-{entry.Entry}")],
            Exempted = [.. through[true].Select(entry => entry.Entry).Distinct()],
            Detail = TakenAlong(plan) is { Length: > 0 } edits ? $"took along somebody's draft edits: {edits}" : null,
            Tally = Tally.Of(situation, LeftIn(active), NewlyActive(situation, through[false])),
        };
        return WithEnforcement(report, situation, active);
    }

    /// <summary>What is on the lists blocks nobody without a rule (law 16): whoever reads the report must be told, whatever was written.</summary>
    private ReconcileReport WithEnforcement(ReconcileReport report, Situation situation, ImmutableArray<PceList> active) => report with
    {
        Unenforced = UnenforcedList.In(situation.View, list => OursIn(active, list) is [_, ..]) is { IsEmpty: false } idle ? idle : null,
        IsOpenElsewhere = situation.View.Rules.Any(rule => rule.IsOpenElsewhere && OursIn(active, rule.List) is [_, ..]),
    };

    private static HashSet<string> BlockedIn(ImmutableArray<PceList> lists, ListPlan list) =>
        [.. lists.Where(one => one.Href == list.Pair.Draft.Href).SelectMany(one => one.Entries).Where(list.Pair.Draft.Mark.Blocks).Select(entry => entry.What.ToString())];

    /// <summary>What somebody's exclusions on a deny list let through, whatever else stands on it (law 16).</summary>
    private static RangeSet ExemptedOn(PceList draft, ImmutableArray<PceList> active) => draft.Mark.Mode is PceMode.Deny
        ? RangeSet.Of(active.Where(list => list.Href == draft.Href).SelectMany(list => list.Entries).Where(entry => entry.IsExclusion && !entry.What.IsDomain).Select(entry => entry.What.Range))
        : RangeSet.Empty;

    private static ImmutableArray<NewlyActive> NewlyActive(Situation situation, IEnumerable<IntentEntry> added)
    {
        var additions = situation.Plan.Add.ToDictionary(addition => (addition.List.ToWord(), addition.Entry.ToString()), addition => addition.Indicator);
        var lists = Enum.GetValues<ListPurpose>().ToDictionary(list => list.ToWord());
        var updated = situation.Decided.Decisions.ToDictionary(decision => decision.Indicator, decision => decision.Sightings.Max(sighting => (DateTimeOffset?)sighting.Latest.UpdatedAt));
        return
        [
            .. added
                .Select(entry => (List: lists[entry.List], Indicator: additions.TryGetValue((entry.List, entry.Entry), out var indicator) ? indicator : Indicator.Parse(entry.Entry)))
                .Distinct()
                .Select(entry => new NewlyActive(entry.List, entry.Indicator, updated.GetValueOrDefault(entry.Indicator))),
        ];
    }

    private static bool IsFixture(Plan plan, string entry) => plan.Lists.Any(list => list.Pair.Draft.Mark.Fixtures.Any(fixture => fixture.What.ToString() == entry));

    private async Task<HistoryRecord> WriteOutcomeAsync(
        HistoryRecord? last,
        HistoryRecord intent,
        long? version,
        Situation situation,
        ImmutableArray<PceList> active,
        CancellationToken cancellationToken)
    {
        var left = LeftIn(active);
        var outcome = new Outcome(intent.Hash, version, left.Digest(), left.Inbound.Length, left.Outbound.Length)
        {
            Mode = settings.Mode,
            Domains = left.Domains?.Length ?? 0,
            NewestVersion = version ?? (await pce.ReadNewestVersionAsync(cancellationToken)).Number,
            Pce = situation.View.Pce,
            Lists = [.. situation.Plan.Lists.Select(list => ListIdentity.Of(list.Pair))],
            WrittenAt = Outcome.WrittenAtOf(active.Where(list => situation.Plan.Lists.Any(ours => ours.Pair.Draft.Href == list.Href))),
        };
        var record = HistoryRecord.After(last, HistoryKind.Outcome, clock.GetUtcNow(), outcome.ToJson());
        await lease.RenewAsync(cancellationToken);
        await ledger.AppendHistoryAsync(lease.Fence, record, left with { OutcomeHash = record.Hash }, cancellationToken);
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

        var set = new KeptBackSet(plan.Fingerprint, [.. plan.KeptBack.Select(kept => kept.Addition.Indicator.ToString()).Distinct()])
        {
            OverLimit = [.. plan.KeptBack.Where(kept => kept.Reason is ReasonCode.OverLimit).Select(kept => kept.Addition.Indicator.ToString()).Distinct()],
        };
        await AppendAsync(last, HistoryKind.KeptBack, set.ToJson(), clock.GetUtcNow(), cancellationToken);
    }

    private async Task<HistoryRecord> AppendAsync(HistoryRecord? last, HistoryKind kind, string content, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var record = HistoryRecord.After(last, kind, at, content);
        await ledger.AppendHistoryAsync(lease.Fence, record, baseline: null, cancellationToken);
        return record;
    }

    private Baseline LeftIn(ImmutableArray<PceList> active) => new()
    {
        OutcomeHash = "",
        Inbound = OursIn(active, ListPurpose.Inbound) ?? [],
        Outbound = OursIn(active, ListPurpose.Outbound) ?? [],
        Domains = OursIn(active, ListPurpose.Domains),
    };

    /// <summary>Null where there is no such list.</summary>
    private ImmutableArray<string>? OursIn(ImmutableArray<PceList> active, ListPurpose purpose)
    {
        var mark = new ListMark(settings.Owner, settings.Mode, purpose);
        ImmutableArray<PceList> lists = [.. active.Where(list => list.Mark == mark)];
        return lists.IsEmpty
            ? null
            : [.. lists.SelectMany(list => list.Entries).Where(mark.IsOurs).Select(entry => entry.What.ToString()).Distinct().Order(StringComparer.Ordinal)];
    }

    private static string TakenAlong(Plan plan) => string.Join(", ", plan.Lists.Where(list => list.NeedsProvision).SelectMany(list => list.ForeignEdits));

    private static ReconcileReport Report(Plan plan) => new()
    {
        Outcome = ReconcileOutcome.Nothing,
        KeptBack = plan.KeptBack.Length,
        OverLimit = plan.KeptBack.Count(kept => kept.Reason is ReasonCode.OverLimit),
        Fingerprint = plan.Fingerprint,
    };

    /// <summary>Ends one go: the PCE would not take what was planned, and what it would not is known now.</summary>
    private sealed class RefusedException(PceRefusal refusal, HistoryRecord? last, PceException why) : Exception(why.Message, why)
    {
        public PceRefusal Refusal { get; } = refusal;

        public HistoryRecord? Last { get; } = last;

        public PceException Why { get; } = why;
    }
}
