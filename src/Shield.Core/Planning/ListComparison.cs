using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Planning;

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
        var desired = DesiredEntries.Of(pair.List, known.Held, input);
        var fates = OurEntry.Of(pair).Select(entry => new Judged(entry, Judge(entry, pair.List, desired, known, input))).ToList();

        var drafted = fates.Where(judged => judged.Entry.IsDrafted).Select(judged => judged.Entry.What).ToHashSet();
        var summarised = RangeSet.Of(
            fates.Where(judged => judged.Is(FateKind.Keep) && judged.Entry.Mark.IsSummary).Select(judged => judged.Entry.What.Range)
        );
        ImmutableArray<Removal> remove =
        [
            .. fates
                .Where(judged => judged.Is(FateKind.Remove))
                .Select(judged => new Removal(pair.List, judged.Entry.What, judged.Fate.Cause!)),
            // A summary in the draft takes the place of these, which are active still.
            .. fates
                .Where(judged => judged.Is(FateKind.Add) && IsWithin(judged.Entry.What, summarised))
                .Select(judged => new Removal(pair.List, judged.Entry.What, ReasonCode.Summarised)),
        ];
        var leaving = remove.Select(removal => removal.Entry).ToHashSet();
        ImmutableArray<Orphan> remnants =
        [
            .. from judged in fates
            from piece in judged.Fate.Remnants
            where !drafted.Contains(new Indicator(piece))
            select new Orphan(pair.List, new Indicator(piece), judged.Entry.Mark),
        ];
        return new ListComparison
        {
            Pair = pair,
            Difference = DraftDifference.Of(
                pair,
                new Ownership(
                    pair,
                    input.Written,
                    [.. fates.Where(judged => !judged.Is(FateKind.Orphan)).Select(judged => judged.Entry.What)],
                    leaving
                )
            ),
            Remove = remove,
            Outdated = [.. fates.Where(judged => judged.Is(FateKind.Outdated)).Select(judged => judged.Entry.What)],
            Keep = [.. fates.Where(judged => judged.Is(FateKind.Keep)).Select(judged => judged.ToKept())],
            Drafted = [.. fates.Where(judged => judged.Is(FateKind.Keep) && !judged.Entry.IsActive).Select(judged => judged.ToKept())],
            Orphans =
            [
                .. fates
                    .Where(judged => judged.Is(FateKind.Orphan))
                    .Select(judged => new Orphan(pair.List, judged.Entry.What, judged.Entry.Mark)),
                .. remnants,
            ],
            Remnants = [.. remnants.Select(piece => pair.Draft.Mark.Entry(piece.Entry, piece.Mark))],
            Staying = pair.Draft.Entries.Count(entry => pair.Draft.Mark.IsOurs(entry) && !leaving.Contains(entry.What)) + remnants.Length,
            Wanted =
            [
                .. desired.All.Where(addition => !drafted.Contains(addition.Entry) && !IsWithin(addition.Entry, summarised)),
                .. fates.SelectMany(judged => judged.Fate.LeavesBehind).Where(addition => !drafted.Contains(addition.Entry)),
            ],
            Foreign = [.. ForeignOf(pair, input)],
            _leavingRanges = RangeIndex.Of(leaving.Where(entry => !entry.IsDomain && !entry.Range.IsSingle), entry => entry.Range),
        };
    }

    private static Fate Judge(OurEntry entry, ListPurpose list, DesiredEntries desired, KnownParties known, PlanInput input)
    {
        var decision = known.About(entry.What, entry.Mark);
        if (NeverBlocked(entry.What, decision?.IsCanary ?? false, input) is { } reason)
        {
            return Fate.RemovedFor(reason) with { Remnants = decision is null ? WhatIsLeftOf(entry, desired, known, input) : [] };
        }

        if (desired.Find(entry.What) is { } wanted)
        {
            return entry.IsDrafted ? Fate.KeptFor([wanted]) : Fate.Added;
        }

        if (entry.Mark.IsSummary && known.Touches(entry.What))
        {
            return JudgeSummary(entry, desired, known);
        }

        return decision switch
        {
            null => known.UndoneIn(entry.What) is [var (_, why), ..]
                ? Fate.RemovedFor(why) with
                {
                    Remnants = WhatIsLeftOf(entry, desired, known, input),
                }
                : Fate.Orphaned,
            _ when decision.Holds(list) => (entry.IsDrafted, entry.IsActive) switch
            {
                (true, true) => Fate.KeptFor([]),
                (true, false) => Fate.RemovedFor(decision.On(list).Reason),
                (false, _) => Fate.LeftAlone,
            },
            _ when decision.Blocks(list) && desired.Covers(entry.What.Range) => entry.IsActive
                ? Fate.Replaced
                : Fate.RemovedFor(ReasonCode.Replaced),

            // A block of which a part was undone goes at once (law 5); its pieces come with the same write.
            _ when decision.Blocks(list) => Fate.RemovedFor(ReasonCode.Suppressed),
            _ => Fate.RemovedFor(decision.On(list).Reason),
        };
    }

    private static ImmutableArray<AddressRange> WhatIsLeftOf(OurEntry orphan, DesiredEntries desired, KnownParties known, PlanInput input)
    {
        if (orphan.What.IsDomain || orphan.What.Range.IsSingle || !orphan.IsActive)
        {
            return [];
        }

        // One after the other: a union with never-block would cost all of it, for each orphan.
        var undone = RangeSet.Of(known.UndoneIn(orphan.What).Select(one => one.Range));
        return
        [
            .. orphan
                .What.Range.Subtract(input.NeverBlock.Around(isCanary: false))
                .SelectMany(range => range.Subtract(undone))
                // A party that the ledger knows is decided about on its own, and what is blocked anyway has its own entry.
                .Where(piece => known.About(new Indicator(piece), orphan.Mark) is null && !desired.Covers(piece)),
        ];
    }

    private static Fate JudgeSummary(OurEntry entry, DesiredEntries desired, KnownParties known)
    {
        var range = entry.What.Range;

        // What is held may stay with a summary that is active; a summary in the draft would newly block it.
        var isJustified = entry.IsActive ? desired.CoversWithHeld(range) : desired.Covers(range);
        return (isJustified, entry.IsDrafted) switch
        {
            (true, true) => Fate.KeptFor(desired.Within(range)),
            (true, false) => Fate.LeftAlone,
            _ => Fate.RemovedFor(known.WhyEnded(entry.What)) with { LeavesBehind = entry.IsActive ? [.. known.HeldWithin(range)] : [] },
        };
    }

    private static bool IsWithin(Indicator entry, RangeSet summarised) => !entry.IsDomain && summarised.Contains(entry.Range);

    private static string? NeverBlocked(Indicator entry, bool isCanary, PlanInput input) =>
        entry.IsDomain || input.NeverBlock.Around(isCanary).Overlaps(entry.Range)
            ? input.NeverBlock.Touching(entry, isCanary).FirstOrDefault()?.Reason
            : null;

    private static IEnumerable<ForeignEntry> ForeignOf(ListPair pair, PlanInput input) =>
        from entry in pair.Draft.Entries
        where !pair.Draft.Mark.IsOurs(entry) && !pair.Draft.Mark.IsFixture(entry)
        select new ForeignEntry(
            pair.List,
            entry,
            entry.Mark?.Owner,
            pair.Draft.Mark.Blocks(entry) ? NeverBlocked(entry.What, isCanary: false, input) : null
        );

    /// <summary>An entry with our mark, in one version of the list or in both.</summary>
    private sealed record OurEntry(Indicator What, EntryMark Mark, bool IsDrafted, bool IsActive)
    {
        public static IEnumerable<OurEntry> Of(ListPair pair)
        {
            var drafted = Marked(pair.Draft);
            var active = pair.Active is { } list ? Marked(list) : [];
            return drafted
                .Concat(active)
                .DistinctBy(entry => entry.Key)
                .Select(entry => new OurEntry(entry.Key, entry.Value, drafted.ContainsKey(entry.Key), active.ContainsKey(entry.Key)));

            Dictionary<Indicator, EntryMark> Marked(PceList version) =>
                version
                    .Entries.Where(pair.Draft.Mark.IsOurs)
                    .DistinctBy(entry => entry.What)
                    .ToDictionary(entry => entry.What, entry => entry.Mark!);
        }
    }

    private enum FateKind
    {
        Keep,

        /// <summary>Wanted, and on the active list only: written into the draft again.</summary>
        Add,
        Remove,

        /// <summary>Wanted in other pieces.</summary>
        Outdated,
        Orphan,

        /// <summary>Somebody took it off the draft, and nothing of ours wants it back.</summary>
        LeaveAlone,
    }

    private sealed record Judged(OurEntry Entry, Fate Fate)
    {
        public bool Is(FateKind kind) => Fate.Kind == kind;

        public Kept ToKept() => new(Entry.What, Fate.Stands, Entry.Mark.Day);
    }

    /// <summary>What becomes of an entry of ours.</summary>
    private sealed record Fate(FateKind Kind)
    {
        public static readonly Fate Added = new(FateKind.Add);
        public static readonly Fate Replaced = new(FateKind.Outdated);
        public static readonly Fate Orphaned = new(FateKind.Orphan);
        public static readonly Fate LeftAlone = new(FateKind.LeaveAlone);

        public string? Cause { get; private init; }

        /// <summary>The blocks that a kept entry stands for; none where it stays for another reason.</summary>
        public ImmutableArray<Addition> Stands { get; private init; } = [];

        /// <summary>Held ones that a summary kept on the list: they stay on it, each with an entry of its own.</summary>
        public ImmutableArray<Addition> LeavesBehind { get; init; } = [];

        /// <summary>Of an orphan that is removed for a part of it: the rest.</summary>
        public ImmutableArray<AddressRange> Remnants { get; init; } = [];

        public static Fate KeptFor(ImmutableArray<Addition> stands) => new(FateKind.Keep) { Stands = stands };

        public static Fate RemovedFor(string cause) => new(FateKind.Remove) { Cause = cause };
    }
}
