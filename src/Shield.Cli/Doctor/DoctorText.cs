using Shield.Cli.Checks;
using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Checks;
using Shield.Operating.Doctor;

namespace Shield.Cli.Doctor;

internal static class DoctorText
{
    public static void Write(DoctorAnswer answer, Screen screen)
    {
        ExaminedText.Write(answer.Checks, screen);
        var (failing, warning) = (Count(ExaminedRow.Fails), Count(ExaminedRow.Warns));
        screen.Blank();
        screen.Line(
            (failing, warning) switch
            {
                (0, 0) => "All is well.",
                (0, _) => $"Nothing fails; {warning} warning(s).",
                _ => $"{failing} check(s) fail; {warning} warning(s).",
            },
            failing > 0 ? Tone.Bad
                : warning > 0 ? Tone.Warning
                : Tone.Good
        );

        int Count(CheckAnswer said) => answer.Checks.Count(row => row.Answer == said);
    }
}
