using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>Finds the acts that bear on an indicator without comparing each with each: ranges are few, single parties many.</summary>
internal sealed class ActIndex
{
    private readonly ILookup<Indicator, Act> _exact;
    private readonly ImmutableArray<Act> _wide;
    private readonly ImmutableArray<Act> _all;

    public ActIndex(ImmutableArray<Act> acts)
    {
        _all = [.. acts.Where(act => act.Indicator is not null && act.Kind is not (ActKind.Allow or ActKind.Disallow)).Order()];
        _exact = _all.ToLookup(act => act.Indicator!.Value);
        _wide = [.. _all.Where(act => IsWide(act.Indicator!.Value))];
    }

    public IEnumerable<Indicator> Indicators => _exact.Select(group => group.Key);

    /// <summary>Acts on exactly this one, on something around it, and on something that shares a part of it; oldest first.</summary>
    public ImmutableArray<Act> On(Indicator indicator) => IsWide(indicator)
        ? [.. _all.Where(act => act.Indicator!.Value.Overlaps(indicator))]
        : _wide.Length is 0
            ? [.. _exact[indicator]]
            : [.. _exact[indicator].Concat(_wide.Where(act => act.Indicator!.Value.Covers(indicator))).Order()];

    private static bool IsWide(Indicator indicator) => !indicator.IsDomain && !indicator.Range.IsSingle;
}
