using Shield.Cli.Checks;
using Shield.Cli.Printing;

namespace Shield.Cli.History;

internal static class HistoryText
{
    public static void Write(HistoryVerifyAnswer answer, Screen screen)
    {
        var (failing, skipped) = (Count(ExaminedRow.Fails), Count(ExaminedRow.Skips));
        var unmade = skipped is 0 ? "" : $" {skipped} of {answer.Checks.Length} checks could not be made.";
        screen.Line(
            failing > 0 ? $"The ledger is not as Shield wrote it: {failing} of {answer.Checks.Length} checks fail.{unmade}"
                : skipped is 0 ? "The ledger is as Shield wrote it, as far as it can be checked."
                : $"What could be checked agrees.{unmade}",
            failing > 0 ? Tone.Bad
                : skipped > 0 ? Tone.Warning
                : Tone.Good
        );
        screen.Blank();
        ExaminedText.Write(answer.Checks, screen);
        screen.Heading("Not covered");
        foreach (var part in answer.NotCovered)
        {
            screen.Point(part);
        }

        screen.Heading("Ends of the chains, to be noted elsewhere");
        screen.Point(EndOf("history", "record(s)", answer.History));
        screen.Point(EndOf("acts", "act(s)", answer.Acts));

        int Count(CheckAnswer said) => answer.Checks.Count(row => row.Answer == said);
    }

    private static string EndOf(string chain, string links, ChainEndRow? end) =>
        end is null ? $"{chain}: cannot be read" : $"{chain}: {end.Length} {links}, {end.Hash}";
}
