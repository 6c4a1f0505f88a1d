using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>Reads ledger and PCE, decides and plans. Has nothing that could write (law 12).</summary>
public sealed class SituationReader(ILedgerReader ledger, IPce pce, ReconcileSettings settings)
{
    /// <summary>So far back a reconcile looks.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Of which parties the evidence is read; a plan needs what is alive, and more does not change it.</summary>
    public EvidenceScope Scope { get; init; } = EvidenceScope.Alive;

    /// <summary>Plans once more what the PCE refused only together with others, to go on searching for those at fault.</summary>
    public bool TriesUnsearched { get; init; }

    /// <summary>
    /// So long the PCE's traffic is waited for, where <see cref="DecisionPolicy.HoldWhenAllowedTraffic"/> is on. Null: it is not asked, and
    /// decisions go by what a reconcile noted.
    /// </summary>
    public TimeSpan? TrafficPatience { get; init; }

    /// <summary>Called after each phase that may take its time: the ledger was read, the PCE was read, and all was decided.</summary>
    public Func<CancellationToken, Task> AfterPhase { get; init; } = _ => Task.CompletedTask;

    public async Task<Situation> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (history, content) = await ReadLedgerAsync(now, cancellationToken);
        var noted = await UsesAsync(cancellationToken);
        await AfterPhase(cancellationToken);
        var view = await pce.ReadAsync(cancellationToken);
        await AfterPhase(cancellationToken);
        content = await WithStandingAsync(content, view, cancellationToken);
        var ahead = await DatedAheadAsync(content, history, now, cancellationToken);
        var missing = await new MissingEntries(ledger, pce, settings).FindAsync(content, view, history, ahead, now, cancellationToken);
        var decided = DecideOn(
            content with
            {
                Acts = [.. content.Acts, .. missing.RemovedByHand],
            },
            history,
            ahead,
            view.Addresses,
            HasDomains(view),
            TrafficPatience is null ? noted.Uses : PartyUses.None,
            now
        );
        decided = await WithUsesAsync(decided, view, noted, cancellationToken);
        var situation = new Situation
        {
            Decided = decided,
            View = view,
            Plan = PlanFor(decided, view),
            NotedUses = noted,
            Alarms = missing.Alarms,
            NewlyRemovedByHand = missing.RemovedByHand,
        };
        await AfterPhase(cancellationToken);
        return situation;
    }

    /// <summary>The same as though these acts had been recorded too. Nothing is read anew, and nothing is recorded.</summary>
    public Situation Supposing(Situation situation, ImmutableArray<Act> acts)
    {
        var (was, view) = (situation.Decided, situation.View);
        var content = was.Ledger with { Acts = [.. was.Ledger.Acts.Concat(acts).Order()] };
        var decided = DecideOn(content, was.History, was.DatedAhead, view.Addresses, HasDomains(view), was.Context.Uses, was.Now);
        return situation with { Decided = decided, Plan = PlanFor(decided, view) };
    }

    /// <summary>For showing what is decided while the PCE cannot be read; nothing may be planned on it.</summary>
    /// <param name="why">What the PCE's failure was.</param>
    public Task<Decided> DecideWithoutPceAsync(string why, DateTimeOffset now, CancellationToken cancellationToken) =>
        DecideAsync(new PceAddresses([], why), now, cancellationToken);

    /// <summary>What is decided, without a question to the PCE; nothing may be planned on it.</summary>
    public async Task<Decided> DecideAsync(PceAddresses addresses, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (history, content) = await ReadLedgerAsync(now, cancellationToken);
        var ahead = await DatedAheadAsync(content, history, now, cancellationToken);
        var uses = (await UsesAsync(cancellationToken)).Uses;
        return DecideOn(content, history, ahead, addresses, hasDomainsList: history.Baseline?.Domains is not null, uses, now);
    }

    /// <summary>
    /// The same about some parties only, after others of <see cref="Scope"/>: of a million there is no room for all that is known of them.
    /// </summary>
    /// <param name="earlier">What was decided about others, just now. What all decisions share is taken from it.</param>
    /// <param name="parties">About these, and no more is in the answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Decided> DecideMoreAsync(Decided earlier, IReadOnlyCollection<Indicator> parties, CancellationToken cancellationToken)
    {
        var evidence = await ledger.ReadAsync(EvidenceScope.OnlyEvidence(parties), cancellationToken);
        var content = earlier.Ledger with { Sightings = evidence.Sightings, States = evidence.States };
        var ahead = await DatedAheadAsync(content, earlier.History, earlier.Now, cancellationToken);
        var context = earlier.Context with { DatesAheadNoticed = ahead?.Since };
        return earlier with { Ledger = content, DatedAhead = ahead, Context = context, Decisions = Decide.Each(parties, content, context) };
    }

    /// <summary>
    /// What of ours stands on the PCE may be at rest in the ledger, where a person restored an old policy. It must be known that it ended,
    /// or it would stay as an orphan. A summary does not name those that it stands for: then all that is at rest is read.
    /// </summary>
    private async Task<LedgerContent> WithStandingAsync(LedgerContent content, PceView view, CancellationToken cancellationToken)
    {
        var known = content
            .Sightings.Select(sighting => sighting.Key.Indicator)
            .Concat(content.Acts.Select(act => act.Indicator).OfType<Indicator>())
            .Concat(content.Resolutions.Select(resolution => new Indicator(resolution.Address)))
            .ToHashSet();
        var wide = known.Where(party => !party.IsDomain && !party.Range.IsSingle).ToImmutableArray();
        ImmutableArray<Indicator> unknown =
        [
            .. view
                .Draft.Concat(view.Active)
                .Where(list => list.Mark.Owner == settings.Owner)
                .SelectMany(list => list.Entries.Where(list.Mark.IsOurs).Select(entry => entry.What))
                .Distinct()
                .Where(entry => !known.Contains(entry) && !wide.Any(party => party.Covers(entry))),
        ];
        return unknown.IsEmpty || Scope.HasResting
            ? content
            : content.With(
                await ledger.ReadAsync(
                    unknown.All(entry => entry.IsDomain || entry.Range.IsSingle) ? EvidenceScope.Only(unknown) : EvidenceScope.Everything,
                    cancellationToken
                )
            );
    }

    /// <summary>Null where nothing is dated after now: then nothing more is read.</summary>
    private async Task<DatedAhead?> DatedAheadAsync(
        LedgerContent content,
        HistoryTail history,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        DatedAhead.In(content, history, now) is { } ahead
            ? ahead.KnownSince(ReconcileReport.FromJson((await ledger.ReadLeaseAsync(cancellationToken)).CompletedReport)?.DatedAhead)
            : null;

    private Decided DecideOn(
        LedgerContent content,
        HistoryTail history,
        DatedAhead? ahead,
        PceAddresses addresses,
        bool hasDomainsList,
        PartyUses uses,
        DateTimeOffset now
    )
    {
        var neverBlock = NeverBlock.Of(
            NeverBlockSources.From(
                content,
                settings.NeverBlock,
                settings.NeverBlockNames,
                settings.SoftNeverBlock,
                addresses,
                now,
                ahead?.Since
            ) with
            {
                Unreadable = settings.UnreadableNeverBlock,
            }
        );
        var context = new DecisionContext
        {
            NeverBlock = neverBlock,
            Policy = settings.Policy,
            Domains = DomainsFor(settings.Mode, hasDomainsList),
            Now = now,
            Uses = uses,
            DatesAheadNoticed = ahead?.Since,
        };
        return new Decided
        {
            Mode = settings.Mode,
            Ledger = content,
            History = history,
            DatedAhead = ahead,
            Context = context,
            Decisions = Decide.All(content, context),
        };
    }

    private async Task<PartyUseNote> UsesAsync(CancellationToken cancellationToken) =>
        settings.Policy.HoldWhenAllowedTraffic > 0 ? await PartyUseNote.ReadAsync(ledger, cancellationToken) : PartyUseNote.None;

    /// <summary>Asks about those that would newly be blocked, and decides again where one of them is in use, or may be.</summary>
    /// <param name="decided">As though nobody was in use.</param>
    /// <param name="view">What stands on the lists.</param>
    /// <param name="noted">What was told before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<Decided> WithUsesAsync(Decided decided, PceView view, PartyUseNote noted, CancellationToken cancellationToken)
    {
        if (settings.Policy.HoldWhenAllowedTraffic is 0 || TrafficPatience is not { } patience)
        {
            return decided;
        }

        await AfterPhase(cancellationToken);
        var news = NewParties.In(decided.Decisions, view, settings.Owner);
        var uses = await new PartyUseReading(pce, settings.Policy.TrafficDays, patience).ReadAsync(
            news,
            noted.Uses,
            decided.Now,
            cancellationToken
        );
        var context = decided.Context with { Uses = uses };
        return decided with { Context = context, Decisions = Decide.All(decided.Ledger, context) };
    }

    private bool HasDomains(PceView view) =>
        view.Draft.Any(list => list.Mark == new ListMark(settings.Owner, settings.Mode, ListPurpose.Domains));

    // A list of exclusions holds addresses only.
    private static DomainSupport DomainsFor(PceMode mode, bool hasDomainsList) =>
        mode is PceMode.Exclusion ? DomainSupport.NotExpressible
        : hasDomainsList ? DomainSupport.On
        : DomainSupport.Off;

    private Plan PlanFor(Decided decided, PceView view)
    {
        var refusals = decided.History.RefusalsIn(decided.Now - PceRefusal.Memory, decided.Now);
        return Plan.For(
            new PlanInput
            {
                Decisions = decided.Decisions,
                NeverBlock = decided.NeverBlock,
                View = view,
                Owner = settings.Owner,
                Mode = settings.Mode,
                IsMoving = settings.IsMoving,
                Limits = new AddLimits(
                    settings.AddPerRun,
                    Math.Max(0, settings.AddPerDay - AddedIn(decided.Now - Day, decided.Now, decided.History))
                ),
                MaxEntries = settings.MaxEntries,
                LearntTotal = refusals.LearntTotal(),
                Rejected = refusals.Rejected(withUnsearched: !TriesUnsearched),
                ForeignDraftWait = settings.ForeignDraftWait,
                Written = decided.History.Written(),
                Now = decided.Now,
            }
        );
    }

    // History first: no intent in it can then name an act that the later reading of acts does not hold.
    private async Task<(HistoryTail History, LedgerContent Content)> ReadLedgerAsync(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var scope = ScopeAsync(cancellationToken);
        var history = await ledger.ReadHistoryAsync(now - Day, cancellationToken);
        var content = await ledger.ReadAsync(await scope, cancellationToken);
        LedgerProof.ThrowIfEdited(history, content.ActChain);
        return (history, content);
    }

    /// <summary>
    /// Where the settings have longer lives than those by which parties were put to rest, all is read, until the upkeep has woken those
    /// that are alive by them. Parties that are asked for by name are read wherever they are.
    /// </summary>
    private async Task<EvidenceScope> ScopeAsync(CancellationToken cancellationToken) =>
        Scope.HasAlive
        && await ledger.ReadUpkeepAsync(cancellationToken) is { } noted
        && (noted.WakingFrom is not null || Dormancy.AreLongerThan(settings.Policy.Lives, noted.Lives))
            ? EvidenceScope.Everything
            : Scope;

    /// <summary>What the PCE refused was never added: the refusal directly follows its intent.</summary>
    private static int AddedIn(DateTimeOffset since, DateTimeOffset now, HistoryTail history) =>
        history
            .Records.Where(
                (record, at) =>
                    record.Kind is HistoryKind.Intent
                    && record.At >= since
                    && record.At <= now
                    && !(at + 1 < history.Records.Length && history.Records[at + 1].Kind is HistoryKind.PceRefusal)
            )
            .Sum(record => IntentJson.ReadSummary(record).Added);
}
