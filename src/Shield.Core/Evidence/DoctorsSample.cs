using Shield.Core.Indicators;

namespace Shield.Core.Evidence;

/// <summary>
/// The one finding that <c>doctor --send-sample</c> sends along the whole way, to see it blocked and let through again. It is accepted
/// whatever <c>Policy:AcceptSamples</c> says, and nothing else is: a sample, by an id that only the doctor makes, of an address that is
/// nobody's (law 1).
/// </summary>
public static class DoctorsSample
{
    /// <summary>GuardDuty's own ids are hexadecimal digits and nothing else.</summary>
    private const string Prefix = "shield-doctor-";

    /// <summary>TEST-NET-2 and -3 (RFC 5737), which nobody routes. Not TEST-NET-1, where the sentinel lies.</summary>
    public static RangeSet Addresses { get; } = RangeSet.Of([AddressRange.Parse("198.51.100.0/24"), AddressRange.Parse("203.0.113.0/24")]);

    /// <param name="unique">Tells this one from every other.</param>
    public static string IdOf(string unique) => Prefix + unique;

    public static bool IsId(string findingId) => findingId.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool Is(Sighting sighting) =>
        sighting is { Latest.IsSample: true, Key.Indicator.IsDomain: false }
        && IsId(sighting.Key.Finding.Id)
        && sighting.Key.Indicator.Range.IsSingle
        && Addresses.Contains(sighting.Key.Indicator.Range);
}
