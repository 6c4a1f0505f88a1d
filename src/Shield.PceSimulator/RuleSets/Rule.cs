using System.Collections.Immutable;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.RuleSets;

/// <summary>Providers are destinations, consumers are sources (docs/pce.md#10-rules).</summary>
internal abstract record Rule
{
    public required long Id { get; init; }

    /// <summary>The path segment: <c>sec_rules</c> or <c>deny_rules</c>.</summary>
    public abstract string Collection { get; }

    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    public ImmutableArray<Actor> Providers { get; init; } = [];

    public ImmutableArray<Actor> Consumers { get; init; } = [];

    public ImmutableArray<ServiceUse> IngressServices { get; init; } = [];

    public bool UnscopedConsumers { get; init; }

    public string NetworkType { get; init; } = "brn";

    public required Stamp Created { get; init; }

    public required Stamp Updated { get; init; }

    /// <summary>In a draft: the rule goes when its rule set is provisioned.</summary>
    public Stamp? Deleted { get; init; }

    public IEnumerable<PolicyKey> References =>
        [
            .. Providers.Concat(Consumers).SelectMany(actor => actor.References),
            .. IngressServices.OfType<ServiceUse.Named>().Select(use => use.Service),
            .. this is DenyRule deny ? deny.EgressServices : [],
        ];
}

/// <summary>A rule of the array <c>rules</c>.</summary>
internal sealed record AllowRule : Rule
{
    public override string Collection => "sec_rules";

    public string? ExternalDataSet { get; init; }

    public string? ExternalDataReference { get; init; }

    public ImmutableArray<string> ResolveProvidersAs { get; init; } = [];

    public ImmutableArray<string> ResolveConsumersAs { get; init; } = [];

    public bool SecConnect { get; init; }

    public bool Stateless { get; init; }

    public bool MachineAuth { get; init; }

    public ImmutableArray<string> UseWorkloadSubnets { get; init; } = [];
}

/// <summary>
/// A rule of the array <c>deny_rules</c>; with <see cref="Override"/> it goes before every allow rule (docs/pce.md#11-deny-rules).
/// </summary>
internal sealed record DenyRule : Rule
{
    public override string Collection => "deny_rules";

    public bool Override { get; init; }

    public ImmutableArray<PolicyKey> EgressServices { get; init; } = [];
}
