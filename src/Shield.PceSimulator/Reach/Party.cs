using System.Net.Sockets;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Reach;

/// <summary>One end of a connection: a workload, or an address out in the world.</summary>
internal sealed record Party(Workload? Workload, AddressFamily Family, UInt128 Address)
{
    /// <summary>Out in the world, known by its name only: whatever address that has.</summary>
    public string? Name { get; init; }

    /// <summary>At least two labels, the last not of digits only: 192.0.2.300 is a wrong address, and no name.</summary>
    public static bool TryOfName(string text, out Party party)
    {
        party = new Party(null, AddressFamily.Unspecified, 0) { Name = text };
        return text.Split('.') is { Length: > 1 } labels
            && labels.All(label => label is not "" && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-'))
            && !labels[^1].All(char.IsAsciiDigit);
    }

    /// <summary>An address that belongs to a workload is that workload.</summary>
    public static bool TryOfAddress(WorkloadBook workloads, string text, out Party party)
    {
        var isAddress = Interval.TryParseAddress(text, out var family, out var address);
        party = new Party(isAddress ? workloads.FindByAddress(family, address) : null, family, address);
        return isAddress;
    }

    /// <summary>A workload by its first address: the one that its peers inside see.</summary>
    public static Party Of(Workload workload) => Of(workload, wanted: null);

    /// <param name="wanted">The kind of address that its peer has; where it has none of that kind, or null, its first counts.</param>
    public static Party Of(Workload workload, AddressFamily? wanted)
    {
        Party[] own =
        [
            .. workload
                .Addresses.Select(text =>
                    Interval.TryParseAddress(text, out var family, out var address) ? new Party(workload, family, address) : null
                )
                .OfType<Party>(),
        ];
        return own.FirstOrDefault(party => party.Family == wanted)
            ?? own.FirstOrDefault()
            ?? new Party(workload, AddressFamily.Unspecified, 0);
    }
}
