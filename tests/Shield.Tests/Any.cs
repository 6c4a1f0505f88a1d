using CsCheck;
using Shield.Core.Indicators;

namespace Shield.Tests;

/// <summary>Generators of small worlds: a law breaks where values meet, so few values, and those at the edges.</summary>
public static class Any
{
    private static readonly AddressRange[] Neighbourhoods =
    [
        AddressRange.Parse("0.0.0.0/28"),
        AddressRange.Parse("10.255.255.248-11.0.0.7"),
        AddressRange.Parse("198.51.100.0/28"),
        AddressRange.Parse("255.255.255.240/28"),
        AddressRange.Parse("::/124"),
        AddressRange.Parse("2001:db7:ffff:ffff:ffff:ffff:ffff:fff8-2001:db8::7"),
        AddressRange.Parse("2a00::/124"),
        AddressRange.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0/124"),
    ];

    /// <summary>128 addresses, 64 of each family, both ends of both spaces among them.</summary>
    public static IReadOnlyList<AddressRange> Addresses { get; } =
    [
        .. from near in Neighbourhoods
        from step in Enumerable.Range(0, 16)
        let address = near.First + (UInt128)step
        select AddressRange.Between(address, address, near.Family),
    ];

    public static Gen<AddressRange> Address { get; } = Gen.OneOf([.. Addresses]);

    /// <summary>An address, a range within a neighbourhood, or one across all of the space between two; blocks and others.</summary>
    public static Gen<AddressRange> Range { get; } =
        from one in Gen.Int[0, Addresses.Count - 1]
        from reach in Gen.Frequency((2, Gen.Const(1)), (5, Gen.Const(8)), (1, Gen.Const(64)))
        from step in Gen.Int[0, reach - 1]
        let other = Math.Min(one + step, one < 64 ? 63 : 127)
        select AddressRange.Between(Addresses[one].First, Addresses[other].Last, Addresses[one].Family);

    public static Gen<RangeSet> RangeSet { get; } = Range.Array[0, 12].Select(Shield.Core.Indicators.RangeSet.Of);
}
