using Shield.Cli.Printing;
using Shield.Operating.Pausing;

namespace Shield.Cli.Pausing;

/// <summary>The answers as text.</summary>
internal static class PauseReport
{
    public static void WritePause(PauseOutcome outcome, Screen screen) => screen.Lines(PauseLines.OfPause(outcome));

    public static void WriteResume(PauseOutcome outcome, Screen screen) => screen.Lines(PauseLines.OfResume(outcome));

    public static void WritePanic(PauseOutcome outcome, Screen screen) => screen.Lines(PauseLines.OfPanic(outcome));
}
