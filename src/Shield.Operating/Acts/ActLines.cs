using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Acts;

/// <summary>What came of acts, in lines.</summary>
public static class ActLines
{
    public static IEnumerable<Cell> Of(ActResult result)
    {
        var act = result.Acts[0];
        var isOne = result.Acts.Length is 1;
        var direction = act.Directions is Directions.Both ? "" : $" ({act.Directions.ToWord()})";
        var about = isOne ? $"{act.Indicator}{direction}" : $"for {result.Acts.Length} indicators";
        var end = act.Until is { } until ? $", until {TimeText.Of(until)}" : "";
        return
        [
            new Cell($"Recorded: {act.Kind.ToWord()} {about} by {act.Who}{end}. {act.Why}"),
            .. Effect(result),
            .. CoverText.Lines(isOne ? $"{act.Indicator}" : "One of them", result.Others),
        ];
    }

    /// <summary>The same below something else.</summary>
    public static IEnumerable<AnswerPart> Apart(ActResult result) =>
        Of(result).Select((line, index) => (AnswerPart)new AnswerLine(line, index is 0 ? LineForm.Apart : LineForm.Plain));

    private static IEnumerable<Cell> Effect(ActResult result)
    {
        if (result.Standing is { } standing)
        {
            var (text, tone) = EffectText.OfParty(standing with { IsDenied = result.Others.Any(cover => cover.IsDenied) });
            yield return new Cell(text, tone);
        }

        if (result.Remedy is { } remedy)
        {
            yield return new Cell($"To do: {remedy}", Tone.Warning);
        }

        if (result.Effect is { } effect)
        {
            foreach (var line in ReconcileLines.Outcome(effect).Concat(ReconcileLines.Others(result.Also)))
            {
                yield return line;
            }
        }
    }
}
