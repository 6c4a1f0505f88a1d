using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shield.Pce.Wire;

internal sealed record ServiceWire : IHasHref
{
    public required string Href { get; init; }
    public required string Name { get; init; }
}

internal sealed record LabelWire : IHasHref
{
    public required string Href { get; init; }
    public required string Key { get; init; }
    public required string Value { get; init; }
    public bool? Deleted { get; init; }
}

/// <summary>Nothing but the href must be there: what is missing proves nothing, and reach says so.</summary>
internal sealed record WorkloadWire : IHasHref, IJsonOnDeserialized
{
    public required string Href { get; init; }
    public string? Name { get; init; }
    public string? Hostname { get; init; }
    public bool? Managed { get; init; }
    public bool? Deleted { get; init; }
    public string? EnforcementMode { get; init; }
    public bool? Online { get; init; }
    public string? OsId { get; init; }
    public string? OsDetail { get; init; }
    public WorkloadLabelWire[]? Labels { get; init; }
    public InterfaceWire[]? Interfaces { get; init; }
    public string? PublicIp { get; init; }

    /// <summary>Undefined where it is absent, which is not the same as null.</summary>
    public JsonElement FirewallCoexistence { get; init; }
    public VenWire? Ven { get; init; }
    public AgentWire? Agent { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Items.MustBeThere("interfaces", Interfaces);
        Items.MustBeThere("labels", Labels);
        Items.MustBeThere("agent_health", Agent?.Status?.AgentHealth);
    }
}

internal sealed record InterfaceWire
{
    public string? Name { get; init; }
    public string? Address { get; init; }
}

internal sealed record WorkloadLabelWire
{
    public string? Href { get; init; }
    public required string Key { get; init; }
    public required string Value { get; init; }
}

internal sealed record VenWire
{
    public string? Status { get; init; }
    public string? VenType { get; init; }
}

internal sealed record AgentWire
{
    public AgentConfigWire? Config { get; init; }
    public AgentStatusWire? Status { get; init; }
}

internal sealed record AgentConfigWire
{
    public string? SecurityPolicyUpdateMode { get; init; }
}

internal sealed record AgentStatusWire
{
    public string? AgentVersion { get; init; }
    public string? LastHeartbeatOn { get; init; }
    public string? SecurityPolicyReceivedAt { get; init; }
    public string? SecurityPolicyAppliedAt { get; init; }
    public string? SecurityPolicySyncState { get; init; }
    public bool? FwConfigCurrent { get; init; }
    public AgentHealthWire[]? AgentHealth { get; init; }
}

internal sealed record AgentHealthWire
{
    public string? Type { get; init; }
    public string? Severity { get; init; }
}

/// <summary>One PCE of GET /health (docs/pce.md#19-health-and-superclusters).</summary>
internal sealed record HealthWire
{
    public string? Status { get; init; }

    /// <summary><c>standalone</c>, <c>leader</c> or <c>member</c>.</summary>
    public string? Type { get; init; }
    public string? Fqdn { get; init; }
    public string? ListenOnlyModeEnabledAt { get; init; }
}
