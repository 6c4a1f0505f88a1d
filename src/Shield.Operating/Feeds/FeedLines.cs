using System.Collections.Immutable;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Feeds;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Effects;
using Shield.Operating.Words;

namespace Shield.Operating.Feeds;

/// <summary>How feeds stand and what asking them came to, in lines and tables.</summary>
public static class FeedLines
{
    private const int MostParties = 50;

    public static AnswerFault Unknown(string? name, ShieldSettings settings)
    {
        var known = settings.Feeds.IsEmpty
            ? "none is configured: Feeds:NAME:Url or Feeds:NAME:Path makes one (docs/feeds.md)"
            : $"there are {string.Join(", ", settings.Feeds.Select(feed => feed.Name))}";
        return new AnswerFault("unknown-feed", name is null ? known : $"no feed is called '{name}'; {known}");
    }

    public static IEnumerable<AnswerPart> OfAll(ImmutableArray<FeedStanding> feeds) =>
        feeds.IsEmpty
            ? [AnswerPart.Line("No feed is configured: Feeds:NAME:Url or Feeds:NAME:Path makes one (docs/feeds.md).", Tone.Faint)]
            :
            [
                new AnswerTable(
                    Title: null,
                    ["feed", "state", "pulled", "published", "names", "counts", "block", "alone", "hold", "ignore"],
                    [.. feeds.Select(Row)]
                ),
                .. feeds.SelectMany(feed => Trouble(feed.Feed.Name, feed.State)),
            ];

    public static IEnumerable<AnswerPart> Of(FeedStanding standing)
    {
        var (feed, state) = (standing.Feed, standing.State);
        yield return AnswerPart.Line($"Feed {feed.Name}: {feed.Place}", Tone.Strong);
        yield return AnswerPart.Line(
            $"Severity {NumberText.Of(feed.Severity)}, {feed.Direction.ToWord()}; "
                + $"a party counts {Duration.ToText(feed.Life)} after the feed last named it; at most {feed.Cap:N0} count."
        );
        yield return AnswerPart.Line(
            state.PulledAt is null
                ? "It was never pulled: shield feeds pull does it, and shield run every " + $"{Duration.ToText(feed.Every)}."
                : $"Pulled {TimeText.Of(state.PulledAt)}, published {TimeText.Of(state.PublishedAt)}, "
                    + $"changed {TimeText.Of(state.ChangedAt)} "
                    + $"({state.Added:N0} added, {state.Dropped:N0} dropped)."
        );
        yield return AnswerPart.Line(
            $"It names {state.Named ?? 0:N0} parties; {state.Listed:N0} of them count: {standing.Blocked:N0} to be blocked "
                + $"({standing.Alone:N0} that nobody else names), {standing.Held:N0} held, {standing.Ignored.Values.Sum():N0} ignored."
        );
        foreach (var (reason, count) in standing.Ignored)
        {
            yield return AnswerPart.Point($"{count:N0} ignored ({reason}): {ReasonText.Of(reason)}", Tone.Faint);
        }

        foreach (var trouble in Trouble(feed.Name, state))
        {
            yield return trouble;
        }

        yield return AnswerPart.Table(
            "Parties",
            ["party", "verdict", "reason", "until", "since", "in the feed's words"],
            standing
                .Parties.Take(MostParties)
                .Select(party =>
                    (string[])
                        [
                            party.Decision.Indicator.ToString(),
                            party.Decision.Verdict.ToWord(),
                            party.Decision.Reason,
                            TimeText.Of(party.Decision.Until),
                            TimeText.Of(party.Listing.FirstSeen),
                            party.Listing.Latest.ThreatList ?? "",
                        ]
                )
        );
        if (standing.Parties.Length > MostParties)
        {
            yield return AnswerPart.Line(
                $"… and {standing.Parties.Length - MostParties:N0} more: shield feeds show {feed.Name} -o json",
                Tone.Faint
            );
        }
    }

    public static IEnumerable<AnswerPart> Of(PulledFeeds pulled) =>
        [
            .. pulled.Results.SelectMany(result => (IEnumerable<AnswerPart>)[.. Outcome(result), .. Trouble(result.Feed, result.State)]),
            .. pulled.Effect is { } effect ? AnswerPart.Lines(ReconcileLines.Whole(effect))
            : pulled.Results.Any(result => result.Outcome is PullOutcome.Changed)
                ? [AnswerPart.Line("Recorded, not applied: shield plan shows what would change, shield apply does it.", Tone.Faint)]
            : [],
        ];

    private static ImmutableArray<Cell> Row(FeedStanding feed) =>
        [
            new(feed.Feed.Name),
            new(FeedRow.WordOf(feed.State), ToneOf(feed.State)),
            new(TimeText.Of(feed.State.PulledAt)),
            new(TimeText.Of(feed.State.PublishedAt)),
            new(feed.State.Named?.ToString("N0", null) ?? "-"),
            new($"{feed.State.Listed:N0}"),
            new($"{feed.Blocked:N0}"),
            new($"{feed.Alone:N0}"),
            new($"{feed.Held:N0}"),
            new($"{feed.Ignored.Values.Sum():N0}"),
        ];

    private static IEnumerable<AnswerPart> Outcome(PullResult result)
    {
        var state = result.State;
        switch (result.Outcome)
        {
            case PullOutcome.Changed:
                yield return AnswerPart.Line(
                    $"{result.Feed}: {state.Added:N0} added, {state.Dropped:N0} dropped; {Counted(state)}.",
                    Tone.Good
                );
                break;
            case PullOutcome.Unchanged:
                yield return AnswerPart.Line($"{result.Feed}: nothing new; {Counted(state)}.");
                break;
        }
    }

    private static IEnumerable<AnswerPart> Trouble(string name, FeedState state)
    {
        if (state.Fault is { } fault)
        {
            yield return AnswerPart.Line($"{name}: failed since {TimeText.Of(fault.Since)}: {fault.Why}", Tone.Bad);
            yield return AnswerPart.Point("what it said before stays in force until its own end", Tone.Faint);
        }

        if (state.Waiting is { } waiting)
        {
            yield return AnswerPart.Line(
                $"{name}: its copy waits for a person since {TimeText.Of(waiting.Since)}: {waiting.Why}",
                Tone.Warning
            );
            yield return AnswerPart.Point($"look at the list; if it is right: shield feeds pull {name} --accept", Tone.Faint);
        }

        if (state.Named > state.Listed)
        {
            yield return AnswerPart.Line(
                $"{name}: {state.Named - state.Listed:N0} parties are left out, for Feeds:{name}:Cap",
                Tone.Warning
            );
        }

        if (state.Rejected > 0)
        {
            yield return AnswerPart.Line(
                $"{name}: {state.Rejected:N0} line(s) could not be read; the first: {state.FirstRejected}",
                Tone.Warning
            );
        }
    }

    private static string Counted(FeedState state) => $"it names {state.Named ?? 0:N0} parties; {state.Listed:N0} of them count";

    private static Tone ToneOf(FeedState state) =>
        state switch
        {
            { Fault: not null } => Tone.Bad,
            { Waiting: not null } => Tone.Warning,
            { PulledAt: null } => Tone.Faint,
            _ => Tone.Good,
        };
}
