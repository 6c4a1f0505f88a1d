using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Core.Findings;

/// <summary>Addresses in the order in which they came, each once.</summary>
internal sealed class DistinctAddresses
{
    private const int Few = 16;

    private List<AddressRange>? _all;

    /// <summary>The same; only where there are so many that looking through them would take too long.</summary>
    private HashSet<AddressRange>? _seen;

    public void Add(AddressRange address)
    {
        // Most findings have two: a private and a public one.
        _all ??= new List<AddressRange>(2);
        if (!(_all.Count < Few ? _all.Contains(address) : (_seen ??= [.. _all]).Contains(address)))
        {
            _all.Add(address);
            _seen?.Add(address);
        }
    }

    public ImmutableArray<AddressRange> ToImmutable() => _all is null ? [] : [.. _all];
}
