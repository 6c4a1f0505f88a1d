using System.Collections.Immutable;

namespace Shield.PceSimulator.Policy;

/// <summary>A policy that was provisioned. The newest is the active one; old ones can still be read (docs/pce.md#9-provisioning).</summary>
internal sealed record PolicyVersion
{
    public required int Version { get; init; }

    public required ImmutableSortedDictionary<PolicyKey, PolicyObject> Content { get; init; }

    public required ImmutableArray<PendingChange> Modified { get; init; }

    public required string? CommitMessage { get; init; }

    /// <summary>The workloads for which something may have changed.</summary>
    public required ImmutableHashSet<Guid> Affected { get; init; }

    public required Stamp Created { get; init; }
}
