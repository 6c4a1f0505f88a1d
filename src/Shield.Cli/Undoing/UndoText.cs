using Shield.Cli.Acts;
using Shield.Cli.Printing;
using Shield.Cli.Words;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;

namespace Shield.Cli.Undoing;

internal static class UndoText
{
    public static string WordOf(UndoObstacle why) =>
        why switch
        {
            UndoObstacle.Withdrawn => "withdrawn",
            UndoObstacle.Over => "over",
            UndoObstacle.Accept => "accept",
            UndoObstacle.Pause => "pause",
            UndoObstacle.Resume => "resume",
            UndoObstacle.RemovedByHand => "removed-by-hand",
        };

    /// <summary>Without a full stop.</summary>
    public static string DetailOf(NotUndone left) =>
        left.Why switch
        {
            UndoObstacle.Withdrawn => $"it was withdrawn already, by {left.By!.Who} at {Screen.Time(left.By.At)}",
            UndoObstacle.Over when left.By is { } by => $"it is over: {by.Who} ended it at {Screen.Time(by.At)} ({by.Kind.ToWord()})",
            UndoObstacle.Over => $"it is over since {Screen.Time(left.Act.Until)}, its own end",
            UndoObstacle.Accept => "it lifted a limit, and what came on a list by that stands there by its own evidence: shield unblock "
                + $"takes one off, shield threats withdraw {left.Act.Id} puts the limit back",
            UndoObstacle.Pause => "the flag on the PCE carries it out: shield resume ends it",
            UndoObstacle.Resume => "it ended a pause: shield pause begins a new one",
            UndoObstacle.RemovedByHand => "a person did it on the PCE, with no command of Shield: "
                + $"shield threats withdraw {left.Act.Id} blocks again what the evidence says",
        };

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
                        Screen.Time(act.At),
                        act.Kind.ToWord(),
                        act.Indicator?.ToString() ?? "-",
                        act.Directions.ToWord(),
                        Screen.Time(act.Until),
                        act.Who,
                        act.Why,
                    ]
            )
        );
        foreach (var left in undo.Leaves)
        {
            screen.Line(
                $"Not undone: {left.Act.Kind.ToWord()} {left.Act.Indicator} of {Screen.Time(left.Act.At)} by {left.Act.Who} "
                    + $"({left.Act.Id}): {DetailOf(left)}.",
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
