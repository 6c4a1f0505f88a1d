using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Acts;

/// <summary>Which indicators each act takes, and what whoever acts should know: the same for a command and for a page.</summary>
public static class IndicatorActs
{
    public static readonly IndicatorAct Unblock = new(ActKind.Unblock);

    public static readonly IndicatorAct Reject = new(ActKind.Reject);

    public static readonly IndicatorAct Allow = new(ActKind.Allow) { FaultCode = "too-broad", FaultOf = Screening.FaultOfAllowance };

    public static async Task<IndicatorAct> BlockAsync(Composition composition, Directions directions, CancellationToken cancellationToken)
    {
        var neverBlock = (await composition.DecideAsync(cancellationToken)).NeverBlock;
        return new IndicatorAct(ActKind.Block)
        {
            FaultCode = "never-block",
            FaultOf = indicator => Screening.FaultOfBlock(indicator, neverBlock),
            DirectionsOf = _ => directions,
            NotesOn = indicator => NotesOnBlock(indicator, neverBlock),
        };
    }

    public static async Task<IndicatorAct> ApproveAsync(
        Composition composition,
        IReadOnlyCollection<Indicator> indicators,
        CancellationToken cancellationToken
    )
    {
        var decided = await composition.DecideAsync(EvidenceScope.AliveAnd(indicators), cancellationToken);
        var known = decided.Decisions.ToDictionary(decision => decision.Indicator);
        return new IndicatorAct(ActKind.Approve)
        {
            FaultCode = "not-held",
            FaultOf = indicator => FaultOfApproval(indicator, known.GetValueOrDefault(indicator)),
            DirectionsOf = indicator => known[indicator].Directions,
        };
    }

    /// <summary>What whoever blocks it by hand should know.</summary>
    public static IEnumerable<string> NotesOnBlock(Indicator indicator, NeverBlock neverBlock)
    {
        if (Screening.Check(indicator, neverBlock) is { Coverage: Coverage.Part } part)
        {
            yield return $"what of it is never blocked is cut out ({part.Reason}): {part.Detail}";
        }

        foreach (var match in neverBlock.SoftTouching(indicator))
        {
            yield return $"blocked because you say so, though {ReasonText.Of(match.List.Kind.ToWord())}: {match.Detail}";
        }
    }

    private static string? FaultOfApproval(Indicator indicator, Decision? decision) =>
        decision switch
        {
            { Verdict: Verdict.Hold } => null,
            null => $"{indicator} is not known, so there is nothing to approve; to block it by hand: shield threats block",
            _ => $"{indicator} is not held, its verdict is {decision.Verdict.ToWord()} ({decision.Reason})",
        };
}
