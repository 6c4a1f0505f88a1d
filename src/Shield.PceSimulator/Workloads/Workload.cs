using System.Collections.Immutable;
using System.Net.Sockets;

namespace Shield.PceSimulator.Workloads;

/// <summary>A host, with a VEN on it (managed) or only described (unmanaged). Not provisioned: a change is in force at once.</summary>
internal sealed record Workload
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Hostname { get; init; }

    public string Description { get; init; } = "";

    public bool Managed { get; init; }

    /// <summary><c>idle</c>, <c>visibility_only</c>, <c>selective</c> or <c>full</c>.</summary>
    public string EnforcementMode { get; init; } = "idle";

    public ImmutableArray<long> Labels { get; init; } = [];

    public ImmutableArray<WorkloadInterface> Interfaces { get; init; } = [];

    public string? PublicIp { get; init; }

    public bool Online { get; init; }

    /// <summary>Of a managed one.</summary>
    public Ven Ven { get; init; } = new();

    /// <summary>What else was said of it, by the wire's names; nothing here depends on it.</summary>
    public ImmutableDictionary<string, string> Texts { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string? ExternalDataSet { get; init; }

    public string? ExternalDataReference { get; init; }

    /// <summary><c>flow_summary</c> and so on: how much of its traffic a VEN reports.</summary>
    public string Visibility { get; init; } = "flow_summary";

    /// <summary>Interfaces that policy leaves alone.</summary>
    public ImmutableArray<string> IgnoredInterfaces { get; init; } = [];

    public string? CertificateId { get; init; }

    public required Stamp Created { get; init; }

    public required Stamp Updated { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Every address that is this host's, its own first.</summary>
    public IEnumerable<string> Addresses =>
        [.. Interfaces.Select(each => each.Address), .. PublicIp is null ? Array.Empty<string>() : [PublicIp]];

    public bool Has(AddressFamily family, UInt128 address) =>
        Addresses.Any(each =>
            IpLists.Interval.TryParseAddress(each, out var ownFamily, out var own) && ownFamily == family && own == address
        );
}

/// <param name="PrefixLength">The wire's cidr_block.</param>
internal sealed record WorkloadInterface(string Name, string Address, int? PrefixLength, string? Gateway, string LinkState);
