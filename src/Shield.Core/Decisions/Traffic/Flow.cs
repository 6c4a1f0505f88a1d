using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions.Traffic;

/// <summary>What the PCE's policy did with a connection, as the workload that saw it reported.</summary>
public enum FlowDecision
{
    /// <summary>The workload enforces nothing, or the PCE uses a word that is not known here.</summary>
    Unknown,

    Allowed,

    /// <summary>The workload only watches: it would have been blocked.</summary>
    PotentiallyBlocked,

    Blocked,
}

/// <summary>
/// What one workload of ours reported of its connections with one address outside, on one port (docs/pce.md#21-traffic). The PCE sums
/// alike connections up: between the first and the last it does not say when they were.
/// </summary>
public sealed record Flow
{
    /// <summary>Which of the parties that were asked about.</summary>
    public required Indicator Party { get; init; }

    /// <summary>The other end; one address of the party's. Null where the PCE told its name only.</summary>
    public required AddressRange? Remote { get; init; }

    /// <summary>The name under which the workload found the other end; null where it asked for none.</summary>
    public required string? RemoteName { get; init; }

    /// <summary>Null where the PCE knows no workload at our end any more.</summary>
    public required string? WorkloadHref { get; init; }

    /// <summary>The host name of our workload, or its address; safe to show.</summary>
    public required string Workload { get; init; }

    /// <summary>Inbound: the party opened the connections.</summary>
    public required Direction Direction { get; init; }

    /// <summary>Of the side that was called; 0 where the protocol has none.</summary>
    public required int Port { get; init; }

    /// <summary>IANA's number: 6 TCP, 17 UDP.</summary>
    public required int Protocol { get; init; }

    public required FlowDecision Decision { get; init; }

    public required long Connections { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }
}
