using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

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

        var room = new Room(lists, [.. units[true]], capacity.ForOurs, staying, EntryMark.DayOf(now));
        foreach (var unit in units[false].WorstFirst(unit => unit.Addition))
        {
            if (!room.TryPlace(unit) && !room.TryDisplaceFor(unit))
            {
                room.KeepBack(unit);
            }
        }

        return room.Filled();
    }

    private static IEnumerable<Unit> Units(ImmutableArray<ListComparison> lists, ImmutableArray<Addition> additions, bool isScarce)
    {
        var byList = additions.ToLookup(addition => addition.List);
        return lists.SelectMany(list => isScarce ? Summaries.Of(list, [.. byList[list.List]]) : [.. byList[list.List].Select(Unit.Single)]);
    }

    private static bool TakesNoRoom(Unit unit, ListComparison list) => !unit.Replaces.IsEmpty || unit.For.Any(list.IsReplacement);

    /// <summary>The room for entries of ours while it is filled.</summary>
    /// <param name="free">Units that take no room: they are placed already.</param>
    /// <param name="size">How many entries it holds.</param>
    /// <param name="staying">How many are in it and stay.</param>
    private sealed class Room(ImmutableArray<ListComparison> lists, ImmutableArray<Unit> free, int size, int staying, string today)
    {
        private readonly Queue<Occupant> _weakest = new(Occupant.Of(lists, free, today));
        private readonly List<Unit> _placed = [.. free];
        private readonly List<Occupant> _displaced = [];
        private readonly List<Addition> _keptBack = [];
        private int _taken = staying + free.Length - free.Sum(unit => unit.Replaces.Length);

        public bool TryPlace(Unit unit)
        {
            if (_taken >= size)
            {
                return false;
            }

            _taken++;
            _placed.Add(unit);
            return true;
        }

        /// <summary>In the place of the weakest, where that is weaker than this one.</summary>
        public bool TryDisplaceFor(Unit unit)
        {
            if (!_weakest.TryPeek(out var victim) || victim.Rank.CompareTo(unit.Addition.Rank) >= 0)
            {
                return false;
            }

            _displaced.Add(_weakest.Dequeue());
            _placed.Add(unit);
            return true;
        }

        public void KeepBack(Unit unit) => _keptBack.AddRange(unit.For);

        public Fitting Filled()
        {
            // What was to take the place of entries and was displaced itself: those entries go all the same.
            var abandoned = _displaced.Select(occupant => occupant.Fresh).OfType<Unit>().ToHashSet();
            var replaced =
                from unit in _placed
                from kept in unit.Replaces
                select new Removal(unit.Addition.List, kept.Entry, abandoned.Contains(unit) ? ReasonCode.Displaced : ReasonCode.Summarised);
            var displaced =
                from occupant in _displaced
                where occupant.Fresh is null
                select new Removal(occupant.List, occupant.Entry, ReasonCode.Displaced);
            var waiting = _keptBack.Concat(_displaced.SelectMany(occupant => occupant.Stands));
            return new Fitting
            {
                Add = [.. _placed.Where(unit => !abandoned.Contains(unit)).Select(unit => unit.Addition)],
                Remove = [.. replaced, .. displaced],
                KeptBack = [.. waiting.Select(addition => new KeptBack(addition, ReasonCode.OverCapacity))],
            };
        }
    }

    /// <summary>
    /// What is on a list, or takes the place of what was. What stays for another reason than a block (a hold, an orphan) is nobody's to
    /// displace.
    /// </summary>
    private sealed record Occupant(ListPurpose List, Indicator Entry, ImmutableArray<Addition> Stands, string Day, Unit? Fresh)
    {
        public (bool, double) Rank { get; } = Stands.Max(addition => addition.Rank);

        /// <summary>Lowest first, then oldest.</summary>
        public static IEnumerable<Occupant> Of(ImmutableArray<ListComparison> lists, IEnumerable<Unit> fresh, string today)
        {
            var units = fresh.ToList();
            var gone = units.SelectMany(unit => unit.Replaces.Select(kept => (unit.Addition.List, kept.Entry))).ToHashSet();
            var kept =
                from list in lists
                from one in list.Keep
                where !one.Stands.IsEmpty && !gone.Contains((list.List, one.Entry))
                select new Occupant(list.List, one.Entry, one.Stands, one.Day, Fresh: null);
            return kept.Concat(units.Select(unit => new Occupant(unit.Addition.List, unit.Addition.Entry, unit.Stands, today, unit)))
                .OrderBy(occupant => occupant.Rank)
                .ThenBy(occupant => occupant.Day, StringComparer.Ordinal)
                .ThenBy(occupant => occupant.Entry)
                .ThenBy(occupant => occupant.List);
        }
    }
}
