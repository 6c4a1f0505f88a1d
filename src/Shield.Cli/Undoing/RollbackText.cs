using System.Globalization;
using Shield.Cli.Acts;
using Shield.Cli.Plans;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Undoing;
using Shield.Operating.Words;

namespace Shield.Cli.Undoing;

internal static class RollbackText
{
    public static void Write(RollbackResult result, Screen screen)
    {
        var policy = result.Policy;
        screen.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Back to policy version {policy.Version.Number} of {TimeText.Of(policy.Version.CreatedAt)}: "
                    + $"{result.Then} entries of ours were active."
            ),
            Tone.Strong
        );
        screen.Line(
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
        screen.Table(
            "Not put back: it must never be blocked today",
            ["entry", "list", "why", "by"],
            result.Rollback.Forbidden.Select(one =>
                (string[])[one.Entry.ToString(), one.List.ToWord(), PlanText.Because(one.By.Reason), one.By.Detail]
            )
        );
        if (policy.IsContradicted)
        {
            return;
        }

        if (result.Acts.IsEmpty)
        {
            screen.Line("Nothing to do: our entries are those of then, or will be with the next apply.");
            return;
        }

        screen.Table(
            result.Done is null ? "Acts that would hold them there" : "Acts that hold them there",
            ["what", "on", "direction", "until"],
            result.Acts.Select(act => (string[])[act.Kind.ToWord(), $"{act.Indicator}", act.Directions.ToWord(), TimeText.Of(act.Until)])
        );
        if (result.Done is { } done)
        {
            screen.Blank();
            ActText.Write(done, screen);
            screen.Line("To take the whole rollback back: shield undo.");
            return;
        }

        ForeseenText.Write(result.Foreseen, screen);
        screen.Blank();
        // By its number: a length of time back leads elsewhere a minute later.
        screen.Line(
            $"Nothing was recorded or written. To do it: shield rollback {policy.Version.Number} --apply --reason …, and the same options."
        );
    }
}
