using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

/// <summary>Why an act is left as it is.</summary>
public static class NotUndoneText
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
            UndoObstacle.Withdrawn => $"it was withdrawn already, by {left.By!.Who} at {TimeText.Of(left.By.At)}",
            UndoObstacle.Over when left.By is { } by => $"it is over: {by.Who} ended it at {TimeText.Of(by.At)} ({by.Kind.ToWord()})",
            UndoObstacle.Over => $"it is over since {TimeText.Of(left.Act.Until)}, its own end",
            UndoObstacle.Accept => "it lifted a limit, and what came on a list by that stands there by its own evidence: shield unblock "
                + $"takes one off, shield threats withdraw {left.Act.Id} puts the limit back",
            UndoObstacle.Pause => "the flag on the PCE carries it out: shield resume ends it",
            UndoObstacle.Resume => "it ended a pause: shield pause begins a new one",
            UndoObstacle.RemovedByHand => "a person did it on the PCE, with no command of Shield: "
                + $"shield threats withdraw {left.Act.Id} blocks again what the evidence says",
        };
}
