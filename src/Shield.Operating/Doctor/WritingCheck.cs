using Shield.Core.Decisions;
using Shield.Core.Planning.Pce;
using Shield.Operating.Checks;
using Shield.Operating.Reading;

namespace Shield.Operating.Doctor;

/// <summary>Whether people let it write at all.</summary>
public static class WritingCheck
{
    public const string Name = "writing";

    public static ExaminedRow Of(Plan plan, Autonomy autonomy) =>
        (plan.Paused, autonomy) switch
        {
            ({ } flag, _) => ExaminedRow.Warn(
                Name,
                PauseText.Sentence(flag),
                $"{PauseText.Remedy}, or take the line PAUSED … out of the descriptions of our lists in the PCE's console"
            ),
            (_, Autonomy.Observe) => ExaminedRow.Warn(
                Name,
                "Policy:Autonomy is observe: nothing is written",
                "set it to ask or act when you have seen enough"
            ),
            (_, Autonomy.Ask) => ExaminedRow.Pass(Name, "Policy:Autonomy is ask: every block waits for a person"),
            _ => ExaminedRow.Pass(
                Name,
                plan.KeptBack is []
                    ? "Policy:Autonomy is act"
                    : $"Policy:Autonomy is act; {plan.KeptBack.Length} addition(s) are kept back: shield plan says for what"
            ),
        };
}
