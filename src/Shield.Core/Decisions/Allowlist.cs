using Shield.Core.Evidence;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>The operator's allowlist, derived from acts: for each indicator its newest allow or disallow counts.</summary>
public static class Allowlist
{
    public static IEnumerable<Act> InForce(IEnumerable<Act> acts, DateTimeOffset now) => acts
        .Where(act => act is { Kind: ActKind.Allow or ActKind.Disallow, Indicator: not null } && act.IsInForce(now))
        .GroupBy(act => act.Indicator!.Value)
        .Select(about => about.Max()!)
        .Where(newest => newest.Kind is ActKind.Allow)
        .OrderBy(act => act.Indicator!.Value);
}
