using Shield.Cli.Printing;
using Shield.Core.Reconciling;

namespace Shield.Cli.Effects;

public static class OutcomeWords
{
    public static string ToWord(this ReconcileOutcome outcome) =>
        outcome switch
        {
            ReconcileOutcome.Applied => "applied",
            ReconcileOutcome.Observed => "observed",
            ReconcileOutcome.Refused => "refused",
            ReconcileOutcome.KeptBack => "kept-back",
            ReconcileOutcome.Paused => "paused",
            ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => "not-yet",
            ReconcileOutcome.Nothing => "nothing",
        };

    /// <summary>A list that nothing enforces comes before every other outcome: the entries are written, and block nobody.</summary>
    public static string ToWord(this ReconcileReport report) => report.IsUnenforced ? "not-enforced" : report.Outcome.ToWord();

    public static int ToExitCode(this ReconcileReport report) => report.IsUnenforced ? ExitCode.Refused : report.Outcome.ToExitCode();

    public static int ToExitCode(this ReconcileOutcome outcome) =>
        outcome switch
        {
            ReconcileOutcome.Refused or ReconcileOutcome.Paused or ReconcileOutcome.KeptBack => ExitCode.Refused,
            ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => ExitCode.Error,
            ReconcileOutcome.Applied or ReconcileOutcome.Observed or ReconcileOutcome.Nothing => ExitCode.Done,
        };
}
