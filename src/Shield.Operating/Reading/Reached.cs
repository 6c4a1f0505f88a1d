using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;

namespace Shield.Operating.Reading;

/// <summary>Where blocks are enforced, before it is told as JSON or as text.</summary>
public sealed record Reached
{
    /// <summary>Why it could not be read: nothing is said of any workload then. Null where it was read.</summary>
    public string? WhyUnknown { get; init; }

    public ImmutableArray<BlockReach> Blocks { get; init; } = [];

    /// <summary>All workloads; null where they could not be read.</summary>
    public Estate? Estate { get; init; }

    /// <summary>Workloads that are only described and have no agent: they count for no block.</summary>
    public ImmutableArray<Workload> Unmanaged => Estate?.Unmanaged ?? [];

    public bool IsKnown => WhyUnknown is null;

    public IEnumerable<Proof> Proofs => Blocks.SelectMany(block => block.Proofs);

    public static Reached Unknown(string why) => new() { WhyUnknown = why };
}

/// <summary>One direction and address family.</summary>
/// <param name="Reach">Which workloads enforce it, and which do not and why.</param>
/// <param name="Proofs">What the PCE's policy check answered for samples of them; empty where it was not asked.</param>
public sealed record BlockReach(Reach Reach, ImmutableArray<Proof> Proofs)
{
    public Direction Direction => Reach.Block.Direction;

    public bool IsIpv6 => Reach.Block.Family is AddressFamily.IPv6;

    /// <summary>All managed workloads: those that enforce it and the others.</summary>
    public int Workloads => Reach.Enforcing.Length + Reach.Others.Length;

    public int Enforcing => Reach.Enforcing.Length;

    /// <summary>For one of the samples the PCE says that our rule does not block it.</summary>
    public bool IsDisproved => Proofs.Any(proof => !proof.IsBlocked);

    /// <summary>Those that do not enforce it, by reason, the most frequent first.</summary>
    public ImmutableArray<IGrouping<ReachReason, Unreached>> Others =>
        [
            .. from other in Reach.Others
            group other by other.Obstacle.Reason into same
            orderby same.Count() descending, same.Key
            select same,
        ];

    /// <summary>
    /// Every workload in the scope enforces it. Workloads outside of <c>Pce:Scope</c> do not count: they are left out on purpose.
    /// </summary>
    public bool IsWhole => Reach.Others.All(other => other.Obstacle.Reason is ReachReason.OutOfScope);
}
