namespace Shield.Core.Reconciling;

/// <summary>What others script against: the word for how a reconcile ended, in JSON and text.</summary>
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
}
