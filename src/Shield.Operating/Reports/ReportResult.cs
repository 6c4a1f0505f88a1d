using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Operating.Reading;

namespace Shield.Operating.Reports;

/// <summary>A period, and beside it how it stands now.</summary>
/// <param name="Paused">The pause in force, in one sentence; null for none.</param>
/// <param name="KeptBack">How many additions wait for a limit, for room or for somebody's draft; null where the PCE could not be
/// read.</param>
/// <param name="RemovedByHand">What people took off and stays off.</param>
/// <param name="Alarms">What somebody must know at once.</param>
/// <param name="Reach">On how many workloads it is enforced; null where that could not be read.</param>
public sealed record ReportResult(
    PeriodReport Period,
    string? Paused,
    int? KeptBack,
    ImmutableArray<RemovedByHandRow> RemovedByHand,
    ImmutableArray<string> Alarms,
    ImmutableArray<ReachCountRow>? Reach
);

/// <summary>One direction and address family.</summary>
public sealed record ReachCountRow(string Direction, string Family, int Workloads, int Enforcing)
{
    public static ImmutableArray<ReachCountRow>? Of(Reached reached) =>
        reached.IsKnown
            ?
            [
                .. reached.Blocks.Select(block => new ReachCountRow(
                    block.Direction.ToWord(),
                    block.IsIpv6 ? "ipv6" : "ipv4",
                    block.Workloads,
                    block.Enforcing
                )),
            ]
            : null;
}
