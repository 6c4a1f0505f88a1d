using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>Reads ledger and PCE, decides and plans. Has nothing that could write (law 12).</summary>
public sealed class SituationReader(ILedgerReader ledger, IPce pce, ReconcileSettings settings)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>By the PCE's default (pce-api.md 9.8).</summary>
    private static readonly TimeSpan EventsAreKept = TimeSpan.FromDays(30);

    public async Task<Situation> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var content = await ledger.ReadAsync(cancellationToken);
        var history = await ReadHistoryAsync(now, cancellationToken);
        var view = await pce.ReadAsync(cancellationToken);
        var (removed, restored) = await FindRemovedByHandAsync(content, view, history, now, cancellationToken);
        var hasDomains = view.Draft.Any(list => list.Mark == new ListMark(settings.Owner, settings.Mode, ListPurpose.Domains));
        var decided = DecideOn(content with { Acts = [.. content.Acts, .. removed] }, history, view.Addresses, hasDomains, now);
        return new Situation { Decided = decided, View = view, Plan = PlanFor(decided, view), Restored = restored, NewlyRemovedByHand = removed };
    }

    /// <summary>For showing what is decided while the PCE cannot be read; nothing may be planned on it.</summary>
    /// <param name="why">What the PCE's failure was.</param>
    public Task<Decided> DecideWithoutPceAsync(string why, DateTimeOffset now, CancellationToken cancellationToken) =>
        DecideAsync(new PceAddresses([], why), now, cancellationToken);

    /// <summary>What is decided, without a question to the PCE; nothing may be planned on it.</summary>
    public async Task<Decided> DecideAsync(PceAddresses addresses, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var content = await ledger.ReadAsync(cancellationToken);
        var history = await ReadHistoryAsync(now, cancellationToken);
        return DecideOn(content, history, addresses, hasDomainsList: history.Baseline?.Domains is not null, now);
    }

    private Decided DecideOn(LedgerContent content, HistoryTail history, PceAddresses addresses, bool hasDomainsList, DateTimeOffset now)
    {
        var neverBlock = NeverBlock.Of(NeverBlockSources.From(content, settings.NeverBlock, settings.SoftNeverBlock, addresses, now) with { Unreadable = settings.UnreadableNeverBlock });
        var context = new DecisionContext { NeverBlock = neverBlock, Policy = settings.Policy, Mode = settings.Mode, HasDomainsList = hasDomainsList, Now = now };
        return new Decided { Ledger = content, History = history, Context = context, Decisions = Decide.All(content, context) };
    }

    private Plan PlanFor(Decided decided, PceView view)
    {
        var refusals = decided.History.RefusalsSince(decided.Now - PceRefusal.Memory);
        return Plan.For(new PlanInput
        {
            Decisions = decided.Decisions,
            NeverBlock = decided.NeverBlock,
            View = view,
            Owner = settings.Owner,
            Mode = settings.Mode,
            IsMoving = settings.IsMoving,
            Limits = new AddLimits(settings.AddPerRun, Math.Max(0, settings.AddPerDay - AddedSince(decided.Now - Day, decided.History))),
            MaxEntries = settings.MaxEntries,
            LearntTotal = refusals.LearntTotal(),
            Rejected = refusals.Rejected(),
            ForeignDraftWait = settings.ForeignDraftWait,
            LastIntent = decided.History.LastIntent() is { } last ? Intent.Read(last) : null,
            Now = decided.Now,
        });
    }

    private async Task<HistoryTail> ReadHistoryAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = await ledger.ReadHistoryAsync(now - Day, cancellationToken);
        HistoryRecord? previous = null;
        foreach (var record in history.Records)
        {
            previous = record.Follows(previous)
                ? record
                : throw new LedgerException($"history record {record.Sequence} does not follow its predecessor: the ledger was changed outside Shield");
        }

        return history;
    }

    private async Task<(ImmutableArray<Act> Acts, string? Restored)> FindRemovedByHandAsync(
        LedgerContent content,
        PceView view,
        HistoryTail history,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var lists = OurLists.Of(view, settings.Owner, settings.Mode).Lists;
        var removals = NewRemovals(lists, content, history);
        if (removals.IsEmpty)
        {
            return ([], null);
        }

        // A whole policy that ran backwards took our entries along: nobody decided against them (law 6).
        var version = await pce.ReadNewestVersionAsync(cancellationToken);
        var outcome = history.OutcomeOf(history.Baseline!);
        if (outcome is not null && version.Number < Outcome.Read(outcome).PolicyVersion)
        {
            return ([], $"the PCE's newest policy version is {version.Number}, older than the {Outcome.Read(outcome).PolicyVersion} of our last change: a backup was put back; nothing is suppressed, everything is planned anew");
        }

        if (await pce.ReadRestoreSinceAsync(outcome?.At ?? now - EventsAreKept, cancellationToken) is { } restore)
        {
            return ([], $"an older policy was put back by {restore.By} at {restore.At:u}; nothing is suppressed, everything is planned anew");
        }

        // A read that is behind looks the same as a removal, and must suppress nothing (law 2).
        var kept = await pce.ReadVersionAsync(version.Number, cancellationToken);
        var confirmed = NewRemovals([.. lists.Select(pair => pair with { Active = kept.FirstOrDefault(list => list.Mark == pair.Draft.Mark) })], content, history);
        return removals.SequenceEqual(confirmed)
            ? ([.. removals.Select(removal => removal.ToAct(version, now))], null)
            : throw new PceException(PceFault.Unreadable, $"the active lists that the PCE shows are not those of its policy version {version.Number}: they are read again at the next reconcile");
    }

    private ImmutableArray<RemovalByHand> NewRemovals(ImmutableArray<ListPair> lists, LedgerContent content, HistoryTail history)
    {
        var removals = settings.Policy.OnManualRemoval is OnManualRemoval.Suppress ? RemovalByHand.Find(lists, settings.Mode, history) : [];

        // Recorded once: what was seen before keeps its end, and comes back when that has passed.
        var known = content.Acts.Select(act => act.Id).ToHashSet();
        return removals.RemoveAll(removal => known.Contains(removal.ActId));
    }

    private static int AddedSince(DateTimeOffset since, HistoryTail history) => history.Records
        .Where(record => record.Kind is HistoryKind.Intent && record.At >= since)
        .Sum(record => Intent.Read(record).Add.Length);
}
