using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Feeds:…</c>: lists of others whom to block (docs/feeds.md).</summary>
internal static class FeedRows
{
    public const string Section = "Feeds";

    /// <summary>Low, the least that a finding has: what an attack on this deployment shows goes first where room is short.</summary>
    private const double DefaultSeverity = 2.0;

    private const int DefaultCap = 2000;

    public static readonly ValueSetting<Uri?> Url = new(
        "Feeds:<name>:Url",
        null,
        "must be https://… without a password; http on loopback only",
        text => (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo is "" && SettingType.IsForWeb(url), url),
        url => url is null ? "none" : FeedSettings.PlaceOf(url)
    )
    {
        Type = "URL",
        Otherwise = "this or `Path` is required",
        OfFeed = feed => feed.Url,
        Meaning =
            "Where the feed `<name>` is: a list, a collection of TAXII, or the folder of a MISP feed ([feeds](feeds.md)). "
            + "What stands behind a `?` is not printed",
    };

    public static readonly ValueSetting<string?> Path = SettingType.Text("Feeds:<name>:Path", "none") with
    {
        Type = "file",
        IsPath = true,
        OfFeed = feed => feed.Path,
        Meaning = "A file instead of a URL; somebody else keeps it fresh",
    };

    public static readonly ValueSetting<FeedKind?> Format = SettingType.Optional(
        SettingType.Word<FeedKind>("Feeds:<name>:Format", FeedKind.Plain),
        otherwise: "told by what comes; `taxii` and `misp` must be said"
    ) with
    {
        OfFeed = feed => feed.Format,
        Meaning = "What it speaks",
    };

    public static readonly ValueSetting<double> Severity = SettingType.Severity("Feeds:<name>:Severity", DefaultSeverity) with
    {
        OfFeed = feed => feed.Severity,
        Meaning = "As severe as a finding of that number is what it lists: it decides who goes first where room is short",
    };

    public static readonly ValueSetting<TimeSpan> Life = SettingType.Time(
        "Feeds:<name>:Life",
        TimeSpan.FromHours(72),
        least: TimeSpan.FromHours(12),
        greatest: BlockLife.Longest
    ) with
    {
        OfFeed = feed => feed.Life,
        Meaning = "So long a party stays blocked after the feed last named it; dropped by the feed, it ends at once",
    };

    public static readonly ValueSetting<int> Cap = SettingType.Number(
        "Feeds:<name>:Cap",
        DefaultCap,
        least: 1,
        greatest: 100_000,
        "parties"
    ) with
    {
        OfFeed = feed => feed.Cap,
        Meaning = "At most so many parties of it count, those first that count already; the rest is left out, and `shield feeds` says so",
    };

    public static readonly ValueSetting<Directions> Direction = SettingType.Word(
        "Feeds:<name>:Direction",
        Directions.Both,
        [("inbound", Directions.Inbound), ("outbound", Directions.Outbound), ("both", Directions.Both)]
    ) with
    {
        OfFeed = feed => feed.Direction,
        Meaning = "On which threat list: who attacks (`inbound`), whom nobody of ours should call (`outbound`), or both",
    };

    public static readonly ValueSetting<TimeSpan> Every = SettingType.Time(
        "Feeds:<name>:Every",
        TimeSpan.FromHours(1),
        least: TimeSpan.FromSeconds(10)
    ) with
    {
        OfFeed = feed => feed.Every,
        Meaning = "How often `shield run` asks it",
    };

    public static readonly ValueSetting<Pce.Calling.Secret?> Token = SettingType.Secret("Feeds:<name>:Token") with
    {
        OfFeed = feed => feed.Token,
        Meaning = "Sent as `Authorization: Bearer …`; with a colon (`user:password`) as Basic; to MISP as it is",
    };

    public static readonly ImmutableArray<Setting> All = [Url, Path, Format, Severity, Life, Cap, Direction, Every, Token];
}
