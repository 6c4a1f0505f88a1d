namespace Shield.Core.Feeds;

/// <summary>How a list is written. docs/feeds.md describes each.</summary>
public enum FeedFormat
{
    /// <summary>One indicator a line; comments begin with # or ;.</summary>
    Plain,

    /// <summary>Separated by comma, semicolon, tab or |; with or without a header.</summary>
    Csv,

    /// <summary>A list of texts, or of objects with a member that names the indicator.</summary>
    Json,

    /// <summary>A bundle of STIX 2.0 or 2.1, a list of its objects, or an envelope of TAXII 2.1.</summary>
    Stix,

    /// <summary>An event of MISP, or several, or its attributes.</summary>
    Misp,
}

public static class FeedFormatWords
{
    public static string ToWord(this FeedFormat format) =>
        format switch
        {
            FeedFormat.Plain => "plain",
            FeedFormat.Csv => "csv",
            FeedFormat.Json => "json",
            FeedFormat.Stix => "stix",
            FeedFormat.Misp => "misp",
        };
}
