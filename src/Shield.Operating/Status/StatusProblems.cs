using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Answers;
using Shield.Operating.Faults;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Status;

/// <summary>What <c>status</c> finds wrong, the gravest first, each with what to do about it.</summary>
public static class StatusProblems
{
    public static ImmutableArray<Cell> Of(StatusResult result) =>
        [
            .. result.Answer.Unknown.Select(part => Bad($"Unknown: {part.Part}. {part.Reason} To do: shield doctor")),
            .. OfPce(result),
            .. OfRules(result),
            .. OfLists(result.Answer, result.Pause),
            .. OfThreats(result.Answer),
            .. OfChannels(result.Answer),
            .. OfFeeds(result.Answer),
        ];

    private static IEnumerable<Cell> OfPce(StatusResult result)
    {
        if (result.Unreachable is { } failure)
        {
            yield return Bad(
                $"The PCE could not be read, so what is blocked is unknown: {failure.Message}. "
                    + $"To do: {PceAdvice.Of(failure) ?? "shield doctor"}"
            );
        }

        if (result.Answer.Refused is { } refused)
        {
            yield return Bad($"Nothing can be written ({refused.Reason}): {refused.Detail}");
        }

        if (result.Pause is { } paused)
        {
            yield return Warning($"Shield is {PauseText.Sentence(paused)}. To do: {PauseText.Remedy}, or wait for its end");
        }
    }

    private static IEnumerable<Cell> OfRules(StatusResult result)
    {
        foreach (var rule in result.Rules.Where(rule => !rule.IsInForce).Select(standing => standing.Rule))
        {
            var remedy = RuleText.RemedyOf(rule.Condition, rule.List, result.Mode);
            yield return Bad($"Nothing is blocked {rule.List.ToWord()}: the rule is {rule.Condition.ToWord()}. To do: {remedy}");
        }

        foreach (var block in result.Reach.Blocks.Where(block => block.IsDisproved || block is { Enforcing: 0, Workloads: > 0 }))
        {
            if (result.Rules.Any(standing => standing.IsInForce && standing.Rule.List == block.Direction.ToList()))
            {
                yield return Bad($"The rule is in force, and hosts do not prove it: {ReachText.Headline(block)}. To do: see Reach below");
            }
        }
    }

    private static IEnumerable<Cell> OfLists(StatusAnswer status, PauseFlag? pause)
    {
        foreach (var alarm in status.Alarms)
        {
            yield return Bad($"Alarm: {alarm}");
        }

        foreach (var row in status.RemovedByHand)
        {
            yield return Warning(
                $"Removed by hand: {RemovalText.Sentence(row)}. "
                    + $"To block it all the same: shield threats block {row.Indicator} --reason \"…\""
            );
        }

        if (status.Overdue > 0)
        {
            var release = pause is { StopsEverything: true } ? $"{PauseText.Remedy}, then shield apply" : "shield apply";
            yield return Warning($"{status.Overdue} entry(ies) should be off the list and are still on. To do: {release}");
        }

        foreach (var source in status.Pce.Readable ? status.NeverBlockUnreadable : [])
        {
            yield return Bad(
                $"A never-block source cannot be read, so no new block is made: {source}. To do: mend it, then shield never-block list"
            );
        }

        foreach (var wrong in status.Clocks)
        {
            yield return Warning($"A clock is or was wrong: {wrong}");
        }
    }

    private static IEnumerable<Cell> OfThreats(StatusAnswer status)
    {
        if (!status.KeptBack.IsEmpty)
        {
            var waiting = StatusLines.Some(status.KeptBack.Select(row => $"{row.Indicator} ({row.Reason})"));
            yield return Warning($"{status.KeptBack.Length} addition(s) kept back: {waiting}. To do: shield plan");
        }

        if (!status.HeldButListed.IsEmpty)
        {
            yield return Warning(
                $"{status.HeldButListed.Length} held, and still on the list until their end: "
                    + $"{StatusLines.Some(status.HeldButListed.Select(row => row.Indicator))}. "
                    + "To do: approve or reject them; shield threats list --state held"
            );
        }

        if (!status.Orphans.IsEmpty)
        {
            yield return Warning(
                $"{status.Orphans.Length} orphan(s), entries with our mark that the ledger does not know: "
                    + $"{StatusLines.Some(status.Orphans.Select(row => row.Entry))}. "
                    + "To do: check Ledger:Path; shield plan lists them"
            );
        }
    }

    private static IEnumerable<Cell> OfChannels(StatusAnswer status)
    {
        foreach (var channel in status.Channels.Where(channel => channel.FailingSince is not null))
        {
            var aside = channel.GivenUp > 0 ? $"; {channel.GivenUp} message(s) were put aside, shield notify retry sends them" : "";
            yield return Warning(
                $"Channel {channel.Name} ({channel.Kind}) takes no notifications since {TimeText.Of(channel.FailingSince)}: "
                    + $"{channel.Why}{aside}. To do: shield notify test {channel.Name}"
            );
        }
    }

    private static IEnumerable<Cell> OfFeeds(StatusAnswer status)
    {
        foreach (var feed in status.Feeds.Where(feed => feed.FailingSince is not null))
        {
            yield return Warning(
                $"Feed {feed.Name} fails since {TimeText.Of(feed.FailingSince)}: {feed.Why}. "
                    + $"What it said before counts until its own end. To do: shield feeds pull {feed.Name}"
            );
        }

        foreach (var feed in status.Feeds.Where(feed => feed is { FailingSince: null, WaitingSince: not null }))
        {
            yield return Warning(
                $"Feed {feed.Name} waits for a person since {TimeText.Of(feed.WaitingSince)}: {feed.Why}. "
                    + $"To do: look at the list, and if it is right: shield feeds pull {feed.Name} --accept"
            );
        }
    }

    private static Cell Bad(string text) => new(text, Tone.Bad);

    private static Cell Warning(string text) => new(text, Tone.Warning);
}
