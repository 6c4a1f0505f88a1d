using System.Collections.Immutable;
using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>What was decided against one list's draft, before any limit shapes it.</summary>
/// <remarks>
/// <code>
/// on the draft | we decided   | so
/// ours         | Block        | keep
/// ours         | Hold         | keep until its end: a hold stops an addition, it removes nothing
/// ours         | Ignore       | remove, for that reason
/// ours         | nothing      | keep, and show as an orphan
/// ours         | (whatever)   | remove, where it touches what is never blocked
/// not ours     | (whatever)   | keep, and show as foreign
/// no           | Block        | add, as far as the limits go
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

    public required ImmutableArray<Kept> Keep { get; init; }

    public required ImmutableArray<Orphan> Orphans { get; init; }

    /// <summary>Entries of ours that stay, as the PCE counts them: one that stands twice takes the room of two.</summary>
    public required int Staying { get; init; }

    public required ImmutableArray<ForeignEntry> Foreign { get; init; }

    public ListPurpose List => Pair.List;

    /// <summary>True for what takes the place of an entry that leaves in the same plan: no new block, so neither a limit nor room holds it.</summary>
    public bool IsReplacement(Addition addition) => _leavingRanges.Any(entry => entry.Covers(addition.Entry));

    // Only a range can leave pieces behind; single addresses would make this a product of two long lists.
    private ImmutableArray<Indicator> _leavingRanges = [];

    public static ListComparison Of(ListPair pair, PlanInput input)
    {
        var list = pair.List;
        var desired = DesiredEntries.Of(list, input);
        var known = KnownParties.Of(list, input.Decisions);

        var remove = ImmutableArray.CreateBuilder<Removal>();
        var outdated = ImmutableArray.CreateBuilder<Indicator>();
        var keep = ImmutableArray.CreateBuilder<Kept>();
        var orphans = ImmutableArray.CreateBuilder<Orphan>();
        var summaries = new List<AddressRange>();
        var held = new List<Addition>();
        var ours = pair.Draft.Entries.Where(pair.Draft.Mark.IsOurs).DistinctBy(entry => entry.What).ToList();
        foreach (var (entry, mark) in ours.Select(entry => (entry.What, MarkOf(entry, input.Owner))))
        {
            var decision = known.About(entry, mark);
            if (NeverBlocked(entry, decision?.IsCanary ?? false, input) is { } reason)
            {
                remove.Add(new Removal(list, entry, reason));
            }
            else if (desired.Find(entry) is { } wanted)
            {
                keep.Add(new Kept(entry, [wanted], mark.Day));
            }
            else if (mark.IsSummary && known.Touches(entry))
            {
                if (desired.Covers(entry.Range, known.Held))
                {
                    keep.Add(new Kept(entry, desired.Within(entry.Range), mark.Day));
                    summaries.Add(entry.Range);
                }
                else
                {
                    remove.Add(new Removal(list, entry, known.WhyEnded(entry)));
                    held.AddRange(known.HeldWithin(entry.Range));
                }
            }
            else if (decision is null)
            {
                orphans.Add(new Orphan(list, entry, mark));
            }
            else if (decision.Holds(list))
            {
                keep.Add(new Kept(entry, [], mark.Day));
            }
            else if (decision.Blocks(list) && desired.Covers(entry.Range))
            {
                outdated.Add(entry);
            }
            else
            {
                // A block of which a part was undone goes at once (law 5); its pieces come with the same write.
                remove.Add(new Removal(list, entry, decision.Blocks(list) ? ReasonCode.Suppressed : decision.On(list).Reason));
            }
        }

        var present = ours.Select(entry => entry.What).ToHashSet();
        var summarised = RangeSet.Of(summaries);
        var leaving = remove.Select(removal => removal.Entry).ToHashSet();
        return new ListComparison
        {
            Pair = pair,
            Difference = DraftDifference.Of(pair, input.LastIntent),
            Remove = remove.ToImmutable(),
            Outdated = outdated.ToImmutable(),
            Keep = keep.ToImmutable(),
            Orphans = orphans.ToImmutable(),
            Staying = pair.Draft.Entries.Count(entry => pair.Draft.Mark.IsOurs(entry) && !leaving.Contains(entry.What)),
            Wanted =
            [
                .. desired.All.Where(addition => !present.Contains(addition.Entry) && (addition.Entry.IsDomain || !summarised.Contains(addition.Entry.Range))),
                .. held.Where(addition => !present.Contains(addition.Entry)),
            ],
            Foreign = [.. ForeignOf(pair, input)],
            _leavingRanges = [.. leaving.Where(entry => !entry.IsDomain && !entry.Range.IsSingle)],
        };
    }

    private static EntryMark MarkOf(ListEntry entry, string owner) => EntryMark.TryParse(entry.Description, out var mark) ? mark : EntryMark.Sentinel(owner);

    private static string? NeverBlocked(Indicator entry, bool isCanary, PlanInput input) =>
        entry.IsDomain || input.NeverBlock.Around(isCanary).Overlaps(entry.Range)
            ? input.NeverBlock.Touching(entry, isCanary).FirstOrDefault()?.Reason
            : null;

    private static IEnumerable<ForeignEntry> ForeignOf(ListPair pair, PlanInput input) =>
        from entry in pair.Draft.Entries
        where !pair.Draft.Mark.IsOurs(entry) && !pair.Draft.Mark.IsFixture(entry)
        let owner = EntryMark.TryParse(entry.Description, out var mark) ? mark.Owner : null
        select new ForeignEntry(pair.List, entry, owner, pair.Draft.Mark.Blocks(entry) ? NeverBlocked(entry.What, isCanary: false, input) : null);
}
