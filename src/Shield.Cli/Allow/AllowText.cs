using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Cli.Reading;
using Shield.Cli.Words;

namespace Shield.Cli.Allow;

internal static class AllowText
{
    public static void Write(ImmutableArray<AllowRow> rows, Screen screen)
    {
        if (rows.IsEmpty)
        {
            screen.Line(
                "The allowlist is empty. What is never blocked anyway (our own addresses, the PCE, public resolvers, special-purpose space …): shield allow check X"
            );
        }

        screen.Table(
            null,
            ["indicator", "from", "who", "since", "until", "why"],
            rows.Select(row =>
                (string[])[row.Indicator, row.Source, row.Who ?? "", Screen.Time(row.At), Screen.Time(row.Until), row.Why ?? ""]
            )
        );
    }

    public static void Write(AllowCheckAnswer answer, Screen screen)
    {
        var why =
            answer.Reason is { } reason ? $" ({reason}): {ReasonText.Of(reason)}; {answer.Detail}"
            : answer.Detail is { } detail ? $" ({detail})"
            : "";
        screen.Line(
            answer.Protection switch
            {
                "whole" => $"{answer.Indicator} is never blocked{why}",
                "part" => $"{answer.Indicator} is protected in part: what is never blocked is cut out{why}",
                _ => $"{answer.Indicator} is not protected{why}",
            }
        );
    }
}
