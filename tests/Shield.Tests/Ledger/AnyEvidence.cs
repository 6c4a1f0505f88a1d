using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Tests.Ledger;

/// <summary>A world of two findings, three parties and three hours, where everything meets.</summary>
public static class AnyEvidence
{
    public static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Hour = Gen.Int[0, 2].Select(hours => Midnight.AddHours(hours));

    private static readonly Gen<double> Severity = Gen.OneOf(1.0, 5.5, 8.0);

    private static readonly Gen<FindingKey> Finding = Gen.OneOf("111122223333", "444455556666")
        .Select(account => new FindingKey(account, "eu-west-1", "1ab2c3d4"));

    private static readonly Gen<Indicator> Party = Gen.OneOf("198.51.100.7", "198.51.100.0/24", "evil.example.org").Select(Indicator.Parse);

    private static readonly Gen<Report> Report =
        from updatedAt in Hour
        from sample in Gen.Bool
        from resource in Gen.OneOf<string?>(null, "", "i-1")
        from port in Gen.OneOf<int?>(null, 22)
        from list in Gen.OneOf<string?>(null, "ProofPoint")
        from remotePort in Gen.OneOf<int?>(null, 443)
        select new Report
        {
            UpdatedAt = updatedAt,
            Type = "Recon:EC2/Portscan",
            IsSample = sample,
            Resource = resource,
            LocalPort = port,
            ThreatList = list,
            RemotePort = remotePort,
        };

    private static readonly Gen<ImmutableSortedSet<Circumstance>> Circumstances = (
        from role in Gen.Enum<ResourceRole>()
        from direction in Gen.Enum<ConnectionDirection>()
        from namedBy in Gen.Int[0, 7]
        from isSideUnclear in Gen.Bool
        select new Circumstance(role, direction, (Intelligence)namedBy, isSideUnclear)
    )
        .List[1, 2]
        .Select(some => some.ToImmutableSortedSet());

    private static readonly Gen<Feedback?> Feedback = Gen.Frequency(
        (2, Gen.Const((Feedback?)null)),
        (1, Gen.Select(Hour, Gen.Bool, (at, isNotUseful) => (Feedback?)new Feedback(at, isNotUseful)))
    );

    private static readonly Gen<Archiving?> Archiving = Gen.Frequency(
        (2, Gen.Const((Archiving?)null)),
        (1, Gen.Select(Hour, Gen.Bool, (at, isArchived) => (Archiving?)new Archiving(at, isArchived)))
    );

    private static readonly Gen<OwnAddress> OwnAddress =
        from address in Gen.OneOf("10.0.0.1", "203.0.113.9", "fd00::1")
        from lastSeen in Hour
        select new OwnAddress(AddressRange.Parse(address), lastSeen);

    public static Gen<Resolution> Resolution { get; } =
        from name in Gen.OneOf("evil.example.org", "bad.example.org")
        from address in Gen.OneOf("45.95.11.9", "2a00::9")
        from life in Gen.Int[0, 3]
        from at in Hour
        select Core.Evidence.Resolution.Of(Indicator.Parse(name).Domain!, AddressRange.Parse(address), TimeSpan.FromHours(life), at);

    public static Gen<FindingEvidence> Record { get; } =
        from finding in Finding
        from archived in Gen.Bool
        from updatedAt in Hour
        from severity in Severity
        from feedback in Feedback
        from archiving in Archiving
        from isCall in Gen.Int[0, 3].Select(one => one is 0)
        from sightings in SightingOf(finding).List[0, 3]
        from own in OwnAddress.List[0, 2]
        select new FindingEvidence
        {
            State = isCall
                ? FindingState.OfCall(finding, archiving, feedback)
                : new FindingState
                {
                    Key = finding,
                    UpdatedAt = updatedAt,
                    Archived = archived,
                    Severity = severity,
                    Archiving = archiving,
                    Feedback = feedback,
                },
            Sightings = [.. isCall ? [] : sightings],
            OwnAddresses = [.. isCall ? [] : own],
        };

    /// <summary>The same content whatever order the store gives it in.</summary>
    public static void AssertSame(LedgerContent expected, LedgerContent actual)
    {
        Assert.Equal(
            expected.Sightings.OrderBy(s => s.Key.Finding).ThenBy(s => s.Key.Indicator),
            actual.Sightings.OrderBy(s => s.Key.Finding).ThenBy(s => s.Key.Indicator)
        );
        Assert.Equal(expected.States.OrderBy(s => s.Key), actual.States.OrderBy(s => s.Key));
        Assert.Equal(expected.OwnAddresses.OrderBy(o => o.Address), actual.OwnAddresses.OrderBy(o => o.Address));
        Assert.Equal(expected.Acts.AsEnumerable(), actual.Acts);
        Assert.Equal(
            expected.Resolutions.OrderBy(r => (r.Domain.Text, r.Address)),
            actual.Resolutions.OrderBy(r => (r.Domain.Text, r.Address))
        );
    }

    private static Gen<Sighting> SightingOf(FindingKey finding) =>
        from party in Party
        from firstSeen in Hour
        from lastSeen in Hour
        from supported in Gen.Frequency((1, Gen.Const((DateTimeOffset?)null)), (3, Hour.Select(hour => (DateTimeOffset?)hour)))
        from severity in Severity
        from count in Gen.Long[1, 3]
        from sources in Gen.OneOf("file", "111122223333").List[1, 2]
        from circumstances in Circumstances
        from report in Report
        select new Sighting
        {
            Key = new SightingKey(finding, party),
            FirstSeen = firstSeen,
            LastSeen = lastSeen,
            Supported = supported,
            Severity = severity,
            Count = count,
            Sources = [.. sources],
            Circumstances = circumstances,
            Latest = report,
        };
}
