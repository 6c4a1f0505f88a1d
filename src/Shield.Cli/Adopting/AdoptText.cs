using System.Globalization;
using Shield.Cli.Acts;
using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Operating.Plans;
using Shield.Operating.Undoing;
using Shield.Operating.Words;

namespace Shield.Cli.Adopting;

internal static class AdoptText
{
    public static void Write(Adoption adoption, Screen screen)
    {
        var list = adoption.List;
        screen.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"IP list '{list.Name}' ({list.Href}): {list.Draft.Length} exclusions in its draft, {list.Active.Length} active."
            ),
            Tone.Strong
        );
        if (list.Draft.Except(list.Active).Any())
        {
            screen.Line("What stands in its draft only was never provisioned, and keeps nobody out yet.", Tone.Warning);
        }

        screen.Table(
            "Not taken over",
            ["entry", "why", "detail"],
            adoption.Leaves.Select(left => (string[])[left.Entry.ToString(), PlanLines.Because(left.Reason), left.Detail])
        );
        if (adoption.Acts.IsEmpty)
        {
            screen.Line("Nothing is left to take over.");
            return;
        }

        screen.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{adoption.Acts.Length} {(adoption.Done is null ? "would become" : "became")} blocks by hand, until "
                    + $"{TimeText.Of(adoption.Acts[0].Until)}."
            )
        );
        if (adoption.Done is { } done)
        {
            ActText.Write(done, screen);
            screen.Line("The old list was not touched. What to do with it: docs/adopt.md. To take all of it back: shield undo.");
            return;
        }

        screen.Write(ForeseenLines.Of(adoption.Foreseen));
        screen.Blank();
        screen.Line("Nothing was recorded or written. To do it: the same command with --apply and --reason.");
    }
}
