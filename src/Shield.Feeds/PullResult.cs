using Shield.Core.Feeds;

namespace Shield.Feeds;

/// <summary>What asking a feed came to.</summary>
public enum PullOutcome
{
    /// <summary>It names others than before.</summary>
    Changed,

    /// <summary>It names the same as before.</summary>
    Unchanged,

    /// <summary>Its copy changes too much at once, and waits for a person.</summary>
    Waiting,

    /// <summary>It did not answer, or not what can be taken.</summary>
    Failed,
}

/// <param name="Feed">Its name.</param>
/// <param name="State">As it stands now.</param>
public sealed record PullResult(string Feed, PullOutcome Outcome, FeedState State);
