using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Operating.Reading;

namespace Shield.Operating.Explain;

/// <summary>Which commands about a party are taken, and have an effect.</summary>
/// <param name="CanBlock">False for what is never blocked, and for what no list can hold.</param>
/// <param name="CanAllow">False for what is too broad, and where an entry of somebody else would deny it all the same.</param>
/// <param name="Approve">The held indicator that an approval is about; null where none would have an effect.</param>
/// <param name="Reject">The held indicator.</param>
/// <param name="Allowed">The entries of the allowlist that cover it and that a command can take off.</param>
public sealed record Suggestible(bool CanBlock, bool CanAllow, string? Approve, string? Reject, ImmutableArray<string> Allowed)
{
    public static Suggestible Of(Indicator asked, Decision? decision, Overview overview, bool isDenied)
    {
        var context = overview.Decided.Context;
        bool IsExpressible(Indicator what) => what.IsDomain ? context.Domains is DomainSupport.On : !Breadth.IsTooBroadForAnyList(what);
        var held =
            decision is { Verdict: Verdict.Hold } && overview.Decided.Decisions.Any(known => known.Indicator == decision.Indicator)
                ? decision.Indicator
                : (Indicator?)null;
        return new Suggestible(
            CanBlock: IsExpressible(asked) && Screening.FaultOfBlock(asked, overview.Decided.NeverBlock) is null,
            CanAllow: Screening.FaultOfAllowance(asked) is null && !isDenied,
            Approve: held is { } waiting && IsExpressible(waiting) ? waiting.ToString() : null,
            Reject: held?.ToString(),
            Allowed:
            [
                .. Allowlist
                    .InForce(overview.Decided.Ledger.Acts, overview.Decided.Now)
                    .Select(act => act.Indicator!.Value)
                    .Where(allowed => ExplainedChecks.IsInside(asked, allowed))
                    .Select(allowed => allowed.ToString()),
            ]
        );
    }
}
