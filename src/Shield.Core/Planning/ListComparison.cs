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
/// </remarks>
internal sealed record ListComparison
{
    public required ListPair Pair { get; init; }

    public required DraftDifference Difference { get; init; }

    public required ImmutableArray<Removal> Remove { get; init; }

    /// <summary>Wanted still, and now in other pieces: each goes once what replaces it is there.</summary>
    public required ImmutableArray<AddressRange> Outdated { get; init; }

    public required ImmutableArray<Addition> Wanted { get; init; }

    public required ImmutableArray<AddressRange> Keep { get; init; }

    public required ImmutableArray<Orphan> Orphans { get; init; }

    /// <summary>Entries of ours that stay, as the PCE counts them: one that stands twice takes the room of two.</summary>
    public required int Staying { get; init; }

    public required ImmutableArray<ForeignEntry> Foreign { get; init; }

    public static ListComparison Of(ListPair pair, PlanInput input)
    {
        var direction = pair.Direction;
        var desired = Desired(direction, input);
        var byIndicator = input.Decisions.Where(decision => !decision.Indicator.IsDomain).ToDictionary(decision => decision.Indicator.Range);
        var wide = input.Decisions.Where(decision => !decision.Indicator.IsDomain && !decision.Indicator.Range.IsSingle).ToImmutableArray();

        var remove = ImmutableArray.CreateBuilder<Removal>();
        var wanted = RangeSet.Of(desired.Keys);
        var outdated = ImmutableArray.CreateBuilder<AddressRange>();
        var keep = ImmutableArray.CreateBuilder<AddressRange>();
        var orphans = ImmutableArray.CreateBuilder<Orphan>();
        var ours = pair.Draft.Entries.Where(pair.Draft.Mark.IsOurs).DistinctBy(entry => entry.Range).ToList();
        foreach (var entry in ours)
        {
            var mark = EntryMark.TryParse(entry.Description, out var parsed) ? parsed : EntryMark.Sentinel(input.Owner);
            var decision = byIndicator.GetValueOrDefault(entry.Range) ?? wide.FirstOrDefault(whole => IsPieceOf(whole, entry.Range, mark));
            if (NeverBlocked(entry.Range, decision?.IsCanary ?? false, input) is { } reason)
            {
                remove.Add(new Removal(direction, entry.Range, reason));
            }
            else if (decision is null && !desired.ContainsKey(entry.Range))
            {
                orphans.Add(new Orphan(direction, entry.Range, mark));
            }
            else if (decision is null || desired.ContainsKey(entry.Range) || decision[direction].Verdict is Verdict.Hold)
            {
                keep.Add(entry.Range);
            }
            else if (decision[direction].Verdict is Verdict.Block && wanted.Contains(entry.Range))
            {
                outdated.Add(entry.Range);
            }
            else
            {
                // A block of which a part was undone goes at once (law 5); its pieces come with the same write.
                remove.Add(new Removal(direction, entry.Range, decision[direction].Verdict is Verdict.Block ? ReasonCode.Suppressed : decision[direction].Reason));
            }
        }

        var present = ours.Select(entry => entry.Range).ToHashSet();
        var leaving = remove.Select(removal => removal.Entry).ToHashSet();
        return new ListComparison
        {
            Pair = pair,
            Difference = DraftDifference.Of(pair, input.LastIntent),
            Remove = remove.ToImmutable(),
            Outdated = outdated.ToImmutable(),
            Keep = keep.ToImmutable(),
            Orphans = orphans.ToImmutable(),
            Staying = pair.Draft.Entries.Count(entry => pair.Draft.Mark.IsOurs(entry) && !leaving.Contains(entry.Range)),
            Wanted = [.. desired.Values.Where(addition => !present.Contains(addition.Entry))],
            Foreign = [.. ForeignOf(pair, input)],
        };
    }

    /// <summary>Law 1, the second time: whatever was decided, what is never blocked is looked for here once more.</summary>
    private static Dictionary<AddressRange, Addition> Desired(Direction direction, PlanInput input)
    {
        var desired = new Dictionary<AddressRange, Addition>();
        foreach (var decision in input.Decisions.Where(decision => decision[direction].Verdict is Verdict.Block))
        {
            var never = input.NeverBlock.Around(decision.IsCanary);
            foreach (var piece in decision[direction].Entries.SelectMany(entry => entry.Subtract(never)))
            {
                var addition = new Addition(direction, piece, decision.Indicator, decision[direction]);
                if (!desired.TryGetValue(piece, out var other) || Outranks(addition.Answer, other.Answer))
                {
                    desired[piece] = addition;
                }
            }
        }

        return desired;
    }

    private static bool Outranks(DirectionAnswer one, DirectionAnswer other) =>
        (one.IsOperators, one.Severity).CompareTo((other.IsOperators, other.Severity)) > 0;

    private static string? NeverBlocked(AddressRange entry, bool isCanary, PlanInput input) =>
        input.NeverBlock.Around(isCanary).Overlaps(entry)
            ? input.NeverBlock.Touching(new Indicator(entry), isCanary).First().Reason
            : null;

    // A cut block stands on the list in pieces; the mark says of which finding or act each is a piece.
    private static bool IsPieceOf(Decision whole, AddressRange entry, EntryMark mark) =>
        whole.Indicator.Range.Covers(entry)
        && (whole.Acts.Any(act => act.Id == mark.Id) || whole.Sightings.Any(sighting => mark.Id.Length > 0 && sighting.Key.Finding.Id.StartsWith(mark.Id, StringComparison.Ordinal)));

    private static IEnumerable<ForeignEntry> ForeignOf(ListPair pair, PlanInput input) =>
        from entry in pair.Draft.Entries
        where !pair.Draft.Mark.IsOurs(entry) && !pair.Draft.Mark.IsFixture(entry)
        let owner = EntryMark.TryParse(entry.Description, out var mark) ? mark.Owner : null
        select new ForeignEntry(pair.Direction, entry, owner, pair.Draft.Mark.Blocks(entry) ? NeverBlocked(entry.Range, isCanary: false, input) : null);
}
