using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>One entry to be added: an ordinary one, or a summary with those that it takes the place of.</summary>
/// <param name="For">The additions that it stands for.</param>
/// <param name="Replaces">Entries on the list that go with it.</param>
internal sealed record Unit(Addition Addition, ImmutableArray<Addition> For, ImmutableArray<Kept> Replaces)
{
    /// <summary>All that it would block.</summary>
    public ImmutableArray<Addition> Stands => [.. For, .. Replaces.SelectMany(kept => kept.Stands)];

    public static Unit Single(Addition addition) => new(addition, [addition], []);
}

/// <summary>
/// Exact summarisation: neighbours that fill a CIDR block become that block. It never covers an address that nobody decided to block.
/// </summary>
internal static class Summaries
{
    public static ImmutableArray<Unit> Of(ListComparison list, ImmutableArray<Addition> additions)
    {
        var kept = list.Keep.Where(kept => !kept.Stands.IsEmpty && !kept.Entry.IsDomain).ToList();
        var fresh = additions.Where(addition => !addition.Entry.IsDomain).ToList();
        var blocks = RangeSet
            .Of([.. kept.Select(one => one.Entry.Range), .. fresh.Select(one => one.Entry.Range)])
            .ToCidrs()
            .Where(block => !block.IsSingle)
            .ToArray();
        var (keptIn, freshIn) = (
            kept.ToLookup(one => BlockAround(one.Entry.Range, blocks)),
            fresh.ToLookup(one => BlockAround(one.Entry.Range, blocks))
        );
        var summaries = blocks.Select(block => Summarise(list, block, [.. freshIn[block]], [.. keptIn[block]])).OfType<Unit>().ToList();
        var summarised = summaries.SelectMany(summary => summary.For).Select(addition => addition.Entry).ToHashSet();
        return [.. summaries, .. additions.Where(addition => !summarised.Contains(addition.Entry)).Select(Unit.Single)];
    }

    private static Unit? Summarise(ListComparison list, AddressRange block, ImmutableArray<Addition> fresh, ImmutableArray<Kept> kept)
    {
        if (!IsWorthwhile(block, fresh, kept))
        {
            return null;
        }

        ImmutableArray<Addition> all = [.. fresh, .. kept.SelectMany(one => one.Stands)];
        var strongest = all.WorstFirst(addition => addition).First();
        return new Unit(new Addition(list.List, new(block), new(block), strongest.Answer) { Summarises = all.Length }, fresh, kept);
    }

    // An entry that is the block already needs no summary.
    private static bool IsWorthwhile(AddressRange block, ImmutableArray<Addition> fresh, ImmutableArray<Kept> kept) =>
        fresh.Length + kept.Length > 1 && fresh.All(addition => addition.Entry.Range != block) && kept.All(one => one.Entry.Range != block);

    /// <summary>The block that holds the whole of an entry; null where it lies across several.</summary>
    private static AddressRange? BlockAround(AddressRange entry, AddressRange[] blocks)
    {
        var at = Array.BinarySearch(
            blocks,
            entry,
            Comparer<AddressRange>.Create((block, wanted) => block.Covers(wanted) ? 0 : block.CompareTo(wanted))
        );
        return at >= 0 ? blocks[at] : null;
    }
}
