namespace Shield.Feeds;

/// <summary>A feed did not answer, or not what can be taken. What it said before stays in force until its own end.</summary>
/// <param name="why">What was seen and where, for people; never a secret.</param>
public sealed class FeedFaultException(string why, Exception? inner = null) : Exception(why, inner);
