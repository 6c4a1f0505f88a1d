using Shield.Core.FindingTypes;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary>How a feed is asked, and what it answers in.</summary>
public enum FeedKind
{
    Plain,
    Csv,

    /// <summary>Texts, or objects with an indicator, or what <c>threats export</c> writes.</summary>
    Json,

    /// <summary>A bundle of STIX 2.1.</summary>
    Stix,

    /// <summary>The URL of a collection of TAXII 2.1: only what was added since is asked for.</summary>
    Taxii,

    /// <summary>The URL of a MISP feed: a manifest, and the events that changed.</summary>
    Misp,
}

public static class FeedKinds
{
    /// <summary>As in settings and in JSON.</summary>
    public static string ToWord(this FeedKind kind) => SettingType.Lower(kind);
}

/// <summary><c>Feeds:&lt;name&gt;:…</c>: one list of others whom to block (docs/feeds.md).</summary>
public sealed record FeedSettings
{
    public required string Name { get; init; }

    /// <summary>Null where it is a file.</summary>
    public Uri? Url { get; init; }

    /// <summary>Null where it is asked by its URL.</summary>
    public string? Path { get; init; }

    /// <summary>Null: told by what comes.</summary>
    public FeedKind? Format { get; init; }

    /// <summary>GuardDuty's scale.</summary>
    public required double Severity { get; init; }

    /// <summary>So long a party counts after the feed last named it.</summary>
    public required TimeSpan Life { get; init; }

    /// <summary>At most so many parties of it count; the rest is left out and counted.</summary>
    public required int Cap { get; init; }

    public required Directions Direction { get; init; }

    /// <summary>How often <c>shield run</c> asks it.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Who we are to it; null where it asks nobody.</summary>
    public Secret? Token { get; init; }

    /// <summary>Where it is, for people: without what stands behind the question mark, which may be a key.</summary>
    public string Place => Url is null ? Path! : PlaceOf(Url);

    /// <inheritdoc cref="Place"/>
    public static string PlaceOf(Uri url) => url.Query is "" ? url.GetLeftPart(UriPartial.Path) : url.GetLeftPart(UriPartial.Path) + "?…";
}
