using System.Net.Sockets;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Reach;

/// <summary>One end of a connection: a workload, or an address out in the world.</summary>
internal sealed record Party(Workload? Workload, AddressFamily Family, UInt128 Address)
{
    /// <summary>An address that belongs to a workload is that workload.</summary>
    public static bool TryOfAddress(WorkloadBook workloads, string text, out Party party)
    {
        var isAddress = Interval.TryParseAddress(text, out var family, out var address);
        party = new Party(isAddress ? workloads.FindByAddress(family, address) : null, family, address);
        return isAddress;
    }

    /// <summary>A workload by its first address: the one that its peers inside see.</summary>
    public static Party Of(Workload workload) =>
        Interval.TryParseAddress(workload.Addresses.FirstOrDefault(), out var family, out var address)
            ? new Party(workload, family, address)
            : new Party(workload, AddressFamily.Unspecified, 0);
}
