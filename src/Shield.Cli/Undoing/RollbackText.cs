using Shield.Cli.Printing;
using Shield.Operating.Undoing;

namespace Shield.Cli.Undoing;

internal static class RollbackText
{
    public static void Write(RollbackResult result, Screen screen)
    {
        screen.Write(RollbackLines.Of(result));
        if (result.Policy.IsContradicted || result.Acts.IsEmpty)
        {
            return;
        }

        if (result.Done is not null)
        {
            screen.Line("To take the whole rollback back: shield undo.");
            return;
        }

        screen.Blank();
        // By its number: a length of time back leads elsewhere a minute later.
        var version = result.Policy.Version.Number;
        screen.Line($"Nothing was recorded or written. To do it: shield rollback {version} --apply --reason …, and the same options.");
    }
}
