using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Pce.Proof;

/// <summary>Own addresses as managed workloads tell them, with their age.</summary>
public static class WorkloadAddresses
{
    /// <summary>
    /// Public ones: no other is ever blocked anyway. An address counts as seen when its workload was last heard of: a host that is gone
    /// gives its address back, and somebody else may rent it. Of one that says nothing of itself it counts as seen now.
    /// </summary>
    public static ImmutableArray<OwnAddress> Of(IEnumerable<Workload> workloads, DateTimeOffset now) =>
        [
            .. from workload in workloads
            where workload.IsManaged is not false
            let seen = workload.Online is true || workload.LastHeartbeat is not { } heard || heard > now ? now : heard
            from address in In(workload)
            where address.IsSingle && SpecialPurpose.Find(address).IsEmpty
            select new OwnAddress(address, seen) into own
            group own by own.Address into same
            select same.Aggregate((one, other) => one.Merge(other)),
        ];

    /// <summary>All that a workload tells, public or not; what is no address tells nothing.</summary>
    public static IEnumerable<AddressRange> In(Workload workload)
    {
        foreach (var text in workload.Interfaces.Select(one => one.Address).Append(workload.PublicAddress))
        {
            if (AddressRange.TryParse(text, out var address, out _))
            {
                yield return address;
            }
        }
    }
}
