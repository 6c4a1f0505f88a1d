using System.Collections.Immutable;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Services;

namespace Shield.PceSimulator.VirtualServices;

/// <summary>
/// A service that workloads are bound to. It is written, provisioned and bound here, and no rule may name it: whom such a rule reaches is
/// not simulated (docs/simulator.md).
/// </summary>
internal sealed record VirtualService : PolicyObject
{
    public override PolicyKind Kind => PolicyKind.VirtualServices;

    /// <summary>Its ports; empty where it has a service instead.</summary>
    public ImmutableArray<ServicePort> Ports { get; init; } = [];

    public PolicyKey? Service { get; init; }

    public ImmutableArray<long> Labels { get; init; } = [];

    public string ApplyTo { get; init; } = "host_only";

    public ImmutableArray<string> IpOverrides { get; init; } = [];

    public ImmutableArray<ServiceAddress> Addresses { get; init; } = [];

    public override IEnumerable<PolicyKey> References => Service is { } service ? [service] : [];
}

/// <summary>An address or a name under which it is reached.</summary>
internal sealed record ServiceAddress(string? Ip, string? Fqdn, int? Port, string? Description);
