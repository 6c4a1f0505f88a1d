using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Operating.Threats;
using Shield.Operating.Words;

namespace Shield.Cli.Threats;

internal static class ActListText
{
    public static void Write(ImmutableArray<ListedActRow> rows, Screen screen)
    {
        if (rows.IsEmpty)
        {
            screen.Line("No operator has acted, as far as was asked for.");
            return;
        }

        screen.Table(
            null,
            ["act", "when", "what", "on", "direction", "state", "until", "who", "why"],
            rows.Select(row =>
                (string[])
                    [
                        row.Id,
                        TimeText.Of(row.At),
                        row.Kind,
                        row.Indicator ?? "-",
                        row.Direction,
                        row.State,
                        TimeText.Of(row.Until),
                        row.Who,
                        row.Withdraws is null ? row.Why : $"{row.Why} (takes back {row.Withdraws})",
                    ]
            )
        );
    }
}
