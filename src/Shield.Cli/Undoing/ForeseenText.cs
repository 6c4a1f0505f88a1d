using Shield.Cli.Plans;
using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Undoing;
using Shield.Operating.Words;

namespace Shield.Cli.Undoing;

internal static class ForeseenText
{
    /// <summary>What would change, and what an apply would do then.</summary>
    /// <param name="foreseen">Null where the PCE could not be read.</param>
    public static void Write(Foreseen? foreseen, Screen screen)
    {
        if (foreseen is null)
        {
            screen.Line("What that would change on the PCE is not known: it could not be read from here.", Tone.Warning);
            return;
        }

        if (foreseen.Changes.IsEmpty)
        {
            screen.Line("That changes no decision.");
        }

        screen.Table(
            "What is decided then",
            ["indicator", "direction", "now", "then", "why", "until"],
            foreseen
                .Changes.Select(ForeseenRow.Of)
                .Select(row =>
                    (string[])
                        [
                            row.Indicator,
                            row.Direction,
                            row.Was is null ? "-" : $"{row.Was} ({row.WasReason})",
                            row.Becomes,
                            PlanText.Because(row.Reason),
                            TimeText.Of(row.Until),
                        ]
                )
        );
        var plan = foreseen.Plan;
        if (plan.Refused is { } refused)
        {
            screen.Line($"An apply would be refused ({refused.Reason}): {refused.Detail}", Tone.Bad);
        }

        PlanText.WriteChanges(plan, screen);
    }
}
