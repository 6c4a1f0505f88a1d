using System.Globalization;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.LedgerWriter;

/// <summary>What the writer records under a number, so that whoever reads the ledger afterwards can tell whether it is all there.</summary>
public static class Numbered
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Time(int number) => Start.AddSeconds(number);

    /// <summary>Two sightings and an own address: enough to be half-written.</summary>
    public static FindingEvidence Evidence(int number)
    {
        var finding = new FindingKey("111122223333", "eu-west-1", number.ToString("x32", CultureInfo.InvariantCulture));
        return new FindingEvidence
        {
            State = new FindingState
            {
                Key = finding,
                UpdatedAt = Time(number),
                Archived = false,
                Severity = 5,
            },
            Sightings = [Sighting(finding, Address("45", number), number), Sighting(finding, Address("2a00", number), number)],
            OwnAddresses = [new OwnAddress(AddressRange.Parse(Address("10", number)), Time(number))],
        };
    }

    public static Act Act(int number) =>
        new()
        {
            Id = $"act-{number}",
            Kind = ActKind.Block,
            Indicator = Indicator.Parse(Address("45", number)),
            At = Time(number),
            Until = Time(number).AddDays(7),
            Who = "writer",
            Why = $"number {number}",
        };

    public static string Intent(int number) => $$"""{"intent":{{number}}}""";

    public static string Outcome(int number) => $$"""{"outcome":{{number}}}""";

    public static Baseline Baseline(int number, string outcomeHash) =>
        new()
        {
            OutcomeHash = outcomeHash,
            Inbound = [.. Enumerable.Range(1, 50).Select(i => Address("45", number + i))],
            Outbound = [$"{number}"],
        };

    private static Sighting Sighting(FindingKey finding, string address, int number) =>
        new()
        {
            Key = new SightingKey(finding, Indicator.Parse(address)),
            FirstSeen = Time(number),
            LastSeen = Time(number),
            Supported = Time(number),
            Severity = 5,
            Count = 1,
            Sources = ["file"],
            Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Inbound)],
            Latest = new Report
            {
                UpdatedAt = Time(number),
                Type = "UnauthorizedAccess:EC2/SSHBruteForce",
                IsSample = false,
                Resource = "i-0123456789abcdef0",
            },
        };

    private static string Address(string prefix, int number) =>
        prefix.Length > 2 ? $"{prefix}::1:{number & 0xffff:x}" : $"{prefix}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
}
