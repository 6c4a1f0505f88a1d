using System.Collections.Immutable;
using Shield.Cli.Printing;
using Shield.Cli.Reading;

namespace Shield.Cli.Status;

/// <summary>
/// <c>status</c> for people: one headline, then what needs a person, each with its remedy, then counts, then where hosts enforce it. It
/// fits on one screen: what is longer says how many more there are and which command lists them.
/// </summary>
internal static class StatusText
{
    private const int MostLines = 40;

    /// <summary>Lines that problems may take: the counts below them must find room.</summary>
    private const int MostLinesOfProblems = 22;

    private const int MostNamed = 3;

    public static void Write(StatusAnswer status, Screen screen)
    {
        var problems = StatusProblems.Of(status);
        var (headline, tone) = Headline(status, problems.Length);
        screen.Line(headline, tone);
        var used = screen.HeightOf(headline);
        if (problems.IsEmpty && status.Held is 0)
        {
            var (text, well) = Wellness(status);
            screen.Line(text, well);
            used += screen.HeightOf(text);
        }

        if (status.Held > 0)
        {
            used += WriteSome(
                [new Cell($"{status.Held} held, waiting for a person: shield threats list --state held", Tone.Warning)],
                MostLinesOfProblems,
                "",
                screen
            );
        }

        used += WriteSome(problems, MostLinesOfProblems - used, "shield doctor and shield plan list the rest", screen);
        screen.Blank();
        used++;
        var counts = Counts(status);
        used += WriteSome(counts, MostLines - used, "shield status -o json has the rest", screen);
        if (status.Reach is { Known: false } or { Rows: not [] } && MostLines - used > 3)
        {
            screen.Heading("Reach: where hosts enforce it");
            WriteSome([.. ReachText.Lines(status.Reach)], MostLines - used - 2, "shield status -o json has all", screen);
        }
    }

    /// <summary>Only what is active may be called blocked.</summary>
    private static (string Text, Tone Tone) Headline(StatusAnswer status, int problems)
    {
        var (blocked, held) = (status.Threats.GetValueOrDefault("active"), status.Held);
        var rest = $"{held} held, {(problems is 1 ? "1 problem" : $"{problems} problems")}";
        var inForce = status.Rules.Count(rule => rule.Condition is "in-force");
        return status switch
        {
            { Pce.Readable: false } => ($"Unknown: the PCE could not be read; {rest}", Tone.Bad),
            { Refused.Reason: "not-initialised" } => ($"Not set up: nothing of ours is on the PCE; {rest}", Tone.Bad),
            _ when inForce is 0 => ($"Not enforced: no rule of ours is in force, nothing is blocked; {rest}", Tone.Bad),
            { Reach.Known: true, Reach.Rows: [_, ..] rows } when rows.All(row => row.Enforcing is 0) => (
                $"Active, and no host enforces it: {blocked} on the active lists, {rest}",
                Tone.Bad
            ),
            _ when inForce < status.Rules.Length => ($"Enforced in part: {blocked} blocked, {rest}", Tone.Bad),
            { Paused: not null } => ($"Paused: {blocked} blocked, {rest}", Tone.Warning),
            { Autonomy: "observe" } => ($"Observing, nothing is written: {blocked} blocked, {rest}", Tone.Warning),
            _ => ($"Enforced: {blocked} blocked, {rest}", problems > 0 ? Tone.Warning : Tone.Good),
        };
    }

    private static (string Text, Tone Tone) Wellness(StatusAnswer status) =>
        (status.Reach.Known, status.Reach.Rows.Any(row => row.Enforcing > 0), status.Reach.Rows.All(IsWhole)) switch
        {
            (false, _, _) => ("Nothing waits for a person; on which hosts it is enforced is not known: see Reach.", Tone.Warning),
            (_, false, _) => ("Nothing waits for a person, and no host enforces any block: see Reach.", Tone.Warning),
            (_, _, true) => ("All is well: nothing needs a person.", Tone.Good),
            _ => ("Nothing waits for a person, but not every host enforces what is blocked: see Reach.", Tone.Warning),
        };

    private static ImmutableArray<Cell> Counts(StatusAnswer status)
    {
        var counts = ImmutableArray.CreateBuilder<Cell>();
        counts.Add(new Cell($"owner {status.Owner ?? "-"}, mode {status.Mode}, autonomy {status.Autonomy}, PCE {status.Pce.Url ?? "-"}"));
        counts.Add(
            new Cell(
                $"threats: {(status.Threats.IsEmpty ? "none" : string.Join(", ", status.Threats.Select(pair => $"{pair.Value} {pair.Key}")))}"
            )
        );
        if (status.Resolved is { } resolved)
        {
            counts.Add(
                new Cell(
                    $"names: {resolved.Names} blocked ones lead to {resolved.Blocked} blocked address(es){(resolved.Refused.IsEmpty ? "" : $" and to {resolved.Refused.Length} others")}"
                )
            );
            if (!resolved.Refused.IsEmpty)
            {
                counts.Add(
                    new Cell(
                        $"  not blocked, though a blocked name leads there: {Some(resolved.Refused.Select(led => $"{led.Address} ({led.Domain}: {led.Reason})"))}; shield threats list --all"
                    )
                );
            }
        }

        if (!status.Foreign.IsEmpty)
        {
            counts.Add(
                new Cell(
                    $"entries by others on our lists, which stay: {status.Foreign.Length} ({Some(status.Foreign.Select(row => row.Entry))}); shield plan lists them"
                )
            );
        }

        if (status.Capacity is { } capacity)
        {
            counts.Add(
                new Cell(
                    $"entries: {capacity.Used} of {capacity.Limit} that may be ours; everybody's together {capacity.Used + capacity.Others}, the PCE's soft limit {capacity.SoftLimit}",
                    capacity.IsNearSoftLimit ? Tone.Warning : Tone.Plain
                )
            );
        }

        counts.Add(
            new Cell(
                status.Last is not { } last
                    ? "last change: no apply has written a list yet (what init made is among the PCE's policy versions)"
                    : $"last change: {Screen.Time(last.At)}, {last.Added} added, {last.Removed} removed, {(last.PolicyVersion is { } version ? $"policy version {version}" : last.Finished ? "policy version unknown" : "it broke off; the next apply finds out what took effect")} ({last.Trigger})"
            )
        );
        counts.AddRange(
            status.Rules.Select(rule => new Cell(
                $"rule {rule.Direction}: {rule.Condition}{((rule.Detail ?? rule.Href) is { } detail ? $" ({detail})" : "")}"
            ))
        );
        return counts.ToImmutable();
    }

    /// <summary>As many as there is room for, and then how many more there are.</summary>
    /// <returns>How many lines of the terminal they took.</returns>
    private static int WriteSome(ImmutableArray<Cell> lines, int room, string where, Screen screen)
    {
        var used = 0;
        foreach (var (index, line) in lines.Index())
        {
            var height = screen.HeightOf(line.Text);
            var isLast = index == lines.Length - 1;
            if (used + height + (isLast ? 0 : 1) > room)
            {
                screen.Line($"… and {lines.Length - index} more: {where}", Tone.Faint);
                return used + 1;
            }

            screen.Line(line.Text, line.Tone);
            used += height;
        }

        return used;
    }

    /// <summary>Who is outside of the scope is left out on purpose.</summary>
    private static bool IsWhole(ReachRow row) => row.Others.All(other => other.Reason is "out-of-scope");

    internal static string Some(IEnumerable<string> texts)
    {
        var all = texts.Distinct().ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }
}
