using Shield.Cli.Output;

namespace Shield.Cli.Wording;

internal static class ApplyText
{
    private const int MostNamed = 10;

    public static void Write(ApplyAnswer answer, Screen screen)
    {
        if (!answer.Accepted.IsEmpty)
        {
            screen.Line($"Accepted: {string.Join(", ", answer.Accepted)}");
        }

        WriteOutcome(new ApplySummary(answer.Outcome, answer.Added, answer.Removed, answer.KeptBack, answer.PolicyVersion) { AddedNames = answer.AddedNames, Exempted = answer.Exempted }, screen);
        if (answer.Reason is { } reason)
        {
            screen.Line($"{reason}: {answer.Detail}", Tone.Bad);
        }
        else if (answer.Detail is { } detail)
        {
            screen.Line(detail, Tone.Warning);
        }

        if (!answer.Unproven.IsEmpty)
        {
            screen.Line($"Provisioned, and yet the active list says otherwise: {string.Join(", ", answer.Unproven)}. Somebody else wrote at the same time; the next apply heals it.", Tone.Bad);
        }

        if (answer.KeptBack > 0 && answer.Outcome is "kept-back")
        {
            screen.Line("shield plan shows the kept-back set and what it waits for.");
            if (answer.OverLimit > 0)
            {
                screen.Line("To accept what a limit keeps back, exactly that set:");
                screen.Line($"  shield apply --accept-plan {answer.Fingerprint}", Tone.Strong);
            }
        }
    }

    /// <summary>Only what a limit keeps back can be accepted; what waits for somebody's draft, for room or for a never-block list cannot.</summary>
    /// <param name="overLimit">Null where the report of an older version does not tell.</param>
    public static string KeptBackSentence(int keptBack, int? overLimit, string? fingerprint) =>
        $"{keptBack} addition(s) kept back; shield plan shows what they wait for{(overLimit > 0 ? $", and shield apply --accept-plan {fingerprint} accepts what a limit keeps back" : "")}";

    public static void WriteOutcome(ApplySummary apply, Screen screen)
    {
        var counts = $"{apply.Added} added, {apply.Removed} removed{(apply.PolicyVersion is { } version ? $", policy version {version}" : "")}";
        var (text, tone) = apply.Outcome switch
        {
            "applied" => ($"Applied: {counts}. {Effect(apply)}", Tone.Good),
            "nothing" => ("Nothing to do: the PCE already holds what is decided.", Tone.Good),
            "observed" => ("Observed only (Policy:Autonomy=observe): nothing was written.", Tone.Warning),
            "kept-back" => ($"Kept back: {apply.KeptBack} addition(s) wait; the rest has gone ({counts}).", Tone.Warning),
            "paused" => ("Paused: nothing was written.", Tone.Warning),
            _ => ("Refused: nothing was written.", Tone.Bad),
        };
        screen.Line(text, tone);
        if (!apply.Exempted.IsEmpty)
        {
            var more = apply.Exempted.Length > MostNamed ? $" and {apply.Exempted.Length - MostNamed} more" : "";
            screen.Line($"Not blocked, though added: an exclusion that somebody put on our list lets through {string.Join(", ", apply.Exempted.Take(MostNamed))}{more}.", Tone.Bad);
        }
    }

    private static string Effect(ApplySummary apply) => apply.Exempted.Length > 0 && apply.Exempted.Length >= apply.Added ? "" : (apply.AddedNames, apply.Added - apply.AddedNames, apply.Removed) switch
    {
        (0, _, _) => "New connections are blocked accordingly.",
        (_, 0, 0) => "Names are listed; whether the PCE acts on a name in a deny rule is not known.",
        _ => "New connections are blocked accordingly; names are listed, and whether the PCE acts on a name is not known.",
    };

    /// <summary>For the answers of acts and of ingest.</summary>
    public static void WriteSummary(ApplySummary? apply, Screen screen)
    {
        if (apply is not null)
        {
            WriteOutcome(apply, screen);
        }
    }
}
