using System.Globalization;

namespace Shield.Core.Evidence;

/// <summary>The part of one record that cannot be merged field by field: taken whole from the newest.</summary>
public sealed record Report : IComparable<Report>
{
    public required DateTimeOffset UpdatedAt { get; init; }

    public required string Type { get; init; }

    public required bool IsSample { get; init; }

    public string? Resource { get; init; }

    public int? LocalPort { get; init; }

    public string? Country { get; init; }

    public string? Asn { get; init; }

    public string? AsnOrganization { get; init; }

    /// <summary>Whose intelligence named the party, and as what; for people.</summary>
    public string? ThreatList { get; init; }

    /// <summary>
    /// The party's own port: where the service is, if we called the party. Null in records that version 0.1.0 wrote.
    /// </summary>
    public int? RemotePort { get; init; }

    /// <summary>
    /// The later one is the greater; at a tie the first field that differs decides by its text, so that both sides of a merge agree.
    /// </summary>
    public int CompareTo(Report? other) =>
        other switch
        {
            null => 1,
            _ when UpdatedAt != other.UpdatedAt => UpdatedAt.CompareTo(other.UpdatedAt),
            _ => Fields().Zip(other.Fields(), string.CompareOrdinal).FirstOrDefault(order => order != 0),
        };

    // Field by field, and not as one joined text: an absent field is less than an empty one, and none can run into the next.
    private string?[] Fields() =>
        [
            Type,
            IsSample ? "1" : "0",
            Resource,
            LocalPort?.ToString(CultureInfo.InvariantCulture),
            Country,
            Asn,
            AsnOrganization,
            ThreatList,
            RemotePort?.ToString(CultureInfo.InvariantCulture),
        ];
}
