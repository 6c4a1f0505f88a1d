using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Operating.Checks;

namespace Shield.Cli.Checks;

/// <summary>What was looked at, a line each, with the remedy below it.</summary>
internal static class ExaminedText
{
    public static void Write(ImmutableArray<ExaminedRow> rows, Screen screen)
    {
        var widest = rows.Max(row => row.Check.Length);
        foreach (var row in rows)
        {
            screen.Line($"{row.Answer.ToWord()}  {row.Check.PadRight(widest)}  {row.Detail}", row.Tone);
            if (row.Remedy is { } remedy)
            {
                screen.Point(remedy);
            }
        }
    }
}
