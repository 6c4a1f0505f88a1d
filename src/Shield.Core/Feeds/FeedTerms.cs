namespace Shield.Core.Feeds;

/// <summary>What an operator says of a feed, as far as it matters for what is recorded of it.</summary>
/// <param name="Name">In the settings.</param>
/// <param name="Severity">GuardDuty's scale.</param>
/// <param name="Life">So long a party counts after the feed last named it.</param>
/// <param name="Cap">At most so many parties of it count.</param>
public sealed record FeedTerms(string Name, double Severity, TimeSpan Life, int Cap);
