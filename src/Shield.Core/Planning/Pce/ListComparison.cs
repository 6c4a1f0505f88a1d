using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>What was decided against one list's draft and active version, before any limit shapes it.</summary>
/// <remarks>
/// Desired, draft and active decide together; who wrote an entry into the draft, and why, does not matter.
/// <code>
/// an entry   | on           | we decided   | so
/// ours       | both         | Block        | keep
/// ours       | draft only   | Block        | keep, and make active: it is blocked by nothing yet
/// ours       | active only  | Block        | add: somebody took it off the draft
/// ours       | both         | Hold         | keep until its end: a hold stops an addition, it removes nothing
/// ours       | draft only   | Hold         | take off the draft: to make it active would be an addition
/// ours       | any          | Ignore       | remove, for that reason
/// ours       | any          | nothing      | keep, and show as an orphan; what of it an operator undid is cut out of it
/// ours       | any          | (whatever)   | remove, where it touches what is never blocked
/// not ours   | any          | (whatever)   | keep, and show as foreign
/// none       |              | Block        | add, as far as the limits go
/// </code>
/// A summary is kept while all that it covers is blocked or held; else it goes at once, and what is left of it comes with the same write.
/// </remarks>
internal sealed record ListComparison
{
    public required ListPair Pair { get; init; }

    public required DraftDifference Difference { get; init; }

    public required ImmutableArray<Removal> Remove { get; init; }

    /// <summary>Wanted still, and now in other pieces: each goes once what replaces it is there.</summary>
    public required ImmutableArray<Indicator> Outdated { get; init; }

    public required ImmutableArray<Addition> Wanted { get; init; }

    /// <summary>Blocks that stand in the draft and not on the active list: to be made active, which needs no write.</summary>
    public required ImmutableArray<Kept> Drafted { get; init; }

    public required ImmutableArray<Kept> Keep { get; init; }

    public required ImmutableArray<Orphan> Orphans { get; init; }

    /// <summary>What is left of orphans of which a part must go: with their marks, in the same write.</summary>
    public required ImmutableArray<ListEntry> Remnants { get; init; }

    /// <summary>Entries of ours that stay, as the PCE counts them: one that stands twice takes the room of two.</summary>
    public required int Staying { get; init; }

    public required ImmutableArray<ForeignEntry> Foreign { get; init; }

    public ListPurpose List => Pair.List;

    /// <summary>
    /// True for what takes the place of an entry that leaves in the same plan: no new block, so neither a limit nor room holds it.
    /// </summary>
    public bool IsReplacement(Addition addition) => !addition.Entry.IsDomain && !_leavingRanges.Covering(addition.Entry.Range).IsEmpty;

    // Only a range can leave pieces behind.
    private RangeIndex<Indicator> _leavingRanges = RangeIndex.Of<Indicator>([], entry => entry.Range);

    public static ListComparison Of(ListPair pair, PlanInput input)
    {
        var known = KnownParties.Of(pair.List, input.Decisions);
        var desired = DesiredEntries.Of(pair.List, known.Held, input.Decisions, input.NeverBlock);
        var judge = new FateJudge(pair.List, desired, known, input.NeverBlock);
        var fates = OurEntry.Of(pair).Select(entry => new Judged(entry, judge.Judge(entry))).ToList();

        var drafted = fates.Where(judged => judged.Entry.IsDrafted).Select(judged => judged.What).ToHashSet();
        var summarised = RangeSet.Of(
            fates.Where(judged => judged.Is(FateKind.Keep) && judged.Entry.Mark.IsSummary).Select(judged => judged.What.Range)
        );
        var remove = RemovalsIn(fates, pair.List, summarised);
        var leaving = remove.Select(removal => removal.Entry).ToHashSet();
        var remnants = RemnantsIn(fates, pair.List, drafted);
        return new ListComparison
        {
            Pair = pair,
            Difference = DraftDifference.Of(
                pair,
                new Ownership(
                    pair,
                    input.Written,
                    known: [.. fates.Where(judged => !judged.Is(FateKind.Orphan)).Select(judged => judged.What)],
                    leaving
                )
            ),
            Remove = remove,
            Outdated = [.. fates.Where(judged => judged.Is(FateKind.Outdated)).Select(judged => judged.What)],
            Keep = [.. fates.Where(judged => judged.Is(FateKind.Keep)).Select(judged => judged.ToKept())],
            Drafted = [.. fates.Where(judged => judged.Is(FateKind.Keep) && !judged.Entry.IsActive).Select(judged => judged.ToKept())],
            Orphans = [.. fates.Where(judged => judged.Is(FateKind.Orphan)).Select(judged => judged.ToOrphan(pair.List)), .. remnants],
            Remnants = [.. remnants.Select(piece => pair.Draft.Mark.Entry(piece.Entry, piece.Mark))],
            Staying = pair.Draft.Entries.Count(entry => pair.Draft.Mark.IsOurs(entry) && !leaving.Contains(entry.What)) + remnants.Length,
            Wanted =
            [
                .. desired.All.Where(addition => !drafted.Contains(addition.Entry) && !IsWithin(addition.Entry, summarised)),
                .. fates.SelectMany(judged => judged.Fate.LeavesBehind).Where(addition => !drafted.Contains(addition.Entry)),
            ],
            Foreign = [.. ForeignOf(pair, input.NeverBlock)],
            _leavingRanges = RangeIndex.Of(leaving.Where(entry => !entry.IsDomain && !entry.Range.IsSingle), entry => entry.Range),
        };
    }

    private static ImmutableArray<Removal> RemovalsIn(List<Judged> fates, ListPurpose list, RangeSet summarised) =>
        [
            .. fates.Where(judged => judged.Is(FateKind.Remove)).Select(judged => new Removal(list, judged.What, judged.Fate.Cause!)),
            // A summary in the draft takes the place of these, which are active still.
            .. fates
                .Where(judged => judged.Is(FateKind.Add) && IsWithin(judged.What, summarised))
                .Select(judged => new Removal(list, judged.What, ReasonCode.Summarised)),
        ];

    private static ImmutableArray<Orphan> RemnantsIn(List<Judged> fates, ListPurpose list, HashSet<Indicator> drafted) =>
        [
            .. from judged in fates
            from piece in judged.Fate.Remnants
            where !drafted.Contains(new Indicator(piece))
            select new Orphan(list, new Indicator(piece), judged.Entry.Mark),
        ];

    private static bool IsWithin(Indicator entry, RangeSet summarised) => !entry.IsDomain && summarised.Contains(entry.Range);

    private static IEnumerable<ForeignEntry> ForeignOf(ListPair pair, NeverBlock never) =>
        from entry in pair.Draft.Entries
        where !pair.Draft.Mark.IsOurs(entry) && !pair.Draft.Mark.IsFixture(entry)
        select new ForeignEntry(
            pair.List,
            entry,
            entry.Mark?.Owner,
            pair.Draft.Mark.Blocks(entry) ? FateJudge.NeverBlocked(entry.What, isCanary: false, never) : null
        );

    private sealed record Judged(OurEntry Entry, Fate Fate)
    {
        public Indicator What => Entry.What;

        public bool Is(FateKind kind) => Fate.Kind == kind;

        public Kept ToKept() => new(What, Fate.Stands, Entry.Mark.Day);

        public Orphan ToOrphan(ListPurpose list) => new(list, What, Entry.Mark);
    }
}
