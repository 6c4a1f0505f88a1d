using System.Collections.Immutable;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Reading;

/// <summary>The lists with a mark of ours, and how many entries each list on the PCE has, by draft href.</summary>
internal sealed record EverybodysLists
{
    public required ImmutableArray<PceList> Draft { get; init; }

    public required ImmutableArray<PceList> Active { get; init; }

    /// <summary>The active lists without a mark.</summary>
    public required ImmutableArray<OthersList> Others { get; init; }

    public required ImmutableDictionary<string, int> DraftCounts { get; init; }

    public required ImmutableDictionary<string, int> ActiveCounts { get; init; }

    /// <summary>All entries but the blocks of this owner in this mode; of each list the larger of draft and active.</summary>
    public int EntriesOfOthers(string owner, PceMode mode)
    {
        return DraftCounts
            .Keys.Union(ActiveCounts.Keys)
            .Sum(href => Math.Max(Others(DraftCounts, Draft, href), Others(ActiveCounts, Active, href)));

        int Others(ImmutableDictionary<string, int> counts, ImmutableArray<PceList> lists, string href) =>
            counts.GetValueOrDefault(href)
            - lists
                .Where(list => list.Href == href && list.Mark.Owner == owner && list.Mark.Mode == mode)
                .Sum(list => list.Entries.Count(list.Mark.IsOurs));
    }
}
