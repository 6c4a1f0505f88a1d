using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Operating.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

/// <summary>What an undo would do or did, in lines and tables.</summary>
public static class UndoLines
{
    public static IEnumerable<AnswerPart> Of(UndoResult result)
    {
        var undo = result.Undo;
        yield return AnswerPart.Table(
            result.Done is null ? "To take back" : "Taken back",
            ["act", "when", "what", "on", "direction", "until", "who", "why"],
            undo.Takes.Select(act =>
                (string[])
                    [
                        act.Id,
                        TimeText.Of(act.At),
                        act.Kind.ToWord(),
                        act.Indicator?.ToString() ?? "-",
                        act.Directions.ToWord(),
                        TimeText.Of(act.Until),
                        act.Who,
                        act.Why,
                    ]
            )
        );
        foreach (var left in undo.Leaves)
        {
            yield return AnswerPart.Line(
                $"Not undone: {left.Act.Kind.ToWord()} {left.Act.Indicator} of {TimeText.Of(left.Act.At)} by {left.Act.Who} "
                    + $"({left.Act.Id}): {NotUndoneText.DetailOf(left)}.",
                left.HoldsAlready ? Tone.Faint : Tone.Warning
            );
        }

        if (undo.Takes.IsEmpty)
        {
            yield return AnswerPart.Line("Nothing is left to undo.");
            yield break;
        }

        foreach (var part in result.Done is { } done ? ActLines.Apart(done) : ForeseenLines.Of(result.Foreseen))
        {
            yield return part;
        }
    }
}
