using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// Looks at our active entries beside what the last outcome left active, and tells a removal by hand from everything that only looks like
/// one (law 6). An entry was removed by hand where three things are proven: it is the same list on the same PCE; a policy version since the
/// last outcome took the entry off; and a person provisioned that version. By a person we mean anybody but Shield: the version's message
/// is none of Shield's (<see cref="VersionMessage"/>). Without proof nothing is suppressed, and it is said why. Versions are ordered by
/// their numbers: no clock of ours takes part.
/// </summary>
internal sealed class MissingEntries(ILedgerReader ledger, IPce pce, ReconcileSettings settings)
{
    private const int MostNamed = 5;

    public async Task<Missing> FindAsync(
        LedgerContent content,
        PceView view,
        HistoryTail history,
        DatedAhead? ahead,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var lists = OurLists.Of(view, settings.Owner, settings.Mode).Lists;
        var known = content.Acts.Select(act => act.Id).ToHashSet();
        if (history.Baseline is not { } baseline)
        {
            return Missing.Nothing;
        }

        var outcome = history.OutcomeOf(baseline) is { } record ? Outcome.Read(record) : null;
        if (!lists.Any(pair => IsChanged(pair, baseline, known)))
        {
            return new Missing([], IsWrittenSince(outcome, lists) ? await CompareAsync(outcome!, history, cancellationToken) : []);
        }

        var versions = await PolicyVersions.ReadAsync(pce, cancellationToken);
        var seen = outcome?.NewestVersion ?? outcome?.PolicyVersion;
        ImmutableArray<string> others = seen is null ? [] : await OtherLedgersAsync(versions, seen.Value, history, cancellationToken);
        var removals = settings.Policy.OnManualRemoval is OnManualRemoval.Suppress ? NewRemovals(lists, known, history) : [];
        if (removals.IsEmpty)
        {
            return new Missing([], others);
        }

        var why = seen is null
            ? "the last outcome does not say which policy version it saw"
            : await new RemovalProof(pce, versions, outcome!, seen.Value).WhyNoneAsync(removals, lists, view.Pce, cancellationToken);
        if (why is not null)
        {
            var unproven = $"{Named(removals)} not active any more, and nobody is proven to have removed them: {why}";
            return new Missing([], [$"{unproven}. Nothing is suppressed, everything is planned anew", .. others]);
        }

        await ThrowIfBehindAsync(removals, versions.Newest, lists, known, history, cancellationToken);
        var departures = await Departures.FindAsync(removals, lists, seen!.Value, versions, cancellationToken);
        return await JudgeAsync(removals, departures, versions, others, content, ahead, now, cancellationToken);
    }

    private static bool IsChanged(ListPair pair, Baseline baseline, HashSet<string> known)
    {
        var active = pair.Active?.Entries.Where(pair.Draft.Mark.IsOurs).Select(entry => entry.What).ToHashSet() ?? [];
        return !active.SetEquals(
            baseline
                .On(pair.List)
                .Where(entry => active.Contains(entry) || !known.Contains(new MissingEntry(pair.List, entry, baseline.OutcomeHash).ActId))
        );
    }

    /// <summary>
    /// Whether somebody provisioned one of our lists since the last outcome, though they hold what it left: a ledger that was put back,
    /// or whose end was cut off, does not know of what came in between.
    /// </summary>
    private static bool IsWrittenSince(Outcome? outcome, ImmutableArray<ListPair> lists) =>
        outcome?.WrittenAt is { } then
        && Outcome.WrittenAtOf(lists.Select(pair => pair.Active).OfType<PceList>()) is { } now
        && now != then;

    private async Task<ImmutableArray<string>> CompareAsync(Outcome outcome, HistoryTail history, CancellationToken cancellationToken) =>
        await LedgerAnchor.CompareAsync(
            settings.Owner,
            pce,
            version => version.Number > outcome.NewestVersion,
            history,
            ledger,
            cancellationToken
        )
            is { } doubt
            ? [doubt]
            : [];

    private ImmutableArray<MissingEntry> NewRemovals(ImmutableArray<ListPair> lists, HashSet<string> known, HistoryTail history) =>
        MissingEntry.Find(lists, settings.Mode, history).RemoveAll(removal => known.Contains(removal.ActId));

    /// <summary>A read that is behind looks the same as a removal, and must suppress nothing (law 2).</summary>
    private async Task ThrowIfBehindAsync(
        ImmutableArray<MissingEntry> removals,
        PolicyVersion newest,
        ImmutableArray<ListPair> lists,
        HashSet<string> known,
        HistoryTail history,
        CancellationToken cancellationToken
    )
    {
        var kept = await pce.ReadVersionAsync(newest.Number, cancellationToken);
        ImmutableArray<ListPair> there =
        [
            .. lists.Select(pair => pair with { Active = kept.FirstOrDefault(list => list.Mark == pair.Draft.Mark) }),
        ];
        if (!removals.SequenceEqual(NewRemovals(there, known, history)))
        {
            throw new PceException(
                PceFault.Unreadable,
                $"the active lists that the PCE shows are not those of its policy version {newest.Number}: "
                    + "they are read again at the next reconcile"
            );
        }
    }

    /// <summary>Whoever provisioned the version that took an entry off: a person, or Shield itself.</summary>
    private static async Task<Missing> JudgeAsync(
        ImmutableArray<MissingEntry> removals,
        Dictionary<MissingEntry, long> departures,
        PolicyVersions versions,
        ImmutableArray<string> others,
        LedgerContent known,
        DatedAhead? ahead,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var acts = ImmutableArray.CreateBuilder<Act>();
        var alarms = ImmutableArray.CreateBuilder<string>();
        foreach (var same in removals.GroupBy(removal => departures.TryGetValue(removal, out var number) ? number : (long?)null))
        {
            ImmutableArray<MissingEntry> gone = [.. same];
            var version = same.Key is { } number ? await versions.FindAsync(number, cancellationToken) : null;
            switch (version, VersionMessage.Read(version?.Message))
            {
                case (null, _):
                    alarms.Add(
                        $"{Named(gone)} not active any more, and the PCE does not say which policy version took them off. "
                            + "Nothing is suppressed, they are planned anew"
                    );
                    break;
                case (_, { } ours):
                    alarms.Add(
                        $"{Named(gone)} not active any more: Shield itself (owner {ours.Owner}) took them off in policy "
                            + $"version {version.Number}, "
                            + "which the last outcome of this ledger does not know of. Nothing is suppressed, they are planned anew"
                    );
                    break;
                default:
                    acts.AddRange(gone.Select(removal => removal.ToAct(version, known, ahead, now)));
                    break;
            }
        }

        return new Missing(acts.ToImmutable(), [.. alarms, .. others]);
    }

    /// <summary>
    /// A version of our owner since the last outcome, under an intent that this ledger never wrote: none or one, for people.
    /// </summary>
    private async Task<ImmutableArray<string>> OtherLedgersAsync(
        PolicyVersions versions,
        long seen,
        HistoryTail history,
        CancellationToken cancellationToken
    )
    {
        var since = versions.Listed.Where(version => version.Number > seen);
        return await LedgerAnchor.DescribeUnknownAsync(settings.Owner, since, history, ledger, cancellationToken) is { } unknown
            ? [unknown]
            : [];
    }

    private static string Named(ImmutableArray<MissingEntry> removals)
    {
        var named = removals.Select(removal => removal.Entry).Distinct().ToList();
        var more = named.Count > MostNamed ? $" and {named.Count - MostNamed} more" : "";
        return $"{string.Join(", ", named.Take(MostNamed))}{more} {(named.Count is 1 ? "is" : "are")}";
    }
}

/// <summary>What is not active any more since the last outcome.</summary>
/// <param name="RemovedByHand">Proven to be removed by a person; each is an act.</param>
/// <param name="Alarms">For people: what is missing without that proof, and a second ledger of our owner.</param>
internal sealed record Missing(ImmutableArray<Act> RemovedByHand, ImmutableArray<string> Alarms)
{
    public static readonly Missing Nothing = new([], []);
}
