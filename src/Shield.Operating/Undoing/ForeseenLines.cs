using Shield.Operating.Answers;
using Shield.Operating.Plans;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

public static class ForeseenLines
{
    /// <summary>What would change, and what an apply would do then.</summary>
    /// <param name="foreseen">Null where the PCE could not be read.</param>
    public static IEnumerable<AnswerPart> Of(Foreseen? foreseen)
    {
        if (foreseen is null)
        {
            yield return AnswerPart.Line("What that would change on the PCE is not known: it could not be read from here.", Tone.Warning);
            yield break;
        }

        if (foreseen.Changes.IsEmpty)
        {
            yield return AnswerPart.Line("That changes no decision.");
        }

        yield return AnswerPart.Table(
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
                            PlanLines.Because(row.Reason),
                            TimeText.Of(row.Until),
                        ]
                )
        );
        var plan = foreseen.Plan;
        if (plan.Refused is { } refused)
        {
            yield return AnswerPart.Line($"An apply would be refused ({refused.Reason}): {refused.Detail}", Tone.Bad);
        }

        foreach (var table in PlanLines.Changes(plan))
        {
            yield return table;
        }
    }
}
