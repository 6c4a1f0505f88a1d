using System.Collections.Immutable;
using Shield.Cli.Printing;

namespace Shield.Cli.Reading;

internal static class CoverText
{
    public static void Write(string indicator, ImmutableArray<CoverRow> rows, Screen screen)
    {
        foreach (var row in rows)
        {
            var (text, tone) =
                row.Effect is CoverRow.Denied
                    ? (
                        $"{indicator} is still denied by entry {row.Entry} of list '{row.List}' ({row.Href}), which is not ours{(row.Rule is null ? "" : $"; used by {row.Rule}")}. Its owner must take it off.",
                        Tone.Bad
                    )
                    : (
                        $"{indicator} may still be denied by entry {row.Entry} of list '{row.List}' ({row.Href}), which is not ours ({(row.Rule is null ? "used by rules that were not read" : $"used by {row.Rule}; whether the PCE acts on a name is not known")}).",
                        Tone.Warning
                    );
            screen.Line(text, tone);
        }
    }
}
