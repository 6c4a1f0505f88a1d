using System.Collections.Immutable;
using Shield.Core.FindingTypes;

namespace Shield.Core.Planning.Desired;

/// <summary>
/// How much may be added now: per run, and of what the day has left. Limits shape the additions and refuse nothing; a removal has a cause
/// and no limit (law 9).
/// </summary>
public sealed record AddLimits(int PerRun, int LeftToday)
{
    /// <summary>An operator's first, then the worst, then the longest-lasting; the rest waits where everybody can see it.</summary>
    /// <param name="wanted">Additions that nothing else holds.</param>
    /// <param name="isReplacement">True for what takes the place of an entry that leaves in the same plan: no new block, so no
    /// limit.</param>
    public (ImmutableArray<Addition> Add, ImmutableArray<KeptBack> KeptBack) Shape(
        IEnumerable<Addition> wanted,
        Func<Addition, bool> isReplacement
    )
    {
        var add = ImmutableArray.CreateBuilder<Addition>();
        var keptBack = ImmutableArray.CreateBuilder<KeptBack>();
        var allowed = Math.Min(PerRun, LeftToday);
        var counted = 0;
        foreach (var addition in wanted.WorstFirst(addition => addition))
        {
            var isLimited = !addition.Answer.IsExemptFromLimits && !isReplacement(addition);
            if (isLimited && counted >= allowed)
            {
                keptBack.Add(new KeptBack(addition, ReasonCode.OverLimit));
            }
            else
            {
                counted += isLimited ? 1 : 0;
                add.Add(addition);
            }
        }

        return (add.ToImmutable(), keptBack.ToImmutable());
    }
}

internal static class Ranking
{
    public static IOrderedEnumerable<T> WorstFirst<T>(this IEnumerable<T> items, Func<T, Addition> of) =>
        items
            .OrderByDescending(item => of(item).Rank)
            .ThenByDescending(item => of(item).Answer.Until)
            .ThenBy(item => of(item).Entry)
            .ThenBy(item => of(item).List);
}
