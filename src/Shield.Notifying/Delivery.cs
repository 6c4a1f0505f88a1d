namespace Shield.Notifying;

/// <summary>What came of sending a message.</summary>
/// <param name="What">What came back, for people: text from outside, never a secret.</param>
public abstract record Delivery(string What);

/// <summary>The other side took it.</summary>
public sealed record Delivered(string What) : Delivery(What);

/// <summary>The other side does not want this message, and would not want it the next time.</summary>
public sealed record Unwanted(string What) : Delivery(What);

/// <summary>It did not come through, and another time it may.</summary>
public sealed record Failed(string What) : Delivery(What)
{
    /// <summary>What fails for a moment: worth another attempt at once. Not a wrong address, which a person must put right.</summary>
    public bool IsPassing { get; init; } = true;

    /// <summary>How long the other side wants to be left in peace; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
