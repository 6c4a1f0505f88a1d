using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Operating.Words;

/// <summary>The contract's words: lower case, hyphens.</summary>
public static class ContractWords
{
    public static string ToWord(this Verdict verdict) =>
        verdict switch
        {
            Verdict.Block => "block",
            Verdict.Hold => "hold",
            Verdict.Ignore => "ignore",
        };

    public static string ToKind(this Indicator indicator) =>
        indicator.IsDomain ? "domain"
        : indicator.Range.IsSingle ? "address"
        : "range";

    public static string ToWord(this Autonomy autonomy) =>
        autonomy switch
        {
            Autonomy.Observe => "observe",
            Autonomy.Ask => "ask",
            Autonomy.Act => "act",
        };
}
