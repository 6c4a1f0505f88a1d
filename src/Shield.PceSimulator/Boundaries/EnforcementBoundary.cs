using System.Collections.Immutable;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Boundaries;

/// <summary>
/// What selectively enforced workloads block unless a rule allows it (docs/pce.md#11-deny-rules). It stands outside every rule set, so
/// no scope binds it.
/// </summary>
internal sealed record EnforcementBoundary : PolicyObject
{
    public override PolicyKind Kind => PolicyKind.EnforcementBoundaries;

    public bool Enabled { get; init; } = true;

    public ImmutableArray<Actor> Providers { get; init; } = [];

    public ImmutableArray<Actor> Consumers { get; init; } = [];

    public ImmutableArray<ServiceUse> IngressServices { get; init; } = [];

    public override IEnumerable<PolicyKey> References =>
        [
            .. Providers.Concat(Consumers).SelectMany(actor => actor.References),
            .. IngressServices.OfType<ServiceUse.Named>().Select(use => use.Service),
        ];
}
