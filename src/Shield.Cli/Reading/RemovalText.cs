using System.Collections.Immutable;
using Shield.Cli.Printing;

namespace Shield.Cli.Reading;

/// <summary>
/// What <c>status</c>, <c>plan</c>, <c>apply</c> and <c>doctor</c> say of an entry of ours that somebody took off the PCE (law 6).
/// </summary>
internal static class RemovalText
{
    private const int Most = 20;

    public static void Write(ImmutableArray<RemovedByHandRow> rows, Screen screen)
    {
        foreach (var row in rows.Take(Most))
        {
            screen.Line($"Removed by hand: {Sentence(row)}.", Tone.Warning);
        }

        if (rows.Length > Most)
        {
            screen.Line($"Removed by hand: {rows.Length - Most} more (shield plan -o json lists all).", Tone.Warning);
        }

        if (rows is [var first, ..])
        {
            screen.Line($"To block one of them all the same: shield threats block {first.Indicator} --reason \"…\"", Tone.Faint);
        }
    }

    public static string Sentence(RemovedByHandRow row) =>
        $"{row.Who} took {row.Indicator} ({row.Direction}) off the PCE, seen at {Screen.Time(row.At)} ({row.Detail}); it "
        + $"stays off until {Screen.Time(row.Until)}";
}
