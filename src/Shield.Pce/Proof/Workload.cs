using System.Collections.Immutable;

namespace Shield.Pce.Proof;

/// <summary>A managed workload, as far as reach is concerned.</summary>
public sealed record Workload
{
    public required string Href { get; init; }

    /// <summary>Its host name, or its name on the PCE where it has none; fit to be shown.</summary>
    public required string Hostname { get; init; }

    /// <summary><c>idle</c>, <c>visibility_only</c>, <c>selective</c> or <c>full</c>; null where the PCE does not say.</summary>
    public required string? EnforcementMode { get; init; }

    public required bool Online { get; init; }

    public required ImmutableArray<WorkloadInterface> Interfaces { get; init; }
}

/// <param name="Name">Such as <c>eth0</c>.</param>
/// <param name="Address">As the PCE spells it.</param>
public sealed record WorkloadInterface(string Name, string Address);
