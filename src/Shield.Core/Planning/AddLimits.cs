using System.Collections.Immutable;
using Shield.Core.Decisions;

namespace Shield.Core.Planning;

/// <summary>
/// How much may be added now: per run, of what the day has left, and as far as there is room for entries of ours. Limits shape the
/// additions and refuse nothing; a removal has a cause and no limit (law 9).
/// </summary>
public sealed record AddLimits(int PerRun, int LeftToday, int Capacity)
{
    /// <summary>An operator's first, then the worst, then the longest-lasting; the rest waits where everybody can see it.</summary>
    /// <param name="wanted">Additions that nothing else holds.</param>
    /// <param name="isReplacement">True for what takes the place of an entry that leaves in the same plan: no new block, so no limit.</param>
    /// <param name="taken">Entries of ours that stay, on both lists.</param>
    public (ImmutableArray<Addition> Add, ImmutableArray<KeptBack> KeptBack) Shape(
        IEnumerable<Addition> wanted,
        Func<Addition, bool> isReplacement,
        int taken)
    {
        var add = ImmutableArray.CreateBuilder<Addition>();
        var keptBack = ImmutableArray.CreateBuilder<KeptBack>();
        var allowed = Math.Min(PerRun, LeftToday);
        var counted = 0;
        foreach (var addition in WorstFirst(wanted))
        {
            var isLimited = !addition.Answer.IsExemptFromLimits && !isReplacement(addition);
            if (taken + add.Count >= Capacity)
            {
                keptBack.Add(new KeptBack(addition, ReasonCode.OverCapacity));
            }
            else if (isLimited && counted >= allowed)
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

    private static IOrderedEnumerable<Addition> WorstFirst(IEnumerable<Addition> wanted) => wanted
        .OrderByDescending(addition => addition.Answer.IsOperators)
        .ThenByDescending(addition => addition.Answer.Severity)
        .ThenByDescending(addition => addition.Answer.Until)
        .ThenBy(addition => addition.Entry)
        .ThenBy(addition => addition.Direction);
}
