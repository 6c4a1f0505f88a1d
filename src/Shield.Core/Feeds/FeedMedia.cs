namespace Shield.Core.Feeds;

/// <summary>The media type of a list, for whoever is told one.</summary>
public static class FeedMedia
{
    public static string TypeOf(FeedFormat format) =>
        format switch
        {
            FeedFormat.Plain => "text/plain; charset=utf-8",
            FeedFormat.Csv => "text/csv; charset=utf-8",
            // TAXII 2.1 and STIX 2.1 register this one.
            FeedFormat.Stix => "application/stix+json;version=2.1",
            FeedFormat.Json or FeedFormat.Misp => "application/json",
        };
}
