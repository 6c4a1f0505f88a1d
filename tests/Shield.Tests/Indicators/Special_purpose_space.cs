using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

public sealed class Special_purpose_space
{
    [Theory]
    [InlineData("192.0.0.9", "192.0.0.9", AddressReason.SpecialPurpose)]
    [InlineData("192.0.0.11", "192.0.0.0/24", AddressReason.SpecialPurpose)]
    [InlineData("192.31.196.1", "192.31.196.0/24", AddressReason.SpecialPurpose)]
    [InlineData("192.52.193.1", "192.52.193.0/24", AddressReason.SpecialPurpose)]
    [InlineData("192.88.99.1", "192.88.99.0/24", AddressReason.SpecialPurpose)]
    [InlineData("192.88.99.2", "192.88.99.2", AddressReason.SpecialPurpose)]
    [InlineData("192.175.48.1", "192.175.48.0/24", AddressReason.SpecialPurpose)]
    [InlineData("198.19.255.255", "198.18.0.0/15", AddressReason.SpecialPurpose)]
    [InlineData("224.0.0.1", "224.0.0.0/4", AddressReason.Multicast)]
    [InlineData("239.255.255.255", "224.0.0.0/4", AddressReason.Multicast)]
    [InlineData("240.0.0.0", "240.0.0.0/4", AddressReason.SpecialPurpose)]
    [InlineData("255.255.255.255", "255.255.255.255", AddressReason.SpecialPurpose)]
    [InlineData("2001:1::3", "2001:1::3", AddressReason.SpecialPurpose)]
    [InlineData("2001:1::4", "2001::/23", AddressReason.SpecialPurpose)]
    [InlineData("2001:1ff:ffff::", "2001::/23", AddressReason.SpecialPurpose)]
    [InlineData("2001:30::1", "2001:30::/28", AddressReason.SpecialPurpose)]
    [InlineData("2620:4f:8000::1", "2620:4f:8000::/48", AddressReason.SpecialPurpose)]
    [InlineData("3fff:fff:ffff::1", "3fff::/20", AddressReason.SpecialPurpose)]
    [InlineData("5f00::1", "5f00::/16", AddressReason.SpecialPurpose)]
    [InlineData("100:0:0:1::1", "100:0:0:1::/64", AddressReason.SpecialPurpose)]
    [InlineData("ff0e::1", "ff00::/8", AddressReason.Multicast)]
    [InlineData("fec0::1", "fec0::/10", AddressReason.NotGlobalUnicast)]
    [InlineData("3ffe::1", "3ffe::/16", AddressReason.SpecialPurpose)]
    [InlineData("::8.8.8.8", "::/96", AddressReason.NotGlobalUnicast)]
    [InlineData("::ffff:0:8.8.8.8", "::ffff:0:0:0/96", AddressReason.NotGlobalUnicast)]
    [InlineData("200::1", "::/3", AddressReason.NotGlobalUnicast)]
    [InlineData("1fff:ffff::", "::/3", AddressReason.NotGlobalUnicast)]
    [InlineData("4000::", "4000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", AddressReason.NotGlobalUnicast)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.0/8", AddressReason.SpecialPurpose)]
    [InlineData("64:ff9b::a00:1", "10.0.0.0/8", AddressReason.SpecialPurpose)]
    [InlineData("64:ff9b::/96", "64:ff9b::/96", AddressReason.SpecialPurpose)]
    [InlineData("64:ff9b::cb00:7208/127", "64:ff9b::/96", AddressReason.SpecialPurpose)]
    [InlineData("64:ff9b:1::a00:1", "64:ff9b:1::/48", AddressReason.SpecialPurpose)]
    [InlineData("2002:cb00:7209::1", "2002::/16", AddressReason.SpecialPurpose)]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::/32", AddressReason.SpecialPurpose)]
    public void Never_lets_an_address_be_blocked_and_says_why(string text, string block, string reason)
    {
        var found = SpecialPurpose.Find(AddressRange.Parse(text));
        Assert.NotEmpty(found);
        Assert.Equal((block, reason), (found[0].Range.ToString(), found[0].Reason));
        Assert.StartsWith("RFC ", found[0].Rfc, StringComparison.Ordinal);
        Assert.True(SpecialPurpose.Ranges.Contains(AddressRange.Parse(text)));
    }

    [Theory]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.88.98.255")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:200::1")]
    [InlineData("2003::1")]
    [InlineData("2620:4f:8001::1")]
    [InlineData("3fff:1000::1")]
    [InlineData("2000::")]
    [InlineData("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::ffff:203.0.114.9")]
    [InlineData("64:ff9b::cb00:7209")]
    public void Leaves_ordinary_addresses_alone(string text)
    {
        Assert.Empty(SpecialPurpose.Find(AddressRange.Parse(text)));
        Assert.False(SpecialPurpose.Ranges.Overlaps(AddressRange.Parse(text)));
    }

    [Theory]
    [InlineData("192.0.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.0.0.9")]
    [InlineData("2000::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20")]
    [InlineData("198.16.0.0/14", "198.18.0.0/15")]
    [InlineData("2001::/16", "2001::/23", "2001::/32", "2001:db8::/32")]
    [InlineData("9.255.255.255-10.0.0.0", "10.0.0.0/8")]
    [InlineData("223.255.255.255-224.0.0.0", "224.0.0.0/4")]
    [InlineData("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-4000::", "4000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("0.0.0.0/0", "0.0.0.0/8", "255.255.255.255", "224.0.0.0/4")]
    [InlineData("::/0", "::/128", "ff00::/8")]
    public void Counts_overlap_and_not_membership(string text, params string[] rows)
    {
        var found = SpecialPurpose.Find(AddressRange.Parse(text)).Select(block => block.Range).ToHashSet();
        Assert.All(rows, row => Assert.Contains(AddressRange.Exact(row), found));
    }

    [Fact]
    public void Can_be_cut_out_of_a_range()
    {
        var pieces = AddressRange.Parse("198.16.0.0/14").Subtract(SpecialPurpose.Ranges);
        Assert.Equal(["198.16.0.0/15"], pieces.Select(piece => piece.ToString()));
    }

    [Fact]
    public void Is_as_large_as_the_registries_say()
    {
        var all = SpecialPurpose.Ranges;
        var v4 = all.Intersect(RangeSet.Of([AddressRange.Parse("0.0.0.0/0")]));
        Assert.Equal((17, (UInt128)592_709_632), (v4.ToCidrs().Count(), v4.Count));

        var globalUnicast = RangeSet.Of([AddressRange.Parse("2000::/3")]);
        Assert.True(all.Union(globalUnicast).Contains(AddressRange.Parse("::/0")));
    }

    [Fact]
    public void Has_every_row_once() => Assert.Distinct(SpecialPurpose.Blocks.Select(block => block.Range));

    [Theory]
    [InlineData("2002:cb00:7209::1", Embedding.SixToFour, "203.0.114.9")]
    [InlineData("2002:cb00:7209::/48", Embedding.SixToFour, "203.0.114.9")]
    [InlineData("2002:a00:1::/64", Embedding.SixToFour, "10.0.0.1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", Embedding.Teredo, "192.0.2.45")]
    public void Names_the_tunnel_end_inside_an_address(string text, Embedding mechanism, string address) =>
        Assert.Equal(new EmbeddedIPv4(mechanism, AddressRange.Parse(address)), EmbeddedIPv4.In(AddressRange.Parse(text)));

    [Theory]
    [InlineData("::ffff:c000:201", Embedding.Mapped)]
    [InlineData("64:ff9b::c000:201", Embedding.Nat64)]
    public void Names_the_party_inside_an_entry_that_was_not_unwrapped(string text, Embedding mechanism) =>
        Assert.Equal(new EmbeddedIPv4(mechanism, AddressRange.Parse("192.0.2.1")), EmbeddedIPv4.In(AddressRange.Exact(text)));

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::5efe:192.0.2.1")]
    [InlineData("2002::/16")]
    [InlineData("2002:cb00:7208::/47")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2/127")]
    [InlineData("64:ff9b:1::192.0.2.1")]
    [InlineData("64:ff9b::/96")]
    public void Derives_nothing_where_no_one_address_is_inside(string text) => Assert.Null(EmbeddedIPv4.In(AddressRange.Parse(text)));
}
