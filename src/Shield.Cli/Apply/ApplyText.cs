using Shield.Cli.Effects;
using Shield.Cli.Printing;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Apply;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Cli.Apply;

internal static class ApplyText
{
    public static void Write(ApplyResult result, Screen screen)
    {
        if (ChangedRow.Of(ChangedBlocks.Of(result.Accepted)) is { } accepted)
        {
            screen.Line($"The limits are lifted for {EffectText.Named(accepted, "shield plan")}.");
        }

        ReconcileText.WriteWhole(result.Effect, screen);
        var report = result.Effect.Report;
        if (report.Reason is { } reason)
        {
            screen.Line($"{reason}: {report.Detail}", Tone.Bad);
        }
        else if (report.Detail is { } detail)
        {
            screen.Line(detail, Tone.Warning);
        }

        screen.Lines(RemovalText.Lines(result.RemovedByHand));
        if (!report.Unproven.IsEmpty)
        {
            screen.Line(
                $"Provisioned, and yet the active list says otherwise: {string.Join(", ", report.Unproven)}. "
                    + "Somebody else wrote at the same time; the next apply heals it.",
                Tone.Bad
            );
        }

        if (report.KeptBack > 0 && (report.IsUnenforced || report.Outcome is ReconcileOutcome.KeptBack))
        {
            WriteKeptBack(report, screen);
        }
    }

    private static void WriteKeptBack(ReconcileReport report, Screen screen)
    {
        screen.Line("shield plan shows the kept-back set and what it waits for.");
        if (report.OverLimit is { } limited && limited < report.KeptBack)
        {
            screen.Line(
                $"{report.KeptBack - limited} of them wait for something else than a limit, which cannot be accepted; "
                    + $"where it is room: {Remedies.MakesRoom}."
            );
        }

        if (report.OverLimit > 0)
        {
            screen.Line("To accept what a limit keeps back, exactly that set:");
            screen.Line($"  shield apply --accept-plan {report.Fingerprint} --reason \"…\"", Tone.Strong);
        }
    }
}
