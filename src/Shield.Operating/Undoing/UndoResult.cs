using Shield.Core.Ledger;
using Shield.Operating.Acts;

namespace Shield.Operating.Undoing;

/// <summary>What an undo would do, or did.</summary>
/// <param name="Undo">Which acts it takes back.</param>
/// <param name="Foreseen">What that changes; null where the PCE could not be read from here, or nothing is taken back.</param>
/// <param name="Done">What came of it; null where it was only shown.</param>
public sealed record UndoResult(Undo Undo, Foreseen? Foreseen, ActResult? Done)
{
    /// <summary>
    /// How to do what was shown: by the id where nobody named an act, since the last command may be another one by the time that somebody
    /// has read this.
    /// </summary>
    public required string Repetition { get; init; }

    /// <summary>
    /// What was asked for holds where each act decides nothing any more: those that were withdrawn before or are over do not count against
    /// it, unless there is nothing else.
    /// </summary>
    public int ExitCode(int done) =>
        Undo.Takes.IsEmpty || (done is Answers.ExitCode.Done && Done is not null && Undo.Leaves.Any(left => !left.HoldsAlready))
            ? Answers.ExitCode.Refused
            : done;
}
