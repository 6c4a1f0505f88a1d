using System.Collections.Immutable;
using Shield.Pce.Proof;

namespace Shield.Pce.Reaching;

/// <summary>All workloads of the PCE, and whether it speaks to them at all.</summary>
/// <param name="Managed">With a VEN, or not said to have none.</param>
/// <param name="Unmanaged">
/// Without a VEN: nothing is enforced on them, and a rule for all workloads leaves them out (docs/pce.md#13-who-reaches-whom).
/// </param>
/// <param name="PceListensOnly">It sends nothing to any VEN (docs/pce.md#15-from-provisioning-to-the-firewall).</param>
public sealed record Estate(ImmutableArray<Workload> Managed, ImmutableArray<Workload> Unmanaged, bool PceListensOnly);
