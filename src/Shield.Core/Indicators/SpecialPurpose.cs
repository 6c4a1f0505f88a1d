using System.Collections.Immutable;
using static Shield.Core.Indicators.GloballyReachable;

namespace Shield.Core.Indicators;

/// <summary>
/// The address space that is never blocked: IANA's two special-purpose registries as of June 2025, and what they leave out.
/// </summary>
/// <remarks>
/// Every row, whatever <see cref="GloballyReachable"/> says: a shared anycast service or a translator's prefix is nobody's own address, and
/// a block of it hits a service and never an attacker. Overlap counts, not membership: 192.0.0.0/16 touches rows.
/// </remarks>
public static class SpecialPurpose
{
    /// <summary>
    /// https://www.iana.org/assignments/iana-ipv4-special-registry, 2025-06-30, and
    /// https://www.iana.org/assignments/iana-ipv6-special-registry, 2025-06-25.
    /// </summary>
    private static readonly ImmutableArray<SpecialPurposeBlock> Registered =
    [
        Row("0.0.0.0/8", "This network", "RFC 791", False),
        Row("0.0.0.0/32", "This host on this network", "RFC 1122", False),
        Row("10.0.0.0/8", "Private-Use", "RFC 1918", False),
        Row("100.64.0.0/10", "Shared Address Space", "RFC 6598", False),
        Row("127.0.0.0/8", "Loopback", "RFC 1122", False),
        Row("169.254.0.0/16", "Link Local", "RFC 3927", False),
        Row("172.16.0.0/12", "Private-Use", "RFC 1918", False),
        Row("192.0.0.0/24", "IETF Protocol Assignments", "RFC 6890", False),
        Row("192.0.0.0/29", "IPv4 Service Continuity Prefix", "RFC 7335", False),
        Row("192.0.0.8/32", "IPv4 dummy address", "RFC 7600", False),
        Row("192.0.0.9/32", "Port Control Protocol Anycast", "RFC 7723", True),
        Row("192.0.0.10/32", "Traversal Using Relays around NAT Anycast", "RFC 8155", True),
        Row("192.0.0.170/32", "NAT64/DNS64 Discovery", "RFC 8880, RFC 7050", False),
        Row("192.0.0.171/32", "NAT64/DNS64 Discovery", "RFC 8880, RFC 7050", False),
        Row("192.0.2.0/24", "Documentation (TEST-NET-1)", "RFC 5737", False),
        Row("192.31.196.0/24", "AS112-v4", "RFC 7535", True),
        Row("192.52.193.0/24", "AMT", "RFC 7450", True),
        Row("192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", "RFC 7526", Blank),
        Row("192.88.99.2/32", "6a44-relay anycast address", "RFC 6751", False),
        Row("192.168.0.0/16", "Private-Use", "RFC 1918", False),
        Row("192.175.48.0/24", "Direct Delegation AS112 Service", "RFC 7534", True),
        Row("198.18.0.0/15", "Benchmarking", "RFC 2544", False),
        Row("198.51.100.0/24", "Documentation (TEST-NET-2)", "RFC 5737", False),
        Row("203.0.113.0/24", "Documentation (TEST-NET-3)", "RFC 5737", False),
        Row("240.0.0.0/4", "Reserved", "RFC 1112", False),
        Row("255.255.255.255/32", "Limited Broadcast", "RFC 8190, RFC 919", False),
        Row("::1/128", "Loopback Address", "RFC 4291", False),
        Row("::/128", "Unspecified Address", "RFC 4291", False),
        Row("::ffff:0:0/96", "IPv4-mapped Address", "RFC 4291", False),
        Row("64:ff9b::/96", "IPv4-IPv6 Translat.", "RFC 6052", True),
        Row("64:ff9b:1::/48", "IPv4-IPv6 Translat.", "RFC 8215", False),
        Row("100::/64", "Discard-Only Address Block", "RFC 6666", False),
        Row("100:0:0:1::/64", "Dummy IPv6 Prefix", "RFC 9780", False),
        Row("2001::/23", "IETF Protocol Assignments", "RFC 2928", False),
        Row("2001::/32", "TEREDO", "RFC 4380, RFC 8190", NotApplicable),
        Row("2001:1::1/128", "Port Control Protocol Anycast", "RFC 7723", True),
        Row("2001:1::2/128", "Traversal Using Relays around NAT Anycast", "RFC 8155", True),
        Row("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", "RFC 9665", True),
        Row("2001:2::/48", "Benchmarking", "RFC 5180, RFC Errata 1752", False),
        Row("2001:3::/32", "AMT", "RFC 7450", True),
        Row("2001:4:112::/48", "AS112-v6", "RFC 7535", True),
        Row("2001:10::/28", "Deprecated (previously ORCHID)", "RFC 4843", Blank),
        Row("2001:20::/28", "ORCHIDv2", "RFC 7343", True),
        Row("2001:30::/28", "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", True),
        Row("2001:db8::/32", "Documentation", "RFC 3849", False),
        Row("2002::/16", "6to4", "RFC 3056", NotApplicable),
        Row("2620:4f:8000::/48", "Direct Delegation AS112 Service", "RFC 7534", True),
        Row("3fff::/20", "Documentation", "RFC 9637", False),
        Row("5f00::/16", "Segment Routing (SRv6) SIDs", "RFC 9602", False),
        Row("fc00::/7", "Unique-Local", "RFC 4193, RFC 8190", False),
        Row("fe80::/10", "Link-Local Unicast", "RFC 4291", False),
    ];

    /// <summary>
    /// What stands in neither registry. Everything outside 2000::/3 is two rows, which also catch what IANA adds there later.
    /// </summary>
    private static readonly ImmutableArray<SpecialPurposeBlock> Unregistered =
    [
        Row("224.0.0.0/4", "Multicast", "RFC 5771", NotListed, AddressReason.Multicast),
        Row("ff00::/8", "Multicast", "RFC 4291", NotListed, AddressReason.Multicast),
        Row("3ffe::/16", "Deprecated (6bone)", "RFC 3701", NotListed),
        Row("::/96", "Deprecated (IPv4-compatible Address)", "RFC 4291", NotListed, AddressReason.NotGlobalUnicast),
        Row("::ffff:0:0:0/96", "Deprecated (IPv4-translated Address)", "RFC 2765", NotListed, AddressReason.NotGlobalUnicast),
        Row("fec0::/10", "Deprecated (Site-Local Unicast)", "RFC 3879", NotListed, AddressReason.NotGlobalUnicast),
        Row("::/3", "Outside global unicast", "RFC 4291", NotListed, AddressReason.NotGlobalUnicast),
        Row(
            "4000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "Outside global unicast",
            "RFC 4291",
            NotListed,
            AddressReason.NotGlobalUnicast
        ),
    ];

    /// <summary>All rows, narrowest first.</summary>
    public static ImmutableArray<SpecialPurposeBlock> Blocks { get; } =
    [.. Registered.Concat(Unregistered).OrderBy(block => block.Range.Last - block.Range.First).ThenBy(block => block.Range)];

    /// <summary>All rows as one set, for cutting a range that only touches it.</summary>
    public static RangeSet Ranges { get; } = RangeSet.Of(Blocks.Select(block => block.Range));

    /// <summary>
    /// Every row that shares an address with the range, narrowest first: for one address, the first says best what it is. Empty: an
    /// ordinary range.
    /// </summary>
    public static ImmutableArray<SpecialPurposeBlock> Find(AddressRange range) =>
        Ranges.Overlaps(range) ? [.. Blocks.Where(block => block.Range.Overlaps(range))] : [];

    private static SpecialPurposeBlock Row(
        string range,
        string name,
        string rfc,
        GloballyReachable reachable,
        string reason = AddressReason.SpecialPurpose
    ) => new(AddressRange.Exact(range), name, rfc, reachable, reason);
}
