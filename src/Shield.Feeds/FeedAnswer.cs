using Shield.Core.Feeds;

namespace Shield.Feeds;

/// <summary>What a feed answered.</summary>
internal abstract record FeedAnswer;

/// <summary>It says the same as last time.</summary>
internal sealed record SameAsBefore : FeedAnswer
{
    public static readonly SameAsBefore Instance = new();
}

/// <summary>A copy, and what to tell the server next time so that it need not send the same again.</summary>
/// <param name="Copy">All that was read of it.</param>
/// <param name="Rejected">Parts that could not be read.</param>
/// <param name="FirstRejected">The first of them, with its position; null where all could be read.</param>
internal sealed record NewCopy(FeedCopy Copy, long Rejected, string? FirstRejected) : FeedAnswer
{
    /// <param name="parts">One of a list; of a collection each page or event.</param>
    /// <param name="isWhole">Whether what is not in it is dropped.</param>
    /// <param name="publishedAt">Null where the feed does not say.</param>
    public static NewCopy Of(IReadOnlyCollection<FeedReading> parts, bool isWhole, DateTimeOffset? publishedAt) =>
        new(
            new FeedCopy
            {
                Lines = [.. parts.SelectMany(part => part.Lines)],
                IsWhole = isWhole,
                PublishedAt = publishedAt,
            },
            parts.Sum(part => part.RejectedCount),
            parts.SelectMany(part => part.Rejected).Select(first => $"{first.Position}: {first.Reason}").FirstOrDefault()
        );

    /// <inheritdoc cref="FeedState.Tag"/>
    public string? Tag { get; init; }

    /// <inheritdoc cref="FeedState.Modified"/>
    public string? Modified { get; init; }

    /// <inheritdoc cref="FeedState.Since"/>
    public string? Since { get; init; }
}
