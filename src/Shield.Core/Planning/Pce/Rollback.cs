using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// What an operator has to say so that our entries become again what they were: blocks of what was on a list and would not be, unblocks of
/// what would be and was not. Nobody else's entries are touched, and what is right already needs no word.
/// </summary>
public sealed record Rollback
{
    public required ImmutableArray<(Indicator Indicator, Directions Directions)> Block { get; init; }

    public required ImmutableArray<(Indicator Indicator, Directions Directions)> Unblock { get; init; }

    /// <summary>What was on a list then and must never be blocked today, the whole of it or a part (law 1): not put back.</summary>
    public required ImmutableArray<(ListPurpose List, Indicator Entry, NeverBlockTier By)> Forbidden { get; init; }

    /// <param name="then">Our lists as they were.</param>
    /// <param name="decisions">All of now.</param>
    /// <param name="neverBlock">What they were made with.</param>
    /// <param name="plan">What an apply would do now.</param>
    public static Rollback To(ImmutableArray<PceList> then, ImmutableArray<Decision> decisions, NeverBlock neverBlock, Plan plan)
    {
        // An act on an orphan, or on a part of it, makes it known, and then it goes: where it was on the list then, it needs a word of its
        // own. That may touch another orphan.
        var told = ImmutableHashSet<Indicator>.Empty;
        while (true)
        {
            var lists = plan.Lists.Select(list => OnOne.Of(list, then, decisions, neverBlock, told)).ToImmutableArray();
            var rollback = new Rollback
            {
                Block = Joined(lists.SelectMany(list => list.Block.Select(entry => (entry, list.Directions)))),
                Unblock = Joined(lists.SelectMany(list => list.Unblock.Select(entry => (entry, list.Directions)))),
                Forbidden = [.. lists.SelectMany(list => list.Forbidden.Select(one => (list.List, one.Entry, one.By)))],
            };
            var touched = OrphansUnder(rollback, plan);
            if (touched.IsSubsetOf(told))
            {
                return rollback;
            }

            told = told.Union(touched);
        }
    }

    private static ImmutableHashSet<Indicator> OrphansUnder(Rollback rollback, Plan plan)
    {
        var acted = rollback.Block.Concat(rollback.Unblock).Select(one => one.Indicator).ToLookup(indicator => indicator.IsDomain);
        var (names, ranges) = (acted[true].ToHashSet(), RangeSet.Of(acted[false].Select(indicator => indicator.Range)));

        // An orphan may be what is left of an entry that is cut: an act on any part of that entry counts.
        var entries = plan
            .Lists.SelectMany(list => new[] { list.Pair.Draft, list.Pair.Active })
            .OfType<PceList>()
            .SelectMany(OursIn)
            .Where(entry => !entry.IsDomain && ranges.Overlaps(entry.Range))
            .Select(entry => entry.Range);
        var touched = ranges.Union(RangeSet.Of(entries));
        return
        [
            .. plan
                .Lists.SelectMany(list => list.Orphans)
                .Select(orphan => orphan.Entry)
                .Where(entry => entry.IsDomain ? names.Contains(entry) : touched.Overlaps(entry.Range)),
        ];
    }

    private static IEnumerable<Indicator> OursIn(PceList list) => list.Entries.Where(list.Mark.IsOurs).Select(entry => entry.What);

    private static ImmutableArray<(Indicator, Directions)> Joined(IEnumerable<(Indicator Indicator, Directions Directions)> each) =>
        [
            .. each.GroupBy(one => one.Indicator)
                .Select(same => (same.Key, same.Aggregate(Directions.None, (all, one) => all | one.Directions)))
                .OrderBy(one => one.Key),
        ];

    /// <summary>The same on one list.</summary>
    private sealed record OnOne
    {
        public required ListPurpose List { get; init; }

        public required ImmutableArray<Indicator> Block { get; init; }

        public required ImmutableArray<Indicator> Unblock { get; init; }

        public required ImmutableArray<(Indicator Entry, NeverBlockTier By)> Forbidden { get; init; }

        public Directions Directions => List is ListPurpose.Domains ? Directions.Both : List.ToDirection().ToSet();

        /// <param name="list">As it would be after an apply.</param>
        /// <param name="then">All our lists as they were.</param>
        /// <param name="decisions">All of now.</param>
        /// <param name="neverBlock">What they were made with.</param>
        /// <param name="told">Orphans that do not stay by themselves.</param>
        public static OnOne Of(
            ListPlan list,
            ImmutableArray<PceList> then,
            ImmutableArray<Decision> decisions,
            NeverBlock neverBlock,
            ImmutableHashSet<Indicator> told
        )
        {
            var mark = list.Pair.Draft.Mark;
            ImmutableArray<Indicator> was = [.. then.Where(other => other.Mark == mark).SelectMany(OursIn).Distinct()];
            var wanted = decisions.Where(decision => decision.Blocks(list.List)).ToImmutableArray();
            var active = list.Pair.Active is { } pair ? OursIn(pair).Distinct().ToImmutableArray() : [];
            return new OnOne
            {
                List = list.List,
                Block = Missing(was, list, wanted, neverBlock, told),
                Unblock =
                    list.List is ListPurpose.Domains
                        ? [.. active.Concat(wanted.Select(decision => decision.Indicator)).Except(was)]
                        : TooMuch(CoverOf(was), list.List, wanted, active),
                Forbidden =
                [
                    .. from entry in was
                    from tier in neverBlock.Touching(entry, isCanary: false).Take(1)
                    where !IsCanary(entry, wanted)
                    select (entry, tier),
                ],
            };
        }

        private static ImmutableArray<Indicator> Missing(
            ImmutableArray<Indicator> was,
            ListPlan list,
            ImmutableArray<Decision> wanted,
            NeverBlock neverBlock,
            ImmutableHashSet<Indicator> told
        )
        {
            var stays = StaysIn(list).Except(told).ToImmutableArray();
            if (list.List is ListPurpose.Domains)
            {
                return
                [
                    .. was.Except(wanted.Select(decision => decision.Indicator))
                        .Except(stays)
                        .Where(name => !neverBlock.Touching(name, isCanary: false).Any()),
                ];
            }

            // What stays and is wider than it was is cut, and goes as a whole where nothing decides it: then its part needs a word too.
            var then = CoverOf(was);
            var standing = CoverOf(
                stays.Where(entry => then.Contains(entry.Range)).Concat(wanted.SelectMany(decision => decision.EntriesOn(list.List)))
            );
            var never = neverBlock.Around(isCanary: false);
            return [.. was.Where(entry => !RangeSet.Of([entry.Range]).Subtract(never).Subtract(standing).IsEmpty)];
        }

        private static ImmutableArray<Indicator> TooMuch(
            RangeSet then,
            ListPurpose list,
            ImmutableArray<Decision> wanted,
            ImmutableArray<Indicator> active
        )
        {
            var unblock = ImmutableArray.CreateBuilder<Indicator>();
            foreach (var decision in wanted)
            {
                var beyond = CoverOf(decision.EntriesOn(list)).Subtract(then);
                if (!beyond.IsEmpty)
                {
                    unblock.AddRange(
                        then.Overlaps(decision.Indicator.Range) ? beyond.Ranges.Select(range => new Indicator(range)) : [decision.Indicator]
                    );
                }
            }

            var said = then.Union(CoverOf(unblock));
            return
            [
                .. unblock.Distinct(),
                .. active
                    .SelectMany(entry => RangeSet.Of([entry.Range]).Subtract(said).Ranges.Select(range => new Indicator(range)))
                    .Distinct(),
            ];
        }

        private static bool IsCanary(Indicator entry, ImmutableArray<Decision> wanted) =>
            wanted.Any(decision => decision.IsCanary && decision.Indicator == entry);

        private static ImmutableArray<Indicator> StaysIn(ListPlan list) =>
            [.. list.Written.Where(list.Pair.Draft.Mark.IsOurs).Select(entry => entry.What)];

        private static RangeSet CoverOf(IEnumerable<Indicator> entries) => RangeSet.Of(entries.Select(entry => entry.Range));
    }
}
