using System.Collections.Immutable;
using Shield.Cli.Checks;
using Shield.Cli.Printing;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Checks;
using Shield.Operating.History;

namespace Shield.Cli.History;

internal static class HistoryText
{
    public static void Write(VerifiedLedger verified, Screen screen)
    {
        var (failing, skipped) = (Count(ExaminedRow.Fails), Count(ExaminedRow.Skips));
        var unmade = skipped is 0 ? "" : $" {skipped} of {verified.Checks.Length} checks could not be made.";
        screen.Line(
            failing > 0 ? $"The ledger is not as Shield wrote it: {failing} of {verified.Checks.Length} checks fail.{unmade}"
                : skipped is 0 ? "The ledger is as Shield wrote it, as far as it can be checked."
                : $"What could be checked agrees.{unmade}",
            failing > 0 ? Tone.Bad
                : skipped > 0 ? Tone.Warning
                : Tone.Good
        );
        screen.Blank();
        ExaminedText.Write(verified.Checks, screen);
        screen.Heading("Not covered");
        foreach (var part in VerifiedLedger.NotCovered)
        {
            screen.Point(part);
        }

        screen.Heading("Ends of the chains, to be noted elsewhere");
        screen.Point(EndOf("history", "record(s)", verified.History));
        screen.Point(EndOf("acts", "act(s)", verified.Acts));

        int Count(CheckAnswer said) => verified.Checks.Count(row => row.Answer == said);
    }

    public static void Write(ImmutableArray<HistoryEvent> events, Screen screen) => screen.Write(HistoryLines.Of(events));

    public static void Write(HistoryShown shown, Screen screen) => screen.Write(HistoryLines.Of(shown));

    private static string EndOf(string chain, string links, ChainEnd? end) =>
        end is null ? $"{chain}: cannot be read" : $"{chain}: {end.Length} {links}, {end.Hash}";
}
