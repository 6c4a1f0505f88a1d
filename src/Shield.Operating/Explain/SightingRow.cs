using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;

namespace Shield.Operating.Explain;

public sealed record SightingRow
{
    public required string Type { get; init; }

    /// <summary>The feed that lists it; null of what GuardDuty found.</summary>
    public required string? Feed { get; init; }

    /// <summary>Of a feed's listing the party itself.</summary>
    public required string Finding { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required double Severity { get; init; }

    public required long Count { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When GuardDuty last changed the finding, or the feed says that it published its list.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The latest moment that an unarchived report vouches for.</summary>
    public required DateTimeOffset? Supported { get; init; }

    /// <summary>What the other side of such a finding is.</summary>
    public required string RemoteParty { get; init; }

    public required ImmutableArray<string> Circumstances { get; init; }

    public required string? Resource { get; init; }

    public required int? LocalPort { get; init; }

    public required string? Country { get; init; }

    public required string? Asn { get; init; }

    /// <summary>Whose intelligence named the party, and as what; of a feed its line's own words.</summary>
    public required string? ThreatList { get; init; }

    public required ImmutableArray<string> Sources { get; init; }

    public static SightingRow Of(Sighting sighting) =>
        new()
        {
            Type = sighting.Latest.Type,
            Feed = sighting.Key.Finding.Feed,
            Finding = sighting.Key.Finding.Id,
            Account = sighting.Key.Finding.Account,
            Region = sighting.Key.Finding.Region,
            Severity = sighting.Severity,
            Count = sighting.Count,
            FirstSeen = sighting.FirstSeen,
            LastSeen = sighting.LastSeen,
            UpdatedAt = sighting.Latest.UpdatedAt,
            Supported = sighting.Supported,
            RemoteParty = sighting.Key.Finding.Feed is { } feed
                ? $"whom the feed {feed} lists"
                : TypeTable.Find(sighting.Latest.Type).RemoteParty,
            Circumstances = sighting.Key.Finding.Feed is null ? [.. sighting.Circumstances.Select(ToText)] : [],
            Resource = sighting.Latest.Resource,
            LocalPort = sighting.Latest.LocalPort,
            Country = sighting.Latest.Country,
            Asn = sighting.Latest.AsnOrganization is { } organization
                ? $"{sighting.Latest.Asn} {organization}".Trim()
                : sighting.Latest.Asn,
            ThreatList = sighting.Latest.ThreatList,
            Sources = [.. sighting.Sources],
        };

    private static IEnumerable<string> NamesOf(Intelligence intelligence) =>
        new[]
        {
            (Intelligence.MaliciousIp, "MALICIOUS_IP"),
            (Intelligence.TorIp, "TOR_IP"),
            (Intelligence.CryptominingIp, "CRYPTOMINING_IP"),
        }
            .Where(one => intelligence.HasFlag(one.Item1))
            .Select(one => one.Item2);

    private static string ToText(Circumstance seen)
    {
        var role = seen.Role switch
        {
            ResourceRole.Target => "target",
            ResourceRole.Actor => "actor",
            _ => "role unknown",
        };
        var direction = seen.Direction switch
        {
            ConnectionDirection.Inbound => "inbound",
            ConnectionDirection.Outbound => "outbound",
            _ => "direction unknown",
        };
        var named = string.Concat(NamesOf(seen.NamedBy).Select(name => $", named by {name}"));
        return $"{role}, {direction}{named}{(seen.IsSideUnclear ? ", which side is ours is unclear" : "")}";
    }
}
