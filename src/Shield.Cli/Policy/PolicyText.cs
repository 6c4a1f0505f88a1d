using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Operating.Answers;
using Shield.Operating.Policy;
using Shield.Operating.Words;

namespace Shield.Cli.Policy;

internal static class PolicyText
{
    /// <summary>A longer value, such as a list of fifty thousand ranges, is cut; <c>-o json</c> has all of it.</summary>
    private const int LongestValue = 2_000;

    public static void Write(ImmutableArray<SettingInForce> settings, Screen screen)
    {
        screen.Table(
            null,
            ["setting", "value", "from"],
            settings.Select(setting => (string[])[setting.Key, Shown(setting.Value), setting.Place ?? PolicyWords.OriginOf(setting.Source)])
        );
        foreach (var remark in settings.Select(setting => setting.Remark).OfType<string>())
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

    public static void Write(PolicyDifference difference, Screen screen)
    {
        foreach (var source in difference.Unreadable)
        {
            screen.Line($"A never-block source cannot be read, so no new block would be made: {source}", Tone.Bad);
        }

        foreach (var rejected in difference.Rejected)
        {
            screen.Line($"Rejected: {rejected.Source} {rejected.Position}: {rejected.Reason}", Tone.Warning);
        }

        var parties = difference.Changed.Select(row => row.Indicator).Distinct().Count();
        screen.Line(
            $"With {difference.File}, {(parties is 0 ? "nothing changes" : $"{parties} change")}: {difference.Indicators} known, "
                + $"judged as of {TimeText.Of(difference.At)}. Nothing was written."
        );
        screen.Table(
            null,
            ["indicator", "direction", "now", "then", "until now", "until then"],
            difference.Changed.Select(row =>
                (string[])
                    [
                        row.Indicator.ToString(),
                        row.Direction.ToWord(),
                        Verdict(row.Before),
                        Verdict(row.After),
                        TimeText.Of(row.Before.Until),
                        TimeText.Of(row.After.Until),
                    ]
            )
        );
    }

    private static string Verdict(DirectionAnswer answer) => $"{answer.Verdict.ToWord()} ({answer.Reason})";
}
