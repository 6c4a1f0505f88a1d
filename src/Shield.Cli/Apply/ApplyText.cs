using Shield.Cli.Effects;
using Shield.Cli.Printing;
using Shield.Cli.Reading;

namespace Shield.Cli.Apply;

internal static class ApplyText
{
    public static void Write(ApplyAnswer answer, Screen screen)
    {
        if (!answer.Accepted.IsEmpty)
        {
            screen.Line(
                $"The limits are lifted for {EffectText.Named(new ChangedRow(answer.Accepted.Length, [.. answer.Accepted.Take(ChangedRow.Most)]), "shield plan")}."
            );
        }

        ReconcileText.WriteWhole(answer.Summary, screen);
        if (answer.Reason is { } reason)
        {
            screen.Line($"{reason}: {answer.Detail}", Tone.Bad);
        }
        else if (answer.Detail is { } detail)
        {
            screen.Line(detail, Tone.Warning);
        }

        RemovalText.Write(answer.RemovedByHand, screen);
        if (!answer.Unproven.IsEmpty)
        {
            screen.Line(
                $"Provisioned, and yet the active list says otherwise: {string.Join(", ", answer.Unproven)}. Somebody else wrote at the same time; the next apply heals it.",
                Tone.Bad
            );
        }

        if (answer is { KeptBack: > 0, Outcome: "kept-back" or "not-enforced" })
        {
            screen.Line("shield plan shows the kept-back set and what it waits for.");
            if (answer.OverLimit is { } limited && limited < answer.KeptBack)
            {
                screen.Line(
                    $"{answer.KeptBack - limited} of them wait for something else than a limit, which cannot be accepted; where it is room: {Remedies.MakesRoom}."
                );
            }

            if (answer.OverLimit > 0)
            {
                screen.Line("To accept what a limit keeps back, exactly that set:");
                screen.Line($"  shield apply --accept-plan {answer.Fingerprint} --reason \"…\"", Tone.Strong);
            }
        }
    }
}
