using System.Collections.Immutable;
using Shield.Core.Findings;

namespace Shield.Core.Feeds;

/// <summary>What a list names, and what of it could not be used.</summary>
public sealed record FeedReading
{
    /// <summary>So many rejections are kept; the others are counted.</summary>
    public const int MostRejected = 100;

    /// <summary>What the list is called, as in the rejections.</summary>
    public required string Source { get; init; }

    public required FeedFormat Format { get; init; }

    /// <summary>Each indicator once for each direction that the list gives it, in the order of the list.</summary>
    public required ImmutableArray<FeedLine> Lines { get; init; }

    /// <summary>The first <see cref="MostRejected"/>, each with its position.</summary>
    public required ImmutableArray<Rejection> Rejected { get; init; }

    public required long RejectedCount { get; init; }

    /// <summary>How many lines named an indicator that another line names too.</summary>
    public required long RepeatedCount { get; init; }

    /// <summary>What is no address and no domain, such as <c>url</c> or <c>hash</c>, and how often. It is no fault of the list.</summary>
    public required ImmutableSortedDictionary<string, long> NotOurs { get; init; }

    /// <summary>The list names more than was asked for. What follows was not read.</summary>
    public required bool IsCut { get; init; }
}
