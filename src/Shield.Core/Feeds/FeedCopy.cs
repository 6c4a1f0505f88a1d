using System.Collections.Immutable;

namespace Shield.Core.Feeds;

/// <summary>What a feed answered: all that it names, or what it names since the last time.</summary>
public sealed record FeedCopy
{
    public required ImmutableArray<FeedLine> Lines { get; init; }

    /// <summary>
    /// Whether a party that is not in it is dropped. A collection of TAXII and a MISP feed are asked for what is new, so only what they
    /// take back is.
    /// </summary>
    public required bool IsWhole { get; init; }

    /// <summary>When the feed says that it was published; null where it does not say.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
}
