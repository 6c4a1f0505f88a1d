using System.Globalization;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Plans;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

/// <summary>What a rollback would do or did, in lines and tables.</summary>
public static class RollbackLines
{
    public static IEnumerable<AnswerPart> Of(RollbackResult result)
    {
        var policy = result.Policy;
        yield return AnswerPart.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Back to policy version {policy.Version.Number} of {TimeText.Of(policy.Version.CreatedAt)}: "
                    + $"{result.Then} entries of ours were active."
            ),
            Tone.Strong
        );
        yield return AnswerPart.Line(
            policy.Check switch
            {
                EarlierCheck.Agrees => "History says the same.",
                EarlierCheck.Differs when policy.IsContradicted => $"Refused: {EarlierPolicyText.Contradiction(policy)}.",
                EarlierCheck.Differs => "History says that the reconcile before it left other entries: somebody edited the lists after it.",
                _ => "History holds no reconcile of that time, so the PCE's word could not be compared.",
            },
            policy.Check is EarlierCheck.Agrees ? Tone.Plain
                : policy.IsContradicted ? Tone.Bad
                : Tone.Warning
        );
        yield return AnswerPart.Table(
            "Not put back: it must never be blocked today",
            ["entry", "list", "why", "by"],
            result.Rollback.Forbidden.Select(one =>
                (string[])[one.Entry.ToString(), one.List.ToWord(), PlanLines.Because(one.By.Reason), one.By.Detail]
            )
        );
        if (policy.IsContradicted)
        {
            yield break;
        }

        if (result.Acts.IsEmpty)
        {
            yield return AnswerPart.Line("Nothing to do: our entries are those of then, or will be with the next apply.");
            yield break;
        }

        yield return AnswerPart.Table(
            result.Done is null ? "Acts that would hold them there" : "Acts that hold them there",
            ["what", "on", "direction", "until"],
            result.Acts.Select(act => (string[])[act.Kind.ToWord(), $"{act.Indicator}", act.Directions.ToWord(), TimeText.Of(act.Until)])
        );
        foreach (var part in result.Done is { } done ? ActLines.Apart(done) : ForeseenLines.Of(result.Foreseen))
        {
            yield return part;
        }
    }
}
