using System.Collections.Immutable;
using Shield.Cli.Printing;

namespace Shield.Cli.Policy;

internal static class PolicyText
{
    /// <summary>A list of fifty thousand ranges is for a program to read.</summary>
    private const int LongestValue = 2_000;

    public static void Write(ImmutableArray<PolicyRow> rows, Screen screen)
    {
        screen.Table(
            null,
            ["setting", "value", "from"],
            rows.Select(row => (string[])[row.Key, Shown(row.Value), row.Place ?? row.Origin])
        );
        foreach (var remark in rows.Select(row => row.Remark).OfType<string>())
        {
            screen.Line(remark, Tone.Warning);
        }
    }

    private static string Shown(string value)
    {
        if (value.Length <= LongestValue)
        {
            return value;
        }

        var end = value.LastIndexOf(", ", LongestValue, StringComparison.Ordinal);
        return $"{value[..(end < 0 ? LongestValue : end)]} … (cut; -o json has all of it)";
    }

    public static void Write(PolicyCheckAnswer answer, Screen screen)
    {
        foreach (var source in answer.Unreadable)
        {
            screen.Line($"A never-block source cannot be read, so no new block would be made: {source}", Tone.Bad);
        }

        foreach (var rejected in answer.Rejected)
        {
            screen.Line($"Rejected: {rejected.Source} {rejected.Position}: {rejected.Reason}", Tone.Warning);
        }

        var parties = answer.Changed.Select(row => row.Indicator).Distinct().Count();
        screen.Line(
            $"With {answer.File}, {(parties is 0 ? "nothing changes" : $"{parties} change")}: {answer.Indicators} known, "
                + $"judged as of {Screen.Time(answer.At)}. Nothing was written."
        );
        screen.Table(
            null,
            ["indicator", "direction", "now", "then", "until now", "until then"],
            answer.Changed.Select(row =>
                (string[])
                    [
                        row.Indicator,
                        row.Direction,
                        Verdict(row.Before),
                        Verdict(row.After),
                        Screen.Time(row.Before.Until),
                        Screen.Time(row.After.Until),
                    ]
            )
        );
    }

    private static string Verdict(PolicyVerdictRow row) => $"{row.Verdict} ({row.Reason})";
}
