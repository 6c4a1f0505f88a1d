using Shield.Cli.Printing;
using Shield.Core.Decisions;
using Shield.Operating.Answers;
using Shield.Operating.Words;

namespace Shield.Cli.Policy;

internal static class SimulateText
{
    private const int MostShown = 100;

    public static void Write(Simulated simulated, bool isWhole, Screen screen)
    {
        foreach (var source in simulated.Unreadable)
        {
            screen.Line($"A never-block source cannot be read, so no new block would be made: {source}", Tone.Bad);
        }

        foreach (var rejected in simulated.Rejected.Take(MostShown))
        {
            screen.Line($"Rejected: {rejected.Source} {rejected.Position}: {rejected.Reason}", Tone.Warning);
        }

        var changed = simulated.Changed.Count();
        screen.Line(
            (changed is 0 ? "No party would fare differently" : $"{changed} of {simulated.Parties.Length} parties would fare differently")
                + $", from {(simulated.Since is { } since ? TimeText.Of(since) : "the first evidence")} to {TimeText.Of(simulated.At)}. "
                + "Nothing was written.",
            Tone.Strong
        );
        var (before, after) = (simulated.Before, simulated.After);
        screen.Table(
            null,
            ["parties", "in force", "tried"],
            [
                ["blocked", $"{before.Blocked}", $"{after.Blocked}"],
                ["held", $"{before.Held}", $"{after.Held}"],
                ["ended", $"{before.Ended}", $"{after.Ended}"],
                ["blocked at the end", $"{before.Standing}", $"{after.Standing}"],
            ]
        );
        var shown = (isWhole ? simulated.Parties : simulated.Changed).ToList();
        screen.Table(
            null,
            ["indicator", "in force", "tried"],
            shown.Take(MostShown).Select(party => (string[])[party.Indicator.ToString(), Fate(party.Before), Fate(party.After)])
        );
        if (shown.Count > MostShown)
        {
            screen.Line($"… and {shown.Count - MostShown} more: -o json has all of them", Tone.Faint);
        }

        screen.Line("Limits and the room on the PCE are not simulated; what is never blocked is as it is now.", Tone.Faint);
    }

    /// <summary>Such as: block (brute-force) since … until ….</summary>
    private static string Fate(ReplayedParty party)
    {
        var blocked = (party.BlockedAt, party.EndedAt) switch
        {
            (null, _) => "",
            ({ } from, null) => $", blocked since {TimeText.Of(from)}",
            ({ } from, { } ended) => $", blocked from {TimeText.Of(from)} to {TimeText.Of(ended)}",
        };
        var held = party is { HeldAt: { } at, BlockedAt: null } ? $", held from {TimeText.Of(at)}" : "";
        return $"{party.Now.Verdict.ToWord()} ({party.Now.Reason}){blocked}{held}";
    }
}
