using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Evidence;

/// <summary>
/// What a feed says of one party, as evidence like a finding's: it passes the same never-block, limits and capacity, merges in the same
/// way, and <c>explain</c> tells of it beside what GuardDuty found. When the feed drops the party, that counts for what the feed said and
/// for nothing else (docs/feeds.md).
/// </summary>
public static class FeedListing
{
    /// <summary>A feed has no region; the key has a place for one.</summary>
    private const string Nowhere = "-";

    public static FindingKey KeyOf(string feed, Indicator party) => new(FindingKey.FeedPrefix + feed, Nowhere, party.ToString());

    /// <summary>The feed names it.</summary>
    /// <param name="severity">As the settings say now. A decision takes what they say later.</param>
    /// <param name="text">The line's own words, as data.</param>
    /// <param name="publishedAt">When the feed says that it did; a date after the pull counts as the pull.</param>
    /// <param name="pulledAt">By our clock.</param>
    /// <param name="supported">It counts from here; earlier than the pull where the list itself says when it ends.</param>
    public static FindingEvidence Listed(
        string feed,
        Indicator party,
        double severity,
        string text,
        DateTimeOffset publishedAt,
        DateTimeOffset pulledAt,
        DateTimeOffset supported
    )
    {
        var key = KeyOf(feed, party);
        return new FindingEvidence
        {
            State = StateOf(key, severity, pulledAt, isDropped: false),
            Sightings =
            [
                new Sighting
                {
                    Key = new SightingKey(key, party),
                    FirstSeen = pulledAt,
                    LastSeen = pulledAt,
                    Supported = supported,
                    Severity = severity,
                    Count = 1,
                    Sources = [key.Account],
                    Circumstances = [default(Circumstance)],
                    Latest = new Report
                    {
                        UpdatedAt = publishedAt < pulledAt ? publishedAt : pulledAt,
                        Type = key.Account,
                        IsSample = false,
                        ThreatList = text,
                    },
                },
            ],
            OwnAddresses = [],
        };
    }

    /// <summary>The feed named it, and does no more. Named again later, it counts again.</summary>
    public static FindingEvidence Dropped(Sighting listed, DateTimeOffset pulledAt) =>
        new()
        {
            State = StateOf(listed.Key.Finding, listed.Severity, pulledAt, isDropped: true),
            Sightings = [],
            OwnAddresses = [],
        };

    private static FindingState StateOf(FindingKey key, double severity, DateTimeOffset pulledAt, bool isDropped) =>
        new()
        {
            Key = key,
            UpdatedAt = pulledAt,
            Archived = isDropped,
            Severity = severity,
        };
}
