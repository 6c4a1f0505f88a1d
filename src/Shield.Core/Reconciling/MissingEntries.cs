using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>
/// Looks at our active entries beside what the last outcome left active, and tells a removal by hand from everything that only looks like
/// one (law 6). An entry was removed by hand where three things are proven: it is the same list on the same PCE; a policy version since the
/// last outcome took the entry off; and a person provisioned that version. Without proof nothing is suppressed, and it is said why.
/// Versions are ordered by their numbers: no clock of ours takes part.
/// </summary>
internal sealed class MissingEntries(ILedgerReader ledger, IPce pce, ReconcileSettings settings)
{
    /// <summary>So many versions are read one by one, newest first, which finds the last departure whatever happened before.</summary>
    private const int MostInTurn = 16;

    /// <summary>Versions read at most; older ones are found by halves.</summary>
    private const int MostReads = 48;

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

        var versions = await pce.ReadNewestVersionsAsync(cancellationToken);
        var since = outcome?.NewestVersion ?? outcome?.PolicyVersion;
        ImmutableArray<string> others = since is null ? [] : await OtherLedgersAsync(versions, since.Value, history, cancellationToken);
        var removals = settings.Policy.OnManualRemoval is OnManualRemoval.Suppress ? NewRemovals(lists, known, history) : [];
        if (removals.IsEmpty)
        {
            return new Missing([], others);
        }

        if (await WhyUnprovableAsync(removals, lists, view.Pce, outcome, since, versions, cancellationToken) is { } why)
        {
            return new Missing(
                [],
                [
                    $"{Named(removals)} not active any more, and nobody is proven to have removed them: {why}. Nothing is suppressed, everything is planned anew",
                    .. others,
                ]
            );
        }

        // A read that is behind looks the same as a removal, and must suppress nothing (law 2).
        var newest = versions[0];
        var kept = await pce.ReadVersionAsync(newest.Number, cancellationToken);
        if (
            !removals.SequenceEqual(
                NewRemovals(
                    [.. lists.Select(pair => pair with { Active = kept.FirstOrDefault(list => list.Mark == pair.Draft.Mark) })],
                    known,
                    history
                )
            )
        )
        {
            throw new PceException(
                PceFault.Unreadable,
                $"the active lists that the PCE shows are not those of its policy version {newest.Number}: they are read again at the next reconcile"
            );
        }

        var departures = await DeparturesAsync(removals, lists, since!.Value, newest.Number, cancellationToken);
        return await JudgeAsync(removals, departures, versions, others, content, ahead, now, cancellationToken);
    }

    private static bool IsChanged(ListPair pair, Baseline baseline, HashSet<string> known)
    {
        var active = pair.Active?.Entries.Where(pair.Draft.Mark.IsOurs).Select(entry => entry.What).ToHashSet() ?? [];
        return !active.SetEquals(
            baseline
                .On(pair.List)
                .Where(entry => active.Contains(entry) || !known.Contains(new RemovalByHand(pair.List, entry, baseline.OutcomeHash).ActId))
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

    /// <summary>The newest version of ours against the ledger: one request. Where it cannot be made, nothing is held up for it.</summary>
    private async Task<ImmutableArray<string>> CompareAsync(Outcome outcome, HistoryTail history, CancellationToken cancellationToken)
    {
        try
        {
            var versions = await pce.ReadNewestVersionsAsync(cancellationToken);
            return outcome.NewestVersion is { } since ? await OtherLedgersAsync(versions, since, history, cancellationToken) : [];
        }
        catch (PceException unread)
        {
            return [$"the ledger was not compared with the PCE's policy versions: {unread.Message}"];
        }
    }

    private ImmutableArray<RemovalByHand> NewRemovals(ImmutableArray<ListPair> lists, HashSet<string> known, HistoryTail history) =>
        RemovalByHand.Find(lists, settings.Mode, history).RemoveAll(removal => known.Contains(removal.ActId));

    /// <summary>Null where the last outcome speaks of these lists, and no older policy was put back since.</summary>
    private async Task<string?> WhyUnprovableAsync(
        ImmutableArray<RemovalByHand> removals,
        ImmutableArray<ListPair> lists,
        string here,
        Outcome? outcome,
        long? since,
        ImmutableArray<PolicyVersion> versions,
        CancellationToken cancellationToken
    )
    {
        if (outcome is null || since is not { } bound)
        {
            return "the last outcome does not say which policy version it saw";
        }

        if (await WhyOtherListsAsync(removals, lists, here, outcome, bound, versions, cancellationToken) is { } other)
        {
            return other;
        }

        if (versions[0].Number < bound)
        {
            // A PCE that still knows the version, or lists it when it is asked again, was not put back: what it showed first is behind.
            if (
                await pce.ReadPolicyVersionAsync(bound, cancellationToken) is not null
                || (await pce.ReadNewestVersionsAsync(cancellationToken))[0].Number >= bound
            )
            {
                throw new PceException(
                    PceFault.Unreadable,
                    $"the PCE lists policy versions up to {versions[0].Number}, and it knows version {bound}: "
                        + "the list is behind, and is read again at the next reconcile"
                );
            }

            return $"the PCE's newest policy version is {versions[0].Number}, older than the {bound} of our last change: a backup of the PCE was put back";
        }

        return await WhyRestoredAsync(removals, lists, bound, versions, cancellationToken);
    }

    private async Task<string?> WhyOtherListsAsync(
        ImmutableArray<RemovalByHand> removals,
        ImmutableArray<ListPair> lists,
        string here,
        Outcome outcome,
        long bound,
        ImmutableArray<PolicyVersion> versions,
        CancellationToken cancellationToken
    )
    {
        if (outcome.Pce is { } there && there != here)
        {
            return $"the last outcome is about {there}, and this is {here}";
        }

        var looked = removals.Select(removal => removal.List).ToHashSet();
        ImmutableArray<ListIdentity> now = [.. lists.Where(pair => looked.Contains(pair.List)).Select(ListIdentity.Of)];
        var then = outcome.Lists is { } told ? [.. told] : await IdentitiesAtAsync(outcome, bound, versions, now, cancellationToken);
        return now.FirstOrDefault(list => !then.Contains(list)) is { } fresh
            ? $"the {fresh.List} list ({fresh.Href}) is not the one that the last outcome is about; it was made anew, or the PCE was"
            : null;
    }

    // An outcome of 0.1 names no lists. Its version does, where it is the one that our intent made: its message says so.
    private async Task<ImmutableArray<ListIdentity>> IdentitiesAtAsync(
        Outcome outcome,
        long bound,
        ImmutableArray<PolicyVersion> versions,
        ImmutableArray<ListIdentity> now,
        CancellationToken cancellationToken
    )
    {
        var version = await VersionAsync(bound, versions, cancellationToken);
        if (VersionMessage.Read(version?.Message)?.IntentHash != outcome.Intent)
        {
            return [];
        }

        var hrefs = (await pce.ReadVersionAsync(bound, cancellationToken)).Select(list => list.Href).ToHashSet();
        return [.. now.Where(list => hrefs.Contains(list.Href))];
    }

    /// <summary>
    /// A restore puts an older policy into the draft, and somebody provisions it then or later: also after our last outcome. So restores
    /// count since the lists, as that outcome left them, were last written. All these moments are the PCE's own. Where its clock was set
    /// back meanwhile, what came later is dated earlier, and restores count from a day before that.
    /// </summary>
    private async Task<string?> WhyRestoredAsync(
        ImmutableArray<RemovalByHand> removals,
        ImmutableArray<ListPair> lists,
        long bound,
        ImmutableArray<PolicyVersion> versions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var looked = removals.Select(removal => new ListMark(settings.Owner, settings.Mode, removal.List)).ToHashSet();
            var then = await FindVersionAsync(bound, cancellationToken) ?? [];
            var since = then.Where(list => looked.Contains(list.Mark))
                .Select(list => list.UpdatedAt)
                .Append((await VersionAsync(bound, versions, cancellationToken))?.CreatedAt ?? DateTimeOffset.UnixEpoch)
                .Min();
            var later = versions
                .Where(version => version.Number > bound)
                .Select(version => version.CreatedAt)
                .Concat(lists.Where(pair => looked.Contains(pair.Draft.Mark)).Select(pair => pair.Active?.UpdatedAt))
                .Min();
            since = later < since ? later.Value - TimeSpan.FromDays(1) : since;
            return await pce.ReadRestoreSinceAsync(since, cancellationToken) is { } restore
                ? $"an older policy was put back by {restore.By} at {restore.At:u}"
                : null;
        }
        catch (PceException forbidden) when (forbidden.Fault is PceFault.Forbidden)
        {
            return "the API key may not read the PCE's events, which tell whether an older policy was put back";
        }
    }

    private async Task<PolicyVersion?> VersionAsync(
        long number,
        ImmutableArray<PolicyVersion> versions,
        CancellationToken cancellationToken
    ) => versions.FirstOrDefault(version => version.Number == number) ?? await pce.ReadPolicyVersionAsync(number, cancellationToken);

    /// <summary>For each entry the version that took it off; none where that could not be found out.</summary>
    private async Task<Dictionary<RemovalByHand, long>> DeparturesAsync(
        ImmutableArray<RemovalByHand> removals,
        ImmutableArray<ListPair> lists,
        long bound,
        long newest,
        CancellationToken cancellationToken
    )
    {
        // Each was on the list at the first version, and is not at the second.
        var between = removals.ToDictionary(removal => removal, _ => (There: bound, Gone: newest));
        for (var reads = 0; reads < MostReads && between.Values.Where(IsOpen).ToList() is [_, ..] open; reads++)
        {
            var (there, gone) = open.MaxBy(range => range.Gone);
            var probe = reads < MostInTurn ? gone - 1 : there + ((gone - there) / 2);
            if (await FindVersionAsync(probe, cancellationToken) is not { } version)
            {
                break;
            }

            foreach (var (removal, range) in between.Where(one => one.Value.There < probe && probe < one.Value.Gone).ToList())
            {
                between[removal] = IsOn(version, removal, lists) ? range with { There = probe } : range with { Gone = probe };
            }
        }

        return between.Where(one => !IsOpen(one.Value) && one.Value.Gone > bound).ToDictionary(one => one.Key, one => one.Value.Gone);

        static bool IsOpen((long There, long Gone) range) => range.Gone - range.There > 1;
    }

    private static bool IsOn(ImmutableArray<PceList> version, RemovalByHand removal, ImmutableArray<ListPair> lists)
    {
        var draft = lists.First(pair => pair.List == removal.List).Draft;
        return version.Any(list =>
            list.Href == draft.Href && list.Entries.Any(entry => draft.Mark.Blocks(entry) && entry.What == removal.Entry)
        );
    }

    private async Task<ImmutableArray<PceList>?> FindVersionAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            return await pce.ReadVersionAsync(number, cancellationToken);
        }
        catch (PceException gone) when (gone.Fault is PceFault.NotFound)
        {
            return null;
        }
    }

    private async Task<Missing> JudgeAsync(
        ImmutableArray<RemovalByHand> removals,
        Dictionary<RemovalByHand, long> departures,
        ImmutableArray<PolicyVersion> versions,
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
            ImmutableArray<RemovalByHand> gone = [.. same];
            var version = same.Key is { } number ? await VersionAsync(number, versions, cancellationToken) : null;
            switch (version, VersionMessage.Read(version?.Message))
            {
                case (null, _):
                    alarms.Add(
                        $"{Named(gone)} not active any more, and the PCE does not say which policy version took them off. Nothing is suppressed, they are planned anew"
                    );
                    break;
                case (_, { } ours):
                    alarms.Add(
                        $"{Named(gone)} not active any more: Shield itself (owner {ours.Owner}) took them off in policy version {version.Number}, which the last outcome of this ledger does not know of. Nothing is suppressed, they are planned anew"
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
        ImmutableArray<PolicyVersion> versions,
        long since,
        HistoryTail history,
        CancellationToken cancellationToken
    ) =>
        await LedgerAnchor.UnknownAsync(
            LedgerAnchor.NewestOf(settings.Owner, versions.Where(version => version.Number > since)),
            history,
            ledger,
            cancellationToken
        )
            is { } unknown
            ? [LedgerAnchor.Describe(unknown)]
            : [];

    private static string Named(ImmutableArray<RemovalByHand> removals)
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
