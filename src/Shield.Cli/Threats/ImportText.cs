using Shield.Cli.Acts;
using Shield.Cli.Printing;
using Shield.Operating.Answers;

namespace Shield.Cli.Threats;

internal static class ImportText
{
    private const int MostShown = 20;

    public static void Write(ImportResult result, Screen screen)
    {
        var import = result.Import;
        ActText.Write(result.Acts, screen);
        foreach (
            var (count, what) in new[]
            {
                (import.Ended, "ended by their own list"),
                (import.NotYet, "hold only later by their own list"),
                (import.Revoked, "taken back by their own list"),
            }
        )
        {
            if (count > 0)
            {
                screen.Point($"{count} {what}: not recorded", Tone.Faint);
            }
        }

        foreach (var (kind, count) in import.Reading.NotOurs)
        {
            screen.Point($"{count} of kind {kind}: no address and no domain", Tone.Faint);
        }

        if (import.RejectedCount is 0)
        {
            return;
        }

        screen.Table(
            $"{import.RejectedCount} rejected, the others were recorded",
            ["position", "reason"],
            import.Rejected.Take(MostShown).Select(one => (string[])[one.Position, one.Reason])
        );
        if (import.RejectedCount > MostShown)
        {
            screen.Line($"… and {import.RejectedCount - MostShown} more: -o json names up to 200", Tone.Faint);
        }
    }
}
