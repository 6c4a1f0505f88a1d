using System.Collections.Immutable;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;
using Shield.Hosting.Settings;
using Shield.Operating.Words;

namespace Shield.Operating.Feeds;

/// <summary>A row of <c>feeds list</c>.</summary>
public sealed record FeedRow
{
    public required string Name { get; init; }

    /// <summary>A URL without what stands behind its question mark, or a file.</summary>
    public required string Place { get; init; }

    /// <summary>Null: told by what comes.</summary>
    public required string? Format { get; init; }

    public required string Direction { get; init; }

    public required double Severity { get; init; }

    /// <summary>How long a party counts after the feed last named it.</summary>
    public required string Life { get; init; }

    public required int Cap { get; init; }

    public required string Every { get; init; }

    /// <summary><c>ok</c>, <c>waiting</c>, <c>failed</c> or <c>never-pulled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it waits or failed; null otherwise.</summary>
    public required string? Why { get; init; }

    /// <summary>When it last answered what could be taken.</summary>
    public required DateTimeOffset? PulledAt { get; init; }

    /// <summary>When it says that its copy was published.</summary>
    public required DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When it last named other parties than before.</summary>
    public required DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Parties in its last good copy; null before the first.</summary>
    public required int? Named { get; init; }

    /// <summary>Of them those that count.</summary>
    public required int Listed { get; init; }

    /// <summary>Of them those that do not, for the cap.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Lines that could not be read.</summary>
    public required long Rejected { get; init; }

    /// <summary>By the last change.</summary>
    public required int Added { get; init; }

    public required int Dropped { get; init; }

    /// <summary>Of those that count, by what is decided now. Whether the PCE blocks them <c>threats list</c> says.</summary>
    public required int Blocked { get; init; }

    /// <summary>Of the blocked those that nobody else names.</summary>
    public required int Alone { get; init; }

    public required int Held { get; init; }

    public required ImmutableSortedDictionary<string, int> Ignored { get; init; }

    public static FeedRow Of(FeedStanding standing) =>
        new()
        {
            Name = standing.Feed.Name,
            Place = standing.Feed.Place,
            Format = standing.Feed.Format?.ToWord(),
            Direction = standing.Feed.Direction.ToWord(),
            Severity = standing.Feed.Severity,
            Life = Duration.ToText(standing.Feed.Life),
            Cap = standing.Feed.Cap,
            Every = Duration.ToText(standing.Feed.Every),
            State = WordOf(standing.State),
            Why = standing.State.Fault?.Why ?? standing.State.Waiting?.Why,
            PulledAt = standing.State.PulledAt,
            PublishedAt = standing.State.PublishedAt,
            ChangedAt = standing.State.ChangedAt,
            Named = standing.State.Named,
            Listed = standing.State.Listed,
            LeftOut = (standing.State.Named ?? 0) - standing.State.Listed,
            Rejected = standing.State.Rejected,
            Added = standing.State.Added,
            Dropped = standing.State.Dropped,
            Blocked = standing.Blocked,
            Alone = standing.Alone,
            Held = standing.Held,
            Ignored = standing.Ignored,
        };

    public static string WordOf(FeedState state) =>
        state switch
        {
            { Fault: not null } => "failed",
            { Waiting: not null } => "waiting",
            { PulledAt: null } => "never-pulled",
            _ => "ok",
        };
}

/// <summary>Of <c>feeds show</c>: a feed and those that it lists.</summary>
/// <param name="FirstRejected">The first line that could not be read, with its position.</param>
public sealed record FeedDetail(FeedRow Feed, string? FirstRejected, ImmutableArray<FeedPartyRow> Parties)
{
    public static FeedDetail Of(FeedStanding standing) =>
        new(
            FeedRow.Of(standing),
            standing.State.FirstRejected,
            [
                .. standing.Parties.Select(party => new FeedPartyRow(
                    party.Decision.Indicator.ToString(),
                    party.Decision.Verdict.ToWord(),
                    party.Decision.Reason,
                    party.Decision.Until,
                    party.Listing.FirstSeen,
                    party.IsAlone,
                    party.Listing.Latest.ThreatList
                )),
            ]
        );
}

/// <param name="Since">When the feed first named it.</param>
/// <param name="Alone">Nobody else names it.</param>
/// <param name="Text">The line's own words.</param>
public sealed record FeedPartyRow(
    string Indicator,
    string Verdict,
    string Reason,
    DateTimeOffset? Until,
    DateTimeOffset Since,
    bool Alone,
    string? Text
);
