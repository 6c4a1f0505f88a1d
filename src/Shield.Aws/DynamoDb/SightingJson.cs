using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;

namespace Shield.Aws.DynamoDb;

internal sealed record SightingJson
{
    public required string Indicator { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Finding { get; init; }

    public required DateTimeOffset First { get; init; }

    public required DateTimeOffset Last { get; init; }

    public DateTimeOffset? Supported { get; init; }

    public required double Severity { get; init; }

    public required long Count { get; init; }

    public required string[] Sources { get; init; }

    public required CircumstanceJson[] Seen { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public required string Type { get; init; }

    public required bool Sample { get; init; }

    public string? Resource { get; init; }

    public int? Port { get; init; }

    public string? Country { get; init; }

    public string? Asn { get; init; }

    public string? Network { get; init; }

    public string? List { get; init; }

    /// <summary>0.1.0 did not write it.</summary>
    public int? RemotePort { get; init; }

    public static SightingJson Of(Sighting sighting) =>
        new()
        {
            Indicator = sighting.Key.Indicator.ToString(),
            Account = sighting.Key.Finding.Account,
            Region = sighting.Key.Finding.Region,
            Finding = sighting.Key.Finding.Id,
            First = sighting.FirstSeen,
            Last = sighting.LastSeen,
            Supported = sighting.Supported,
            Severity = sighting.Severity,
            Count = sighting.Count,
            Sources = [.. sighting.Sources.Order(StringComparer.Ordinal)],
            Seen = [.. sighting.Circumstances.Select(CircumstanceJson.Of)],
            Updated = sighting.Latest.UpdatedAt,
            Type = sighting.Latest.Type,
            Sample = sighting.Latest.IsSample,
            Resource = sighting.Latest.Resource,
            Port = sighting.Latest.LocalPort,
            Country = sighting.Latest.Country,
            Asn = sighting.Latest.Asn,
            Network = sighting.Latest.AsnOrganization,
            List = sighting.Latest.ThreatList,
            RemotePort = sighting.Latest.RemotePort,
        };

    public Sighting ToSighting() =>
        new()
        {
            Key = new SightingKey(new FindingKey(Account, Region, Finding), Core.Indicators.Indicator.Parse(Indicator)),
            FirstSeen = First,
            LastSeen = Last,
            Supported = Supported,
            Severity = Severity,
            Count = Count,
            Sources = [.. Sources],
            Circumstances = [.. Seen.Select(one => one.ToCircumstance())],
            Latest = new Report
            {
                UpdatedAt = Updated,
                Type = Type,
                IsSample = Sample,
                Resource = Resource,
                LocalPort = Port,
                Country = Country,
                Asn = Asn,
                AsnOrganization = Network,
                ThreatList = List,
                RemotePort = RemotePort,
            },
        };
}

/// <summary>What is not there is false: 0.1.0 wrote the first three only.</summary>
internal sealed record CircumstanceJson(
    ResourceRole Role,
    ConnectionDirection Direction,
    bool? MaliciousIp = null,
    bool? TorIp = null,
    bool? CryptominingIp = null,
    bool? SideUnclear = null
)
{
    public static CircumstanceJson Of(Circumstance circumstance) =>
        new(
            circumstance.Role,
            circumstance.Direction,
            Named(circumstance, Intelligence.MaliciousIp),
            Named(circumstance, Intelligence.TorIp),
            Named(circumstance, Intelligence.CryptominingIp),
            circumstance.IsSideUnclear ? true : null
        );

    public Circumstance ToCircumstance() =>
        new(
            Role,
            Direction,
            (MaliciousIp is true ? Intelligence.MaliciousIp : 0)
                | (TorIp is true ? Intelligence.TorIp : 0)
                | (CryptominingIp is true ? Intelligence.CryptominingIp : 0),
            SideUnclear is true
        );

    private static bool? Named(Circumstance circumstance, Intelligence by) => circumstance.NamedBy.HasFlag(by) ? true : null;
}
