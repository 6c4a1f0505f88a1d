using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Bench;

/// <summary>What one finding about an attacker from outside leaves in a ledger.</summary>
internal static class OneFinding
{
    /// <param name="report">What its newest report says.</param>
    public static FindingEvidence Evidence(FindingKey finding, string address, double severity, long count, string source, Report report) =>
        new()
        {
            State = new FindingState
            {
                Key = finding,
                UpdatedAt = report.UpdatedAt,
                Archived = false,
                Severity = severity,
            },
            Sightings =
            [
                new Sighting
                {
                    Key = new SightingKey(finding, Indicator.Parse(address)),
                    FirstSeen = report.UpdatedAt,
                    LastSeen = report.UpdatedAt,
                    Supported = report.UpdatedAt,
                    Severity = severity,
                    Count = count,
                    Sources = [source],
                    Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Inbound)],
                    Latest = report,
                },
            ],
            OwnAddresses = [],
        };
}
