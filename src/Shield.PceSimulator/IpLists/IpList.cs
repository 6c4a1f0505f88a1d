using System.Collections.Immutable;
using System.Net.Sockets;
using Shield.PceSimulator.Policy;

namespace Shield.PceSimulator.IpLists;

internal sealed record IpList : PolicyObject
{
    public override PolicyKind Kind => PolicyKind.IpLists;

    public required ImmutableArray<IpEntry> Ranges { get; init; }

    public required ImmutableArray<FqdnEntry> Fqdns { get; init; }

    /// <summary>Its own set: inclusions less its own exclusions (pce-api.md 1.5, 3.4).</summary>
    public bool Matches(AddressFamily family, UInt128 address)
    {
        var included = false;
        foreach (var entry in Ranges)
        {
            if (entry.Interval.Contains(family, address))
            {
                if (entry.Exclusion)
                {
                    return false;
                }

                included = true;
            }
        }

        return included;
    }
}
