using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Threats;
using Shield.Operating.Words;

namespace Shield.Cli.Threats;

internal static class ThreatsText
{
    public static void Write(ImmutableArray<ThreatRow> rows, Screen screen)
    {
        if (rows.IsEmpty)
        {
            screen.Line("No threats: nothing that was asked for is blocked or held.", Tone.Good);
            return;
        }

        screen.Table(
            null,
            ["indicator", "direction", "verdict", "state", "why", "severity", "last seen", "until", "sightings"],
            rows.Select(row =>
                (string[])
                    [
                        row.Indicator,
                        row.Direction,
                        row.Verdict,
                        row.State,
                        row.Reason,
                        NumberText.Of(row.Severity),
                        TimeText.Of(row.LastSeen),
                        TimeText.Of(row.Until),
                        $"{row.Sightings}",
                    ]
            )
        );
        screen.Line($"{rows.Length} indicator(s). Why one is here: shield explain INDICATOR", Tone.Faint);
    }

    public static void Write(ImmutableArray<ThreatCountRow> rows, string property, Screen screen)
    {
        if (rows.IsEmpty)
        {
            screen.Line("No indicator fits.", Tone.Good);
            return;
        }

        screen.Table(null, [property, "indicators"], rows.Select(row => (string[])[row.Value ?? "not known", $"{row.Indicators}"]));
    }
}
