using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Planning;

/// <summary>
/// What the additions come to in the room there is. Room limits growth only: an entry goes for a worse one, never for want of room.
/// </summary>
internal sealed record Fitting
{
    public required ImmutableArray<Addition> Add { get; init; }

    /// <summary>What is summarised or displaced.</summary>
    public required ImmutableArray<Removal> Remove { get; init; }

    public required ImmutableArray<KeptBack> KeptBack { get; init; }

    /// <param name="lists">As they are compared.</param>
    /// <param name="additions">As the limits let them pass.</param>
    /// <param name="capacity">Of all our lists together.</param>
    /// <param name="now">On which day what is added is first blocked.</param>
    public static Fitting Of(
        ImmutableArray<ListComparison> lists,
        ImmutableArray<Addition> additions,
        Capacity capacity,
        DateTimeOffset now
    )
    {
        var byPurpose = lists.ToDictionary(list => list.List);
        var staying = lists.Sum(list => list.Staying);
        var units = Units(lists, additions, isScarce: capacity.IsScarceWith(staying + additions.Length))
            .ToLookup(unit => TakesNoRoom(unit, byPurpose[unit.Addition.List]));
        var taken = staying + units[true].Count() - units[true].Sum(unit => unit.Replaces.Length);

        var weakest = new Queue<Standing>(Standing.Of(lists, units[true], EntryMark.DayOf(now)));
        var add = units[true].ToList();
        var displaced = new List<Standing>();
        var keptBack = new List<Addition>();
        foreach (var unit in units[false].WorstFirst(unit => unit.Addition))
        {
            if (taken < capacity.ForOurs)
            {
                taken++;
                add.Add(unit);
            }
            else if (weakest.TryPeek(out var victim) && victim.Rank.CompareTo(unit.Addition.Rank) < 0)
            {
                displaced.Add(weakest.Dequeue());
                add.Add(unit);
            }
            else
            {
                keptBack.AddRange(unit.For);
            }
        }

        var abandoned = displaced.Select(standing => standing.Fresh).OfType<Unit>().ToHashSet();
        return new Fitting
        {
            Add = [.. add.Where(unit => !abandoned.Contains(unit)).Select(unit => unit.Addition)],
            Remove =
            [
                .. add.SelectMany(unit =>
                    unit.Replaces.Select(kept => new Removal(
                        unit.Addition.List,
                        kept.Entry,
                        abandoned.Contains(unit) ? ReasonCode.Displaced : ReasonCode.Summarised
                    ))
                ),
                .. displaced
                    .Where(standing => standing.Fresh is null)
                    .Select(standing => new Removal(standing.List, standing.Entry, ReasonCode.Displaced)),
            ],
            KeptBack =
            [
                .. keptBack
                    .Concat(displaced.SelectMany(standing => standing.Stands))
                    .Select(addition => new KeptBack(addition, ReasonCode.OverCapacity)),
            ],
        };
    }

    private static IEnumerable<Unit> Units(ImmutableArray<ListComparison> lists, ImmutableArray<Addition> additions, bool isScarce)
    {
        var byList = additions.ToLookup(addition => addition.List);
        return lists.SelectMany(list => isScarce ? Summaries.Of(list, [.. byList[list.List]]) : [.. byList[list.List].Select(Unit.Single)]);
    }

    private static bool TakesNoRoom(Unit unit, ListComparison list) => !unit.Replaces.IsEmpty || unit.For.Any(list.IsReplacement);

    /// <summary>
    /// What is on a list, or takes the place of what was. What stays for another reason than a block (a hold, an orphan) is nobody's to
    /// displace.
    /// </summary>
    private sealed record Standing(ListPurpose List, Indicator Entry, ImmutableArray<Addition> Stands, string Day, Unit? Fresh)
    {
        public (bool, double) Rank { get; } = Stands.Max(addition => addition.Rank);

        /// <summary>Lowest first, then oldest.</summary>
        public static IEnumerable<Standing> Of(ImmutableArray<ListComparison> lists, IEnumerable<Unit> fresh, string today)
        {
            var units = fresh.ToList();
            var gone = units.SelectMany(unit => unit.Replaces.Select(kept => (unit.Addition.List, kept.Entry))).ToHashSet();
            var kept =
                from list in lists
                from one in list.Keep
                where !one.Stands.IsEmpty && !gone.Contains((list.List, one.Entry))
                select new Standing(list.List, one.Entry, one.Stands, one.Day, Fresh: null);
            return kept.Concat(units.Select(unit => new Standing(unit.Addition.List, unit.Addition.Entry, unit.Stands, today, unit)))
                .OrderBy(standing => standing.Rank)
                .ThenBy(standing => standing.Day, StringComparer.Ordinal)
                .ThenBy(standing => standing.Entry)
                .ThenBy(standing => standing.List);
        }
    }
}
