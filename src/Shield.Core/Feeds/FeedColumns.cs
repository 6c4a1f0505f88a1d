using System.Collections.Immutable;

namespace Shield.Core.Feeds;

/// <summary>
/// Which columns of a table, or members of an object, say what. Their names are compared without regard to case and without anything but
/// letters and digits, so that <c>first_seen_utc</c>, <c>First Seen (UTC)</c> and <c>firstSeenUtc</c> are one.
/// </summary>
internal sealed record FeedColumns
{
    /// <summary>Of these the first is asked, and the next where that is empty.</summary>
    public required ImmutableArray<int> Indicators { get; init; }

    /// <summary>What kind of indicator it is, such as <c>url</c> or <c>ip:port</c>; -1, as for the others, where no column says so.
    /// </summary>
    public int Kind { get; init; } = -1;

    public int Direction { get; init; } = -1;

    public int From { get; init; } = -1;

    public int Until { get; init; } = -1;

    public int At { get; init; } = -1;

    private static readonly ImmutableArray<string> AnyIndicator = ["indicator", "ioc", "iocvalue", "value", "observable"];

    private static readonly ImmutableArray<string> Addresses =
    [
        "ip",
        "ipaddress",
        "ipaddr",
        "address",
        "addr",
        "srcip",
        "sourceip",
        "dstip",
        "destip",
        "destinationip",
        "cidr",
        "network",
        "netblock",
        "prefix",
        "ipprefix",
        "subnet",
        "range",
        "iprange",
    ];

    /// <summary>These two stand beside each other without contradiction.</summary>
    private static readonly ImmutableArray<string> AddressesOfAFamily = ["ipv4", "ipv6", "ipv4prefix", "ipv6prefix"];

    private static readonly ImmutableArray<string> Domains = ["domain", "domainname", "fqdn", "hostname", "host"];

    private static readonly ImmutableArray<string> Kinds = ["ioctype", "indicatortype", "observabletype", "type", "kind"];

    private static readonly ImmutableArray<string> Starts = ["validfrom"];

    private static readonly ImmutableArray<string> Ends =
    [
        "until",
        "validuntil",
        "expires",
        "expiresat",
        "expiry",
        "expirydate",
        "expiration",
        "expirationdate",
    ];

    /// <summary>The moment of the newest word on it before that of the first.</summary>
    private static readonly ImmutableArray<string> Moments =
    [
        "modified",
        "lastmodified",
        "updated",
        "updatedat",
        "lastseen",
        "lastseenutc",
        "lastonline",
        "timestamp",
        "date",
        "firstseen",
        "firstseenutc",
        "created",
        "createdat",
    ];

    /// <summary>Null where none of the names says which column names the indicator.</summary>
    /// <param name="names">As they stand there.</param>
    /// <param name="ambiguous">Two columns that name addresses: nobody can say which of the two is the attacker.</param>
    public static FeedColumns? Find(ImmutableArray<string> names, out (string, string)? ambiguous)
    {
        ImmutableArray<string> known = [.. names.Select(Plain)];
        ambiguous = null;
        ImmutableArray<int> indicators = First(known, AnyIndicator) is >= 0 and var any ? [any] : All(known, Addresses);
        if (indicators is [var one, var other, ..])
        {
            ambiguous = (names[one], names[other]);
            return null;
        }

        indicators = [.. indicators, .. All(known, AddressesOfAFamily), .. All(known, Domains)];
        return indicators.IsEmpty
            ? null
            : new FeedColumns
            {
                Indicators = indicators,
                Kind = First(known, Kinds),
                Direction = First(known, ["direction"]),
                From = First(known, Starts),
                Until = First(known, Ends),
                At = First(known, Moments),
            };
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static int First(ImmutableArray<string> names, ImmutableArray<string> wanted) =>
        wanted.Select(name => names.IndexOf(name)).FirstOrDefault(place => place >= 0, -1);

    private static ImmutableArray<int> All(ImmutableArray<string> names, ImmutableArray<string> wanted) =>
        [.. wanted.Select(name => names.IndexOf(name)).Where(place => place >= 0)];
}
