using Shield.Core.Reconciling;
using Shield.Operating.Answers;

namespace Shield.Operating.Effects;

/// <summary>The exit code of a command that reconciled (docs/exit-codes.md).</summary>
public static class OutcomeCodes
{
    public static int ToExitCode(this ReconcileReport report) => report.IsUnenforced ? ExitCode.Refused : report.Outcome.ToExitCode();

    public static int ToExitCode(this ReconcileOutcome outcome) =>
        outcome switch
        {
            ReconcileOutcome.Refused or ReconcileOutcome.Paused or ReconcileOutcome.KeptBack => ExitCode.Refused,
            ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => ExitCode.Error,
            ReconcileOutcome.Applied or ReconcileOutcome.Observed or ReconcileOutcome.Nothing => ExitCode.Done,
        };
}
