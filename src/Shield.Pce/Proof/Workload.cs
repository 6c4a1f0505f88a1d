using System.Collections.Immutable;
using Shield.Pce.Calling;

namespace Shield.Pce.Proof;

/// <summary>
/// What reach needs to know of a workload (docs/pce.md#16-workloads). Null always means "the PCE does not say", and proves nothing. Words
/// are those of the API; all text is safe to show.
/// </summary>
public sealed record Workload
{
    public required string Href { get; init; }

    /// <summary>Its host name, or its name on the PCE where it has none.</summary>
    public required string Hostname { get; init; }

    /// <summary>False: it has no VEN and is only described.</summary>
    public required bool? IsManaged { get; init; }

    /// <summary><c>idle</c>, <c>visibility_only</c>, <c>selective</c> or <c>full</c>.</summary>
    public required string? EnforcementMode { get; init; }

    public required bool? Online { get; init; }

    public required ImmutableArray<LabelText>? Labels { get; init; }

    /// <summary>The same labels by href, by which the scope of a rule set names them.</summary>
    public required ImmutableArray<string>? LabelHrefs { get; init; }

    public required ImmutableArray<WorkloadInterface> Interfaces { get; init; }

    /// <summary>
    /// The address from which its calls reach the PCE: its own, or that of a gateway that it shares (docs/pce.md#16-workloads).
    /// </summary>
    public string? PublicAddress { get; init; }

    /// <summary>Such as <c>ubuntu-x86_64-jammy</c>.</summary>
    public required string? OsId { get; init; }

    public required string? OsDetail { get; init; }

    public required FirewallPrimacy Firewall { get; init; }

    /// <summary><c>active</c>, <c>suspended</c> or <c>stopped</c>.</summary>
    public required string? VenStatus { get; init; }

    /// <summary><c>server</c>, <c>endpoint</c> or <c>containerized</c>.</summary>
    public required string? VenType { get; init; }

    /// <summary>Such as <c>25.2.20</c>.</summary>
    public required string? AgentVersion { get; init; }

    /// <summary><c>adaptive</c> or <c>static</c>.</summary>
    public required string? UpdateMode { get; init; }

    public required string? SyncState { get; init; }

    /// <summary>Whether its firewall is as the PCE wants it.</summary>
    public required bool? IsFirewallCurrent { get; init; }

    public required DateTimeOffset? LastHeartbeat { get; init; }

    public required DateTimeOffset? PolicyReceived { get; init; }

    public required DateTimeOffset? PolicyApplied { get; init; }

    /// <summary>Empty: healthy.</summary>
    public required ImmutableArray<AgentTrouble>? Health { get; init; }
}

/// <param name="Name">Such as <c>eth0</c>.</param>
/// <param name="Address">As the PCE spells it.</param>
public sealed record WorkloadInterface(string Name, string Address);

/// <param name="Type">Such as <c>agent.missed_heartbeats</c>.</param>
/// <param name="Severity"><c>err</c> or <c>warning</c>.</param>
public sealed record AgentTrouble(string Type, string? Severity);

/// <summary>Whose firewall decides first where another one stands beside Illumio's (docs/pce.md#17-blocks-that-do-nothing).</summary>
public enum FirewallPrimacy
{
    /// <summary>The PCE does not say.</summary>
    Unknown,

    /// <summary>No other is known of.</summary>
    Alone,

    Illumio,

    /// <summary>What it accepted, Illumio's never sees.</summary>
    Other,
}
