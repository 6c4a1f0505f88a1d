using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>
/// Finds the acts that bear on an indicator without comparing each with each: there may be many acts on ranges, and many parties inside
/// each.
/// </summary>
internal sealed class ActIndex
{
    private readonly RangeIndex<Act> _onRanges;
    private readonly ILookup<DomainName, Act> _onNames;

    public ActIndex(ImmutableArray<Act> acts)
    {
        // Allow and disallow act through never-block (Allowlist), and a withdrawal through the act that it takes back.
        var all = acts.Where(act => act.Indicator is not null && act.Kind is not (ActKind.Allow or ActKind.Disallow or ActKind.Withdraw))
            .ToLookup(act => act.Indicator!.Value.IsDomain);
        _onRanges = RangeIndex.Of(all[false], act => act.Indicator!.Value.Range);
        _onNames = all[true].Order().ToLookup(act => act.Indicator!.Value.Domain!);
        Indicators = [.. all[false].Concat(all[true]).Select(act => act.Indicator!.Value).Distinct()];
    }

    /// <summary>Whatever an act is about, each once.</summary>
    public ImmutableArray<Indicator> Indicators { get; }

    /// <summary>Acts on exactly this one, on something around it, and on something that shares a part of it; oldest first.</summary>
    public ImmutableArray<Act> On(Indicator indicator) =>
        indicator.IsDomain ? [.. _onNames[indicator.Domain!]]
        : _onRanges.Overlapping(indicator.Range) is { Length: > 1 } several ? several.Sort()
        : _onRanges.Overlapping(indicator.Range);
}
