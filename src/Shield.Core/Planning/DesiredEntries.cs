using System.Collections.Immutable;
using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>What of the decisions belongs on one list, by entry.</summary>
internal sealed class DesiredEntries
{
    private readonly Dictionary<Indicator, Addition> _byEntry;
    private readonly RangeSet _ranges;

    private DesiredEntries(Dictionary<Indicator, Addition> byEntry) =>
        (_byEntry, _ranges) = (byEntry, RangeSet.Of(byEntry.Keys.Where(entry => !entry.IsDomain).Select(entry => entry.Range)));

    public IEnumerable<Addition> All => _byEntry.Values;

    /// <summary>Law 1, the second time: whatever was decided, what is never blocked is looked for here once more.</summary>
    public static DesiredEntries Of(ListPurpose list, PlanInput input)
    {
        var desired = new Dictionary<Indicator, Addition>();
        foreach (var decision in input.Decisions.Where(decision => decision.Blocks(list)))
        {
            var never = input.NeverBlock.Around(decision.IsCanary);
            foreach (var piece in decision.EntriesOn(list).SelectMany(entry => Without(entry, never, input)))
            {
                var addition = new Addition(list, piece, decision.Indicator, decision.On(list));
                if (!desired.TryGetValue(piece, out var other) || addition.Rank.CompareTo(other.Rank) > 0)
                {
                    desired[piece] = addition;
                }
            }
        }

        return new DesiredEntries(desired);
    }

    public Addition? Find(Indicator entry) => _byEntry.GetValueOrDefault(entry);

    public bool Covers(AddressRange range) => _ranges.Contains(range);

    /// <summary>The same, where what is held stands as well.</summary>
    public bool Covers(AddressRange range, RangeSet held) => Covers(range) || (held.Overlaps(range) && _ranges.Union(held).Contains(range));

    public ImmutableArray<Addition> Within(AddressRange range) => [.. _byEntry.Values.Where(addition => !addition.Entry.IsDomain && range.Covers(addition.Entry.Range))];

    private static IEnumerable<Indicator> Without(Indicator entry, RangeSet never, PlanInput input) => entry.IsDomain
        ? input.NeverBlock.Touching(entry, isCanary: false).Any() ? [] : [entry]
        : entry.Range.Subtract(never).Select(range => new Indicator(range));
}
