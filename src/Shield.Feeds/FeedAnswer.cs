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
internal sealed record NewCopy(FeedCopy Copy) : FeedAnswer
{
    public long Rejected { get; init; }

    /// <summary>The first of them; null where all could be read.</summary>
    public string? FirstRejected { get; init; }

    /// <inheritdoc cref="FeedState.Tag"/>
    public string? Tag { get; init; }

    /// <inheritdoc cref="FeedState.Modified"/>
    public string? Modified { get; init; }

    /// <inheritdoc cref="FeedState.Since"/>
    public string? Since { get; init; }
}
