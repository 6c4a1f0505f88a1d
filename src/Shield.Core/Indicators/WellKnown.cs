using System.Collections.Immutable;

namespace Shield.Core.Indicators;

/// <summary>
/// The few resolvers that everybody uses, and the root servers. Of our own, because no cloud's list protects them, and lists of open
/// resolvers both miss some and hold whatever anybody put on the Internet: a hard tier fed by one would be a way to become unblockable.
/// </summary>
public static class WellKnown
{
    public static ImmutableArray<WellKnownAddress> Resolvers { get; } =
    [
        .. Resolver(
            "Google Public DNS",
            "https://developers.google.com/speed/public-dns/docs/using",
            "8.8.8.8",
            "8.8.4.4",
            "2001:4860:4860::8888",
            "2001:4860:4860::8844"
        ),
        .. Resolver(
            "Cloudflare 1.1.1.1",
            "https://developers.cloudflare.com/1.1.1.1/ip-addresses/",
            "1.1.1.1",
            "1.0.0.1",
            "2606:4700:4700::1111",
            "2606:4700:4700::1001"
        ),
        .. Resolver(
            "Cloudflare 1.1.1.1 for Families",
            "https://developers.cloudflare.com/1.1.1.1/ip-addresses/",
            "1.1.1.2",
            "1.0.0.2",
            "2606:4700:4700::1112",
            "2606:4700:4700::1002",
            "1.1.1.3",
            "1.0.0.3",
            "2606:4700:4700::1113",
            "2606:4700:4700::1003"
        ),
        .. Resolver(
            "Quad9",
            "https://quad9.net/service/service-addresses-and-features/",
            "9.9.9.9",
            "149.112.112.112",
            "2620:fe::fe",
            "2620:fe::9",
            "9.9.9.10",
            "149.112.112.10",
            "2620:fe::10",
            "2620:fe::fe:10",
            "9.9.9.11",
            "149.112.112.11",
            "2620:fe::11",
            "2620:fe::fe:11"
        ),
        .. Resolver(
            "OpenDNS",
            "https://www.opendns.com/about/innovations/ipv6/",
            "208.67.222.222",
            "208.67.220.220",
            "2620:119:35::35",
            "2620:119:53::53"
        ),
    ];

    /// <summary>https://www.internic.net/domain/named.root, zone 2026041601.</summary>
    public static ImmutableArray<WellKnownAddress> RootServers { get; } =
    [
        .. Root('a', "198.41.0.4", "2001:503:ba3e::2:30"),
        .. Root('b', "170.247.170.2", "2801:1b8:10::b"),
        .. Root('c', "192.33.4.12", "2001:500:2::c"),
        .. Root('d', "199.7.91.13", "2001:500:2d::d"),
        .. Root('e', "192.203.230.10", "2001:500:a8::e"),
        .. Root('f', "192.5.5.241", "2001:500:2f::f"),
        .. Root('g', "192.112.36.4", "2001:500:12::d0d"),
        .. Root('h', "198.97.190.53", "2001:500:1::53"),
        .. Root('i', "192.36.148.17", "2001:7fe::53"),
        .. Root('j', "192.58.128.30", "2001:503:c27::2:30"),
        .. Root('k', "193.0.14.129", "2001:7fd::1"),
        .. Root('l', "199.7.83.42", "2001:500:9f::42"),
        .. Root('m', "202.12.27.33", "2001:dc3::35"),
    ];

    public static ImmutableArray<WellKnownAddress> Addresses { get; } = [.. Resolvers, .. RootServers];

    /// <summary>All of them as one set, for cutting a range that holds one.</summary>
    public static RangeSet Ranges { get; } = RangeSet.Of(Addresses.Select(known => known.Address));

    /// <summary>Every one inside the range.</summary>
    public static ImmutableArray<WellKnownAddress> Find(AddressRange range) =>
        Ranges.Overlaps(range) ? [.. Addresses.Where(known => known.Address.Overlaps(range))] : [];

    private static IEnumerable<WellKnownAddress> Resolver(string name, string source, params string[] addresses) =>
        addresses.Select(address => new WellKnownAddress(AddressRange.Parse(address), name, source, AddressReason.PublicResolver));

    private static IEnumerable<WellKnownAddress> Root(char letter, params string[] addresses) =>
        addresses.Select(address => new WellKnownAddress(
            AddressRange.Parse(address),
            $"{letter}.root-servers.net",
            "https://www.internic.net/domain/named.root",
            AddressReason.RootServer
        ));
}
