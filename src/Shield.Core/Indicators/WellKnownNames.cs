using System.Collections.Immutable;

namespace Shield.Core.Indicators;

/// <summary>A name of a service that everybody's machines use.</summary>
/// <param name="Text">The name.</param>
/// <param name="CoversSubdomains">True where every name below it is the same operator's; nobody else can get one there.</param>
/// <param name="Operator">Who runs it.</param>
/// <param name="Source">Where its operator publishes it.</param>
public sealed record WellKnownName(string Text, bool CoversSubdomains, string Operator, string Source);

/// <summary>
/// Names that machines need to work at all: public resolvers (a resolver by its name is DNS over HTTPS or TLS), the root servers, and the
/// fixed names of AWS. The endpoints
/// of AWS's services are told by their form (<see cref="AwsNames"/>)..
/// </summary>
public static class WellKnownNames
{
    public static ImmutableArray<WellKnownName> Resolvers { get; } =
    [
        With("dns.google", "Google Public DNS", "https://developers.google.com/speed/public-dns/docs/secure-transports"),
        With("dns.google.com", "Google Public DNS", "https://developers.google.com/speed/public-dns/docs/secure-transports"),
        Only("one.one.one.one", "Cloudflare 1.1.1.1", "https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-tls/"),
        With(
            "cloudflare-dns.com",
            "Cloudflare 1.1.1.1",
            "https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/"
        ),
        Only(
            "cloudflare-gateway.com",
            "Cloudflare Gateway",
            "https://developers.cloudflare.com/cloudflare-one/networks/resolvers-and-proxies/dns/dns-over-https/"
        ),
        With("quad9.net", "Quad9", "https://quad9.net/service/service-addresses-and-features/"),
        With("opendns.com", "OpenDNS", "https://support.opendns.com/hc/en-us/articles/360038086532-Using-DNS-over-HTTPS-DoH-with-OpenDNS"),
        With("umbrella.com", "Cisco Umbrella", "https://docs.umbrella.com/deployment-umbrella/docs/point-your-dns-to-cisco"),
        With("adguard-dns.com", "AdGuard DNS", "https://adguard-dns.io/en/public-dns.html"),
        With("dns.adguard.com", "AdGuard DNS", "https://adguard-dns.io/en/public-dns.html"),
        With("cleanbrowsing.org", "CleanBrowsing", "https://cleanbrowsing.org/guides/dnsoverhttps/"),
        With("dns.nextdns.io", "NextDNS", "https://help.nextdns.io/"),
        With("controld.com", "Control D", "https://controld.com/free-dns"),
        With("dns.mullvad.net", "Mullvad", "https://mullvad.net/en/help/dns-over-https-and-dns-over-tls"),
        With("dns.sb", "DNS.SB", "https://dns.sb/doh/"),
    ];

    /// <summary>[a-m].root-servers.net; nothing else is below that name (https://www.iana.org/domains/root/servers).</summary>
    public static ImmutableArray<WellKnownName> RootServers { get; } =
    [With("root-servers.net", "the root servers' operators", "https://www.iana.org/domains/root/servers")];

    public static ImmutableArray<WellKnownName> OfAws { get; } =
    [
        With("time.aws.com", "Amazon Time Sync Service", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/set-time.html"),
        With("amazon.pool.ntp.org", "Amazon Time Sync Service", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/set-time.html"),
        With("amazontrust.com", "Amazon Trust Services: the revocation of AWS's certificates", "https://www.amazontrust.com/repository/"),
        With("aws.amazon.com", "AWS's console and sign-in", "https://docs.aws.amazon.com/signin/latest/userguide/allowlist-domains.html"),
        Only(
            "instance-data.ec2.internal",
            "the instance metadata service",
            "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html"
        ),
        Only(
            "cdn.amazonlinux.com",
            "the packages of Amazon Linux",
            "https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html"
        ),
    ];

    private static WellKnownName With(string name, string by, string source) => new(name, CoversSubdomains: true, by, source);

    private static WellKnownName Only(string name, string by, string source) => new(name, CoversSubdomains: false, by, source);
}
