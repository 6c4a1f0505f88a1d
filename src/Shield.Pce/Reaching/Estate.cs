using System.Collections.Immutable;
using Shield.Pce.Proof;

namespace Shield.Pce.Reaching;

/// <summary>All workloads of the PCE, and whether it speaks to them at all.</summary>
/// <param name="Managed">With a VEN, or not said to have none.</param>
/// <param name="Unmanaged">Only described: nothing can be enforced on them, and no rule for all workloads means them (pce-api.md 3.4).</param>
/// <param name="PceListensOnly">It sends nothing to any VEN (pce-api.md 9.4).</param>
public sealed record Estate(ImmutableArray<Workload> Managed, ImmutableArray<Workload> Unmanaged, bool PceListensOnly);
