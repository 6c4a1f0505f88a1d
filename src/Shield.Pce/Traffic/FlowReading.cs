using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Traffic;

/// <summary>Rows of the PCE's traffic as flows of the parties that were asked about.</summary>
internal sealed class FlowReading(PceClient client)
{
    private const int LongestName = 255;

    /// <summary>
    /// None for a row whose other end is none of them: it is our own end that fits, because a range takes in one of our workloads.
    /// </summary>
    public IEnumerable<Flow> Of(TrafficRowWire row, ImmutableArray<Indicator> parties)
    {
        var direction = row.FlowDirection switch
        {
            "inbound" => Direction.Inbound,
            "outbound" => Direction.Outbound,
            var word => throw client.Unreadable($"a row of traffic has the flow_direction '{word}'"),
        };
        var (ours, other) = direction is Direction.Inbound ? (row.Dst, row.Src) : (row.Src, row.Dst);
        var remote = AddressRange.TryParse(other.Ip, out var address, out _) ? address : (AddressRange?)null;
        var name = direction is Direction.Outbound && DomainName.TryParse(other.FqdnName, out var domain, out _) ? domain : null;
        return from party in parties
            where party.IsDomain ? name is not null && name.IsAtOrBelow(party.Domain!) : remote is { } at && party.Range.Covers(at)
            select new Flow
            {
                Party = party,
                Remote = remote,
                RemoteName = name?.Text,
                WorkloadHref = ours.Workload is { } workload ? client.Show(workload.Href) : null,
                Workload = client.Show(NameOf(ours), LongestName),
                Direction = direction,
                Port = row.Service.Port,
                Protocol = row.Service.Proto,
                Decision = DecisionOf(row.PolicyDecision),
                Connections = row.NumConnections,
                FirstSeen = row.TimestampRange.FirstDetected,
                LastSeen = row.TimestampRange.LastDetected,
            };
    }

    private static string NameOf(TrafficEndWire end) =>
        end.Workload switch
        {
            { Hostname: { Length: > 0 } hostname } => hostname,
            { Name: { Length: > 0 } name } => name,
            { } workload => workload.Href,
            null => end.Ip ?? "a workload that the PCE does not name",
        };

    private static FlowDecision DecisionOf(string word) =>
        word switch
        {
            "allowed" => FlowDecision.Allowed,
            "potentially_blocked" => FlowDecision.PotentiallyBlocked,
            "blocked" => FlowDecision.Blocked,
            _ => FlowDecision.Unknown,
        };
}
