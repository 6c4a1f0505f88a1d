using Shield.Cli.Output;

namespace Shield.Cli.Wording;

internal static class DoctorText
{
    public static void Write(DoctorAnswer answer, Screen screen)
    {
        var widest = answer.Checks.Max(row => row.Check.Length);
        foreach (var row in answer.Checks)
        {
            screen.Line($"{row.Answer}  {row.Check.PadRight(widest)}  {row.Detail}", ToneOf(row));
            if (row.Remedy is { } remedy)
            {
                screen.Point(remedy);
            }
        }

        var (failing, warning) = (Count(ExaminedRow.Fails), Count(ExaminedRow.Warns));
        screen.Blank();
        screen.Line(
            (failing, warning) switch
            {
                (0, 0) => "All is well.",
                (0, _) => $"Nothing fails; {warning} warning(s).",
                _ => $"{failing} check(s) fail; {warning} warning(s).",
            },
            failing > 0 ? Tone.Bad : warning > 0 ? Tone.Warning : Tone.Good);

        int Count(string said) => answer.Checks.Count(row => row.Answer == said);
    }

    private static Tone ToneOf(ExaminedRow row) => row.Answer switch
    {
        ExaminedRow.Passes => Tone.Good,
        ExaminedRow.Warns => Tone.Warning,
        ExaminedRow.Fails => Tone.Bad,
        _ => Tone.Faint,
    };
}
