using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Reconciling;
using Shield.Operating.Words;

namespace Shield.Operating.Reading;

/// <summary>Where names lead to, and what is decided of that.</summary>
public static class LedByNames
{
    private const int MostRefused = 1_000;

    /// <summary>
    /// For a name: the addresses that DNS answered. For an address: the names that led to it. Answers that no longer count are listed too.
    /// </summary>
    public static ImmutableArray<ResolvedRow> About(Indicator asked, Decided decided) =>
        [
            .. from decision in decided.Decisions
            from resolution in decision.Names
            where asked.IsDomain ? resolution.Domain == asked.Domain : decision.Indicator == asked
            orderby resolution.Until descending, resolution.Domain.Text, resolution.Address
            select RowOf(resolution, decision),
        ];

    /// <summary>Null where names are not resolved.</summary>
    public static ResolvedNamesRow? Of(Decided decided)
    {
        if (!decided.Context.Policy.ResolveDomains)
        {
            return null;
        }

        var blocked = decided
            .Decisions.Where(decision => decision is { Indicator.IsDomain: true, Verdict: Verdict.Block })
            .Select(decision => decision.Indicator.Domain!)
            .ToHashSet();
        var living = decided
            .Decisions.SelectMany(decision =>
                decision
                    .Names.Where(one => one.IsInForce(decided.Now) && blocked.Contains(one.Domain))
                    .Select(one => (Resolution: one, Decision: decision))
            )
            .ToLookup(led => led.Decision.Outbound.Verdict is Verdict.Block);
        return new ResolvedNamesRow(
            living.SelectMany(led => led).Select(led => led.Resolution.Domain).Distinct().Count(),
            living[true].Select(led => led.Decision.Indicator).Distinct().Count(),
            [.. living[false].Select(led => RowOf(led.Resolution, led.Decision)).Take(MostRefused)]
        );
    }

    private static ResolvedRow RowOf(Resolution resolution, Decision decision) =>
        new()
        {
            Domain = resolution.Domain.Text,
            Address = resolution.Address.ToString(),
            ResolvedAt = resolution.ResolvedAt,
            Until = resolution.Until,
            Verdict = decision.Outbound.Verdict.ToWord(),
            Reason = decision.Outbound.Reason,
        };
}
