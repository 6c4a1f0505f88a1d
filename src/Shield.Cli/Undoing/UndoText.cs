using Shield.Cli.Acts;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Operating.Answers;
using Shield.Operating.Undoing;
using Shield.Operating.Words;

namespace Shield.Cli.Undoing;

internal static class UndoText
{
    public static void Write(UndoResult result, Screen screen)
    {
        var undo = result.Undo;
        screen.Table(
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
            screen.Line(
                $"Not undone: {left.Act.Kind.ToWord()} {left.Act.Indicator} of {TimeText.Of(left.Act.At)} by {left.Act.Who} "
                    + $"({left.Act.Id}): {NotUndoneText.DetailOf(left)}.",
                left.HoldsAlready ? Tone.Faint : Tone.Warning
            );
        }

        if (undo.Takes.IsEmpty)
        {
            screen.Line("Nothing is left to undo.");
            return;
        }

        if (result.Done is { } done)
        {
            screen.Blank();
            ActText.Write(done, screen);
            return;
        }

        ForeseenText.Write(result.Foreseen, screen);
        screen.Blank();
        screen.Line($"Nothing was recorded or written. To do it: {result.Repetition} with --apply and --reason.");
    }
}
