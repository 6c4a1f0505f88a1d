using Shield.Core.Feeds;

namespace Shield.Feeds;

/// <summary>One way to ask for a list: as a whole, a collection of TAXII, a MISP feed.</summary>
internal interface IFeed
{
    /// <param name="known">What the feed said before.</param>
    /// <param name="now">By our clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FeedFaultException">There is no answer that can be taken.</exception>
    Task<FeedAnswer> AskAsync(FeedState known, DateTimeOffset now, CancellationToken cancellationToken);
}
