using Shield.Cli.Effects;
using Shield.Cli.Printing;
using Shield.Cli.Reading;

namespace Shield.Cli.Acts;

internal static class ActText
{
    public static void Write(ActAnswer answer, Screen screen)
    {
        var act = answer.Act;
        if (answer.Acts is { } all)
        {
            screen.Line(
                $"Recorded: {act.Kind} for {all.Length} indicators by {act.Who}{(act.Until is { } end ? $", until {Screen.Time(end)}" : "")}. {act.Why}"
            );
            WriteEffect(answer, screen);
            CoverText.Write("One of them", answer.Others ?? [], screen);
            return;
        }

        screen.Line(
            $"Recorded: {act.Kind} {act.Indicator}{(act.Direction is "both" ? "" : $" ({act.Direction})")} by {act.Who}{(act.Until is { } until ? $", until {Screen.Time(until)}" : "")}. {act.Why}"
        );
        WriteEffect(answer, screen);
        CoverText.Write(act.Indicator ?? "", answer.Others ?? [], screen);
    }

    private static void WriteEffect(ActAnswer answer, Screen screen)
    {
        if (answer.Standing is { } standing)
        {
            var (text, tone) = EffectText.OfParty(
                standing with
                {
                    IsDenied = (answer.Others ?? []).Any(row => row.Effect is CoverRow.Denied),
                }
            );
            screen.Line(text, tone);
        }

        if (answer.Remedy is { } remedy)
        {
            screen.Line($"To do: {remedy}", Tone.Warning);
        }

        if (answer.Apply is { } apply)
        {
            ReconcileText.WriteOutcome(apply, screen);
            ReconcileText.WriteOthers(answer.Also, screen);
        }
    }
}
