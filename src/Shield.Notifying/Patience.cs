namespace Shield.Notifying;

/// <summary>How long a channel is waited for.</summary>
public sealed record Patience
{
    public static readonly Patience Usual = new();

    /// <summary>Of one attempt.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of one telling, with all attempts; a person may wait for the command that it is part of.</summary>
    public TimeSpan All { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Before the second attempt; doubled before each other.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The same with no more than that in all.</summary>
    public Patience Within(TimeSpan most) => All <= most ? this : this with { All = most > TimeSpan.Zero ? most : TimeSpan.Zero };
}
