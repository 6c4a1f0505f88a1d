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
    public static void Write(ImmutableArray<SettingInForce> settings, Screen screen) => screen.Write(PolicyLines.Of(settings));

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
