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

    /// <summary>The later one is the greater; at a tie the greater text, so that both sides of a merge agree.</summary>
    public int CompareTo(Report? other) => other switch
    {
        null => 1,
        _ when UpdatedAt != other.UpdatedAt => UpdatedAt.CompareTo(other.UpdatedAt),
        _ => string.CompareOrdinal(CanonicalText(), other.CanonicalText()),
    };

    // Unit separators: no field of a finding can run into the next one.
    private string CanonicalText() => string.Join(
        '\u001f',
        Type,
        IsSample ? "1" : "0",
        Resource,
        LocalPort?.ToString(CultureInfo.InvariantCulture),
        Country,
        Asn,
        AsnOrganization);
}
