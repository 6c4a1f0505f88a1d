using System.Collections.Immutable;
using Shield.Cli.Effects;
using Shield.Cli.Printing;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Feeds;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Feeds;
using Shield.Operating.Words;

namespace Shield.Cli.Feeds;

internal static class FeedsText
{
    private const int MostParties = 50;

    public static void WriteList(ImmutableArray<FeedStanding> feeds, Screen screen)
    {
        if (feeds.IsEmpty)
        {
            screen.Line("No feed is configured: Feeds:NAME:Url or Feeds:NAME:Path makes one (docs/feeds.md).", Tone.Faint);
            return;
        }

        screen.Table(
            title: null,
            ["feed", "state", "pulled", "published", "names", "counts", "block", "alone", "hold", "ignore"],
            feeds.Select(feed =>
                (IReadOnlyList<Cell>)
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
                    ]
            )
        );
        foreach (var feed in feeds)
        {
            WriteTrouble(feed.Feed.Name, feed.State, screen);
        }
    }

    public static void WriteOne(FeedStanding standing, Screen screen)
    {
        var (feed, state) = (standing.Feed, standing.State);
        screen.Line($"Feed {feed.Name}: {feed.Place}", Tone.Strong);
        screen.Line(
            $"Severity {NumberText.Of(feed.Severity)}, {feed.Direction.ToWord()}; "
                + $"a party counts {Duration.ToText(feed.Life)} after the feed last named it; at most {feed.Cap:N0} count."
        );
        screen.Line(
            state.PulledAt is null
                ? "It was never pulled: shield feeds pull does it, and shield run every " + $"{Duration.ToText(feed.Every)}."
                : $"Pulled {TimeText.Of(state.PulledAt)}, published {TimeText.Of(state.PublishedAt)}, "
                    + $"changed {TimeText.Of(state.ChangedAt)} "
                    + $"({state.Added:N0} added, {state.Dropped:N0} dropped)."
        );
        screen.Line(
            $"It names {state.Named ?? 0:N0} parties; {state.Listed:N0} of them count: {standing.Blocked:N0} to be blocked "
                + $"({standing.Alone:N0} that nobody else names), {standing.Held:N0} held, {standing.Ignored.Values.Sum():N0} ignored."
        );
        foreach (var (reason, count) in standing.Ignored)
        {
            screen.Point($"{count:N0} ignored ({reason}): {ReasonText.Of(reason)}", Tone.Faint);
        }

        WriteTrouble(feed.Name, state, screen);
        screen.Table(
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
            screen.Line($"… and {standing.Parties.Length - MostParties:N0} more: shield feeds show {feed.Name} -o json", Tone.Faint);
        }
    }

    public static void WritePulled(PulledFeeds pulled, Screen screen)
    {
        foreach (var result in pulled.Results)
        {
            var state = result.State;
            switch (result.Outcome)
            {
                case PullOutcome.Changed:
                    screen.Line($"{result.Feed}: {state.Added:N0} added, {state.Dropped:N0} dropped; {Counted(state)}.", Tone.Good);
                    break;
                case PullOutcome.Unchanged:
                    screen.Line($"{result.Feed}: nothing new; {Counted(state)}.");
                    break;
            }

            WriteTrouble(result.Feed, state, screen);
        }

        if (pulled.Effect is { } effect)
        {
            ReconcileText.WriteWhole(effect, screen);
        }
        else if (pulled.Results.Any(result => result.Outcome is PullOutcome.Changed))
        {
            screen.Line("Recorded, not applied: shield plan shows what would change, shield apply does it.", Tone.Faint);
        }
    }

    private static void WriteTrouble(string name, FeedState state, Screen screen)
    {
        if (state.Fault is { } fault)
        {
            screen.Line($"{name}: failed since {TimeText.Of(fault.Since)}: {fault.Why}", Tone.Bad);
            screen.Point("what it said before stays in force until its own end", Tone.Faint);
        }

        if (state.Waiting is { } waiting)
        {
            screen.Line($"{name}: its copy waits for a person since {TimeText.Of(waiting.Since)}: {waiting.Why}", Tone.Warning);
            screen.Point($"look at the list; if it is right: shield feeds pull {name} --accept", Tone.Faint);
        }

        if (state.Named > state.Listed)
        {
            screen.Line($"{name}: {state.Named - state.Listed:N0} parties are left out, for Feeds:{name}:Cap", Tone.Warning);
        }

        if (state.Rejected > 0)
        {
            screen.Line($"{name}: {state.Rejected:N0} line(s) could not be read; the first: {state.FirstRejected}", Tone.Warning);
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
