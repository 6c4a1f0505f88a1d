using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Answers;
using Shield.Operating.Explain;
using Shield.Operating.Words;

namespace Shield.Cli.Demo;

/// <summary>The demo's answer for people; fits a screen of 80 columns.</summary>
internal static class DemoText
{
    private const string Open = "open";
    private const string Blocked = "blocked";
    private const string Closed = "-";

    private static readonly ImmutableArray<IGrouping<(string Tier, int Port), Door>> Columns =
    [
        .. ReachQuestions.Doors.GroupBy(door => (door.Tier, door.Port)),
    ];

    public static void Write(DemoResult result, Screen screen)
    {
        var demo = result.Answer;
        screen.Table(
            "Who appears",
            ["from", "role", "who it is"],
            demo.Parties.Select(party => (IReadOnlyList<string>)[party.Address, Word(party.Role), party.Why])
        );
        WriteReach("Before: who reaches what", demo.Parties, demo.Reach.Before, demo.Reach.Before, screen);
        WriteReach("After: who reaches what", demo.Parties, demo.Reach.After, demo.Reach.Before, screen);
        screen.Table(
            "Why",
            ["indicator", "answer", "because"],
            result.Explanations.OrderByDescending(threat => threat.Subject?.Decision.Verdict).Select(Row)
        );
        WriteVerdict(result, screen);
    }

    private static void WriteReach(
        string title,
        ImmutableArray<Party> parties,
        ImmutableArray<Way> ways,
        ImmutableArray<Way> before,
        Screen screen
    )
    {
        var answers = ways.ToLookup(way => (way.From, way.To, way.Port));
        var wasOpen = before.Where(way => way.Allowed).Select(way => (way.From, way.To, way.Port)).ToHashSet();
        screen.Table(
            title,
            ["from", "role", .. Columns.Select(column => $"{column.Key.Tier} :{column.Key.Port}")],
            parties.Select(party =>
                (IReadOnlyList<Cell>)
                    [
                        new Cell(party.Address),
                        new Cell(Word(party.Role)),
                        .. Columns.Select(column =>
                            CellOf(
                                [.. column.SelectMany(door => answers[(party.Address, door.Host, door.Port)])],
                                way => wasOpen.Contains((way.From, way.To, way.Port))
                            )
                        ),
                    ]
            )
        );
    }

    // In exclusion mode no rule blocks them: the allow rule that let them in leaves them out now.
    private static Cell CellOf(ImmutableArray<Way> ways, Func<Way, bool> wasOpen) =>
        ways.Count(way => way.Allowed) switch
        {
            0 when ways.Any(way => way.By.StartsWith("override_deny", StringComparison.Ordinal) || wasOpen(way)) => new Cell(
                Blocked,
                Tone.Bad
            ),
            0 => new Cell(Closed, Tone.Faint),
            var open when open == ways.Length => new Cell(Open, Tone.Good),
            var open => new Cell($"{Open} {open} of {ways.Length}", Tone.Warning),
        };

    private static IReadOnlyList<string> Row(Explained threat) =>
        [threat.Asked.ToString(), threat.Subject?.Decision.Verdict.ToWord() ?? Closed, Because(threat)];

    private static string Because(Explained threat)
    {
        var reason = threat.Subject?.Reason is { } code ? $"{code}: {ReasonText.Of(code)}" : "nothing is known of it";
        var where = threat.OnPce is { } entry ? $"; entry {entry.Entry} of {entry.List}, policy version {entry.PolicyVersion}" : "";
        return $"{reason}{where}{(threat.Subject?.Decision.Until is { } until ? $", until {TimeText.Of(until)}" : "")}";
    }

    private static void WriteVerdict(DemoResult result, Screen screen)
    {
        screen.Blank();
        if (result.Broken.IsEmpty)
        {
            var attackers = result.Answer.Parties.Count(party => party.Role is PartyRole.Attacker);
            screen.Line(
                $"As promised: new connections from all {attackers} attackers are blocked, and for nobody else anything changed.",
                Tone.Good
            );
            return;
        }

        screen.Line("NOT as promised:", Tone.Bad);
        foreach (var promise in result.Broken)
        {
            screen.Point(promise, Tone.Bad);
        }
    }

    private static string Word(PartyRole role) => role.ToString().ToLowerInvariant();
}
