using Shield.Cli.Effects;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Cli.Acts;

internal static class ActText
{
    public static void Write(ActResult result, Screen screen)
    {
        var act = result.Acts[0];
        var isOne = result.Acts.Length is 1;
        var direction = act.Directions is Directions.Both ? "" : $" ({act.Directions.ToWord()})";
        var about = isOne ? $"{act.Indicator}{direction}" : $"for {result.Acts.Length} indicators";
        var end = act.Until is { } until ? $", until {TimeText.Of(until)}" : "";
        screen.Line($"Recorded: {act.Kind.ToWord()} {about} by {act.Who}{end}. {act.Why}");
        WriteEffect(result, screen);
        screen.Lines(CoverText.Lines(isOne ? $"{act.Indicator}" : "One of them", result.Others));
    }

    private static void WriteEffect(ActResult result, Screen screen)
    {
        if (result.Standing is { } standing)
        {
            var (text, tone) = EffectText.OfParty(standing with { IsDenied = result.Others.Any(cover => cover.IsDenied) });
            screen.Line(text, tone);
        }

        if (result.Remedy is { } remedy)
        {
            screen.Line($"To do: {remedy}", Tone.Warning);
        }

        if (result.Effect is { } effect)
        {
            ReconcileText.WriteOutcome(effect, screen);
            ReconcileText.WriteOthers(result.Also, screen);
        }
    }
}
