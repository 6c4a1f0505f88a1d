using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;

namespace Shield.Core.Planning.Desired;

/// <summary>What of the decisions belongs on one list, by entry.</summary>
internal sealed class DesiredEntries
{
    private readonly Dictionary<Indicator, Addition> _byEntry;
    private readonly RangeIndex<Addition> _index;
    private readonly RangeSet _ranges;
    private readonly RangeSet _withHeld;

    private DesiredEntries(Dictionary<Indicator, Addition> byEntry, RangeSet held)
    {
        _byEntry = byEntry;
        _index = RangeIndex.Of(byEntry.Values.Where(addition => !addition.Entry.IsDomain), addition => addition.Entry.Range);
        _ranges = RangeSet.Of(byEntry.Keys.Where(entry => !entry.IsDomain).Select(entry => entry.Range));
        _withHeld = _ranges.Union(held);
    }

    public IEnumerable<Addition> All => _byEntry.Values;

    /// <summary>Law 1, the second time: whatever was decided, what is never blocked is looked for here once more.</summary>
    /// <param name="list">Which one.</param>
    /// <param name="held">What waits for a person, on this list.</param>
    /// <param name="decisions">All of them.</param>
    /// <param name="neverBlock">What they were made with.</param>
    public static DesiredEntries Of(ListPurpose list, RangeSet held, ImmutableArray<Decision> decisions, NeverBlock neverBlock)
    {
        var desired = new Dictionary<Indicator, Addition>();
        foreach (var decision in decisions.Where(decision => decision.Blocks(list)))
        {
            var never = neverBlock.Around(decision.IsCanary);
            foreach (var piece in decision.EntriesOn(list).SelectMany(entry => Without(entry, never, neverBlock)))
            {
                var addition = new Addition(list, piece, decision.Indicator, decision.On(list));
                if (!desired.TryGetValue(piece, out var other) || addition.Rank.CompareTo(other.Rank) > 0)
                {
                    desired[piece] = addition;
                }
            }
        }

        return new DesiredEntries(desired, held);
    }

    public Addition? Find(Indicator entry) => _byEntry.GetValueOrDefault(entry);

    public bool Covers(AddressRange range) => _ranges.Contains(range);

    /// <summary>The same, where what is held stands as well.</summary>
    public bool CoversWithHeld(AddressRange range) => _withHeld.Contains(range);

    public ImmutableArray<Addition> Within(AddressRange range) =>
        [.. _index.Overlapping(range).Where(addition => range.Covers(addition.Entry.Range))];

    private static IEnumerable<Indicator> Without(Indicator entry, RangeSet never, NeverBlock neverBlock) =>
        entry.IsDomain
            ? neverBlock.Touching(entry, isCanary: false).Any()
                ? []
                : [entry]
            : entry.Range.Subtract(never).Select(range => new Indicator(range));
}
