using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Answers;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Status;

/// <summary>What <c>status</c> says of how it stands, sentence by sentence; <see cref="StatusProblems"/> says what is wrong.</summary>
public static class StatusLines
{
    private const int MostNamed = 3;

    /// <summary>Only what is active may be called blocked.</summary>
    public static Cell Headline(StatusResult result, int problems)
    {
        var blocked = result.Active;
        var rest = $"{result.Held} held, {(problems is 1 ? "1 problem" : $"{problems} problems")}";
        var inForce = result.Rules.Count(rule => rule.IsInForce);
        return result switch
        {
            { Unreachable: not null } => new Cell($"Unknown: the PCE could not be read; {rest}", Tone.Bad),
            { IsNotInitialised: true } => new Cell($"Not set up: nothing of ours is on the PCE; {rest}", Tone.Bad),
            _ when inForce is 0 => new Cell($"Not enforced: no rule of ours is in force, nothing is blocked; {rest}", Tone.Bad),
            { Reach: { IsKnown: true, Blocks: [_, ..] blocks } } when blocks.All(block => block.Enforcing is 0) => new Cell(
                $"Active, and no host enforces it: {blocked} on the active lists, {rest}",
                Tone.Bad
            ),
            _ when inForce < result.Rules.Length => new Cell($"Enforced in part: {blocked} blocked, {rest}", Tone.Bad),
            { Answer.Paused: not null } => new Cell($"Paused: {blocked} blocked, {rest}", Tone.Warning),
            { Autonomy: Autonomy.Observe } => new Cell($"Observing, nothing is written: {blocked} blocked, {rest}", Tone.Warning),
            _ => new Cell($"Enforced: {blocked} blocked, {rest}", problems > 0 ? Tone.Warning : Tone.Good),
        };
    }

    public static Cell Wellness(Reached reach) =>
        (reach.IsKnown, reach.Blocks.Any(block => block.Enforcing > 0), reach.Blocks.All(block => block.IsWhole)) switch
        {
            (false, _, _) => new Cell("Nothing waits for a person; on which hosts it is enforced is not known: see Reach.", Tone.Warning),
            (_, false, _) => new Cell("Nothing waits for a person, and no host enforces any block: see Reach.", Tone.Warning),
            (_, _, true) => new Cell("All is well: nothing needs a person.", Tone.Good),
            _ => new Cell("Nothing waits for a person, but not every host enforces what is blocked: see Reach.", Tone.Warning),
        };

    private static string Sources(StatusAnswer status) =>
        status.Sources.IsEmpty ? "none" : string.Join(", ", status.Sources.Select(pair => $"{pair.Value} {pair.Key}"));

    public static ImmutableArray<Cell> Counts(StatusResult result)
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
        return $"last change: {TimeText.Of(last.At)}, {last.Added} added, {last.Removed} removed, {version} ({last.Trigger})";
    }

    private static Cell OfRule(RuleStanding standing)
    {
        var rule = standing.Rule;
        var detail = (standing.Detail ?? rule.Href) is { } known ? $" ({known})" : "";
        return new Cell($"rule {rule.List.ToWord()}: {rule.Condition.ToWord()}{detail}");
    }

    private static ImmutableArray<Cell> Nothing => [];

    public static Cell Held(StatusResult result) =>
        new($"{result.Held} held, waiting for a person: shield threats list --state held", Tone.Warning);

    /// <summary>The first few, and how many more there are.</summary>
    public static string Some(IEnumerable<string> texts)
    {
        var all = texts.Distinct().ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }
}
