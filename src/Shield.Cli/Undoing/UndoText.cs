using Shield.Cli.Printing;
using Shield.Operating.Undoing;

namespace Shield.Cli.Undoing;

internal static class UndoText
{
    public static void Write(UndoResult result, Screen screen)
    {
        screen.Write(UndoLines.Of(result));
        if (result is { Done: null, Undo.Takes: not [] })
        {
            screen.Blank();
            screen.Line($"Nothing was recorded or written. To do it: {result.Repetition} with --apply and --reason.");
        }
    }
}
