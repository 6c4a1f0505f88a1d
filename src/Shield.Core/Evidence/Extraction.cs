using System.Collections.Immutable;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;

namespace Shield.Core.Evidence;

/// <summary>
/// One record of a finding, or of a call about findings → what it leaves in the ledger. It says who was seen, not who is bad.
/// </summary>
public static class Extraction
{
    /// <param name="source">Where the record came from, kept with each sighting; an event names an account, which says more.</param>
    /// <remarks>
    /// A remote party with an address of ours is a sighting too. It is never blocked, and <c>explain</c> says why: <c>own-address</c>.
    /// </remarks>
    public static FindingEvidence From(Finding finding, string source, DateTimeOffset receivedAt)
    {
        var seen = finding.EventLastSeen < receivedAt ? finding.EventLastSeen : receivedAt;
        return new FindingEvidence
        {
            State = new FindingState
            {
                Key = finding.Key,
                UpdatedAt = finding.UpdatedAt,
                Archived = finding.Archived,
                Severity = finding.Severity,
                Feedback = finding.IsNotUseful is { } isNotUseful ? new Feedback(finding.UpdatedAt, isNotUseful) : null,
            },
            Sightings = SightingsOf(finding, finding.ReportedBy ?? source, receivedAt),
            OwnAddresses = [.. finding.OwnAddresses.Select(address => new OwnAddress(address, seen))],
        };
    }

    /// <summary>For each finding that the call names its state, without sightings. Nothing for a call that AWS refused.</summary>
    public static ImmutableArray<FindingEvidence> From(FindingCall call) =>
        [
            .. call
                .FindingIds.Distinct()
                .Select(id => new FindingEvidence
                {
                    State = FindingState.OfCall(
                        new FindingKey(call.Account, call.Region, id),
                        call.IsArchived is { } isArchived ? new Archiving(call.At, isArchived) : null,
                        call.IsNotUseful is { } isNotUseful ? new Feedback(call.At, isNotUseful) : null
                    ),
                    Sightings = [],
                    OwnAddresses = [],
                }),
        ];

    private static ImmutableArray<Sighting> SightingsOf(Finding finding, string source, DateTimeOffset receivedAt) =>
        [
            .. finding
                .Remotes.Select(party => Sight(finding, party, source, receivedAt))
                .GroupBy(sighting => sighting.Key.Indicator, (_, same) => same.Aggregate((one, other) => one.Merge(other))),
        ];

    private static Sighting Sight(Finding finding, RemoteParty party, string source, DateTimeOffset receivedAt) =>
        new()
        {
            Key = new SightingKey(finding.Key, party.Indicator),
            FirstSeen = finding.EventFirstSeen,
            LastSeen = finding.EventLastSeen,
            Supported = Sighting.SupportOf(finding.EventLastSeen, receivedAt, finding.Archived),
            Severity = finding.Severity,
            Count = finding.Count,
            Sources = ImmutableSortedSet.Create(source),
            Circumstances = ImmutableSortedSet.Create(new Circumstance(finding.Role, party.Direction, party.NamedBy, party.IsSideUnclear)),
            Latest = new Report
            {
                UpdatedAt = finding.UpdatedAt,
                Type = finding.Type,
                IsSample = finding.IsSample,
                Resource = finding.Resource,
                LocalPort = party.LocalPort,
                Country = party.Country,
                Asn = party.Asn,
                AsnOrganization = party.AsnOrganization,
                ThreatList = finding.ThreatList,
                RemotePort = party.RemotePort,
            },
        };
}
