using System.Collections.Immutable;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>The operator's allowlist, derived from acts: for each indicator its newest allow or disallow counts.</summary>
public static class Allowlist
{
    /// <param name="acts">All there are.</param>
    /// <param name="now">The moment.</param>
    /// <param name="noticed">Since when it is known that some are dated after now; null: since just now.</param>
    public static IEnumerable<Act> InForce(ImmutableArray<Act> acts, DateTimeOffset now, DateTimeOffset? noticed = null) =>
        acts.AsOf(now, noticed)
            .Where(act => act is { Kind: ActKind.Allow or ActKind.Disallow, Indicator: not null } && act.IsInForce(now))
            .GroupBy(act => act.Indicator!.Value)
            .Select(about => about.Max()!)
            .Where(newest => newest.Kind is ActKind.Allow)
            .OrderBy(act => act.Indicator!.Value);
}
