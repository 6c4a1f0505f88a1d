using System.Collections.Immutable;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.Labels;

/// <summary>Labels of one key, and groups of them. Unlike labels it is drafted and provisioned (docs/pce.md#9-provisioning).</summary>
internal sealed record LabelGroup : PolicyObject
{
    public override PolicyKind Kind => PolicyKind.LabelGroups;

    /// <summary>Given once, with the POST.</summary>
    public required string LabelKey { get; init; }

    public ImmutableArray<long> Labels { get; init; } = [];

    public ImmutableArray<PolicyKey> SubGroups { get; init; } = [];

    public override IEnumerable<PolicyKey> References => SubGroups;
}
