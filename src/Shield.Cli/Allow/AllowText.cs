using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Operating.Allow;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Cli.Allow;

internal static class AllowText
{
    public static void Write(ImmutableArray<AllowRow> rows, Screen screen)
    {
        if (rows.IsEmpty)
        {
            screen.Line(
                "The allowlist is empty. What is never blocked anyway "
                    + "(our own addresses, the PCE, public resolvers, special-purpose space …): shield allow check X"
            );
        }

        screen.Table(
            null,
            ["indicator", "from", "who", "since", "until", "why"],
            rows.Select(row =>
                (string[])[row.Indicator, row.Source, row.Who ?? "", TimeText.Of(row.At), TimeText.Of(row.Until), row.Why ?? ""]
            )
        );
    }

    public static void Write(AllowCheck check, Screen screen)
    {
        var (asked, protection) = (check.Asked, check.Protection);
        var why =
            protection.Reason is { } reason ? $" ({reason}): {ReasonText.Of(reason)}; {protection.Detail}"
            : protection.Detail is { } detail ? $" ({detail})"
            : "";
        screen.Line(
            protection.Coverage switch
            {
                Coverage.Whole => $"{asked} is never blocked{why}",
                Coverage.Part => $"{asked} is protected in part: what is never blocked is cut out{why}",
                Coverage.None => $"{asked} is not protected{why}",
            }
        );
    }
}
