using System.Collections.Immutable;
using System.Globalization;
using Shield.Cli.Printing;
using Shield.Cli.Reading;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Cli.Status;

/// <summary>
/// <c>status</c> for people: one headline, then what needs a person, each with its remedy, then counts, then where hosts enforce it. It
/// fits on one screen: what is longer says how many more there are and which command lists them.
/// </summary>
internal static class StatusText
{
    private const int MostLines = 40;

    /// <summary>At most so many lines for problems, so that the counts below them stay on the screen.</summary>
    private const int MostLinesOfProblems = 22;

    private const int MostNamed = 3;

    public static void Write(StatusResult result, Screen screen)
    {
        var problems = StatusProblems.Of(result);
        var (headline, tone) = Headline(result, problems.Length);
        screen.Line(headline, tone);
        var used = screen.HeightOf(headline);
        if (problems.IsEmpty && result.Held is 0)
        {
            var (text, well) = Wellness(result.Reach);
            screen.Line(text, well);
            used += screen.HeightOf(text);
        }

        if (result.Held > 0)
        {
            used += WriteSome(
                [new Cell($"{result.Held} held, waiting for a person: shield threats list --state held", Tone.Warning)],
                MostLinesOfProblems,
                "",
                screen
            );
        }

        used += WriteSome(problems, MostLinesOfProblems - used, "shield doctor and shield plan list the rest", screen);
        screen.Blank();
        used++;
        var counts = Counts(result);
        used += WriteSome(counts, MostLines - used, "shield status -o json has the rest", screen);
        if (result.Reach is { IsKnown: false } or { Blocks: not [] } && MostLines - used > 3)
        {
            screen.Heading("Reach: where hosts enforce it");
            WriteSome([.. ReachText.Lines(result.Reach)], MostLines - used - 2, "shield status -o json has all", screen);
        }
    }

    /// <summary>Only what is active may be called blocked.</summary>
    private static (string Text, Tone Tone) Headline(StatusResult result, int problems)
    {
        var blocked = result.Active;
        var rest = $"{result.Held} held, {(problems is 1 ? "1 problem" : $"{problems} problems")}";
        var inForce = result.Rules.Count(rule => rule.IsInForce);
        return result switch
        {
            { Unreachable: not null } => ($"Unknown: the PCE could not be read; {rest}", Tone.Bad),
            { IsNotInitialised: true } => ($"Not set up: nothing of ours is on the PCE; {rest}", Tone.Bad),
            _ when inForce is 0 => ($"Not enforced: no rule of ours is in force, nothing is blocked; {rest}", Tone.Bad),
            { Reach: { IsKnown: true, Blocks: [_, ..] blocks } } when blocks.All(block => block.Enforcing is 0) => (
                $"Active, and no host enforces it: {blocked} on the active lists, {rest}",
                Tone.Bad
            ),
            _ when inForce < result.Rules.Length => ($"Enforced in part: {blocked} blocked, {rest}", Tone.Bad),
            { Answer.Paused: not null } => ($"Paused: {blocked} blocked, {rest}", Tone.Warning),
            { Autonomy: Autonomy.Observe } => ($"Observing, nothing is written: {blocked} blocked, {rest}", Tone.Warning),
            _ => ($"Enforced: {blocked} blocked, {rest}", problems > 0 ? Tone.Warning : Tone.Good),
        };
    }

    private static (string Text, Tone Tone) Wellness(Reached reach) =>
        (reach.IsKnown, reach.Blocks.Any(block => block.Enforcing > 0), reach.Blocks.All(block => block.IsWhole)) switch
        {
            (false, _, _) => ("Nothing waits for a person; on which hosts it is enforced is not known: see Reach.", Tone.Warning),
            (_, false, _) => ("Nothing waits for a person, and no host enforces any block: see Reach.", Tone.Warning),
            (_, _, true) => ("All is well: nothing needs a person.", Tone.Good),
            _ => ("Nothing waits for a person, but not every host enforces what is blocked: see Reach.", Tone.Warning),
        };

    private static string Sources(StatusAnswer status) =>
        status.Sources.IsEmpty ? "none" : string.Join(", ", status.Sources.Select(pair => $"{pair.Value} {pair.Key}"));

    private static ImmutableArray<Cell> Counts(StatusResult result)
    {
        var status = result.Answer;
        var threats = status.Threats.IsEmpty ? "none" : string.Join(", ", status.Threats.Select(pair => $"{pair.Value} {pair.Key}"));
        return
        [
            new Cell($"owner {status.Owner ?? "-"}, mode {status.Mode}, autonomy {status.Autonomy}, PCE {status.Pce.Url ?? "-"}"),
            new Cell($"threats: {threats}"),
            .. status.Feeds.IsEmpty ? ImmutableArray<Cell>.Empty : [new Cell($"to be blocked, by who names them: {Sources(status)}")],
            .. status.Resolved is { } resolved ? OfNames(resolved) : [],
            .. status.Foreign.IsEmpty
                ? Nothing
                :
                [
                    new Cell(
                        $"entries by others on our lists, which stay: {status.Foreign.Length} "
                            + $"({Some(status.Foreign.Select(row => row.Entry))}); shield plan lists them"
                    ),
                ],
            .. status.Capacity is { } capacity ? [OfCapacity(capacity)] : Nothing,
            new Cell(LastChange(status.Last)),
            .. status.TimeToActive is { Measured: > 0 } time ? [OfTimeliness(time)] : Nothing,
            .. result.Rules.Select(OfRule),
        ];
    }

    private static Cell OfTimeliness(TimelinessRow row) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"time to active, last 24 h: {row.Measured} block(s), half within {row.P50Seconds} s, 99 % within "
                    + $"{row.P99Seconds} s; {row.Missed} over {row.ObjectiveSeconds} s (Slo:TimeToActive), burn {row.Burn:0.0}"
            ),
            row.Burn > 1 ? Tone.Warning : Tone.Plain
        );

    private static IEnumerable<Cell> OfNames(ResolvedNamesRow resolved)
    {
        var others = resolved.Refused.IsEmpty ? "" : $" and to {resolved.Refused.Length} others";
        yield return new Cell($"names: {resolved.Names} blocked ones lead to {resolved.Blocked} blocked address(es){others}");
        if (!resolved.Refused.IsEmpty)
        {
            var named = Some(resolved.Refused.Select(led => $"{led.Address} ({led.Domain}: {led.Reason})"));
            yield return new Cell($"  not blocked, though a blocked name leads there: {named}; shield threats list --all");
        }
    }

    private static Cell OfCapacity(CapacityRow capacity) =>
        new(
            $"entries: {capacity.Used} of {capacity.Limit} that may be ours; everybody's together {capacity.Used + capacity.Others}, "
                + $"the PCE's soft limit {capacity.SoftLimit}",
            capacity.IsNearSoftLimit ? Tone.Warning : Tone.Plain
        );

    private static string LastChange(OutcomeRow? last)
    {
        if (last is null)
        {
            return "last change: no apply has written a list yet (what init made is among the PCE's policy versions)";
        }

        var version =
            last.PolicyVersion is { } number ? $"policy version {number}"
            : last.Finished ? "policy version unknown"
            : "it broke off; the next apply finds out what took effect";
        return $"last change: {Screen.Time(last.At)}, {last.Added} added, {last.Removed} removed, {version} ({last.Trigger})";
    }

    private static Cell OfRule(RuleStanding standing)
    {
        var rule = standing.Rule;
        var detail = (standing.Detail ?? rule.Href) is { } known ? $" ({known})" : "";
        return new Cell($"rule {rule.List.ToWord()}: {rule.Condition.ToWord()}{detail}");
    }

    private static ImmutableArray<Cell> Nothing => [];

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

    internal static string Some(IEnumerable<string> texts)
    {
        var all = texts.Distinct().ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }
}
