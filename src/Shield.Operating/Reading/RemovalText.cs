using System.Collections.Immutable;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Operating.Reading;

/// <summary>
/// What <c>status</c>, <c>plan</c>, <c>apply</c> and <c>doctor</c> say of an entry of ours that somebody took off the PCE (law 6).
/// </summary>
public static class RemovalText
{
    private const int Most = 20;

    public static IEnumerable<Cell> Lines(ImmutableArray<RemovedByHandRow> rows)
    {
        foreach (var row in rows.Take(Most))
        {
            yield return new Cell($"Removed by hand: {Sentence(row)}.", Tone.Warning);
        }

        if (rows.Length > Most)
        {
            yield return new Cell($"Removed by hand: {rows.Length - Most} more (shield plan -o json lists all).", Tone.Warning);
        }

        if (rows is [var first, ..])
        {
            yield return new Cell($"To block one of them all the same: shield threats block {first.Indicator} --reason \"…\"", Tone.Faint);
        }
    }

    public static string Sentence(RemovedByHandRow row) =>
        $"{row.Who} took {row.Indicator} ({row.Direction}) off the PCE, seen at {TimeText.Of(row.At)} ({row.Detail}); it "
        + $"stays off until {TimeText.Of(row.Until)}";
}
