using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

public sealed class Well_known_addresses
{
    [Theory]
    [InlineData("8.8.8.8", AddressReason.PublicResolver, "Google Public DNS")]
    [InlineData("::ffff:8.8.8.8", AddressReason.PublicResolver, "Google Public DNS")]
    [InlineData("1.1.1.0/24", AddressReason.PublicResolver, "Cloudflare 1.1.1.1")]
    [InlineData("2620:fe::fe", AddressReason.PublicResolver, "Quad9")]
    [InlineData("208.67.0.0/16", AddressReason.PublicResolver, "OpenDNS")]
    [InlineData("198.41.0.4", AddressReason.RootServer, "a.root-servers.net")]
    [InlineData("2801:1b8:10::b", AddressReason.RootServer, "b.root-servers.net")]
    public void Are_found_in_a_range_with_who_runs_them(string text, string reason, string name)
    {
        var found = WellKnown.Find(AddressRange.Parse(text));
        Assert.Contains(found, known => (known.Reason, known.Name) == (reason, name));
        Assert.True(WellKnown.Ranges.Overlaps(AddressRange.Parse(text)));
    }

    [Theory]
    [InlineData("8.8.8.9")]
    [InlineData("199.9.14.201")]
    [InlineData("2606:4700:4700::1")]
    public void Are_not_their_neighbours(string text) => Assert.Empty(WellKnown.Find(AddressRange.Parse(text)));

    [Fact]
    public void Are_thirty_two_resolvers_and_twenty_six_root_servers()
    {
        Assert.Equal((32, 26), (WellKnown.Resolvers.Length, WellKnown.RootServers.Length));
        Assert.Distinct(WellKnown.Addresses.Select(known => known.Address));
        Assert.All(WellKnown.Addresses, known => Assert.True(known.Address.IsSingle));
    }

    [Fact]
    public void Are_ordinary_addresses_so_that_no_other_rule_protects_them() =>
        Assert.All(WellKnown.Addresses, known => Assert.Empty(SpecialPurpose.Find(known.Address)));

    [Fact]
    public void Are_the_root_servers_that_InterNIC_publishes()
    {
        var published =
            from line in File.ReadLines(SharedFolder.File("never-block", "named.root"))
            let cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            where cells is [_, _, "A" or "AAAA", _]
            select (cells[0].TrimEnd('.').ToUpperInvariant(), AddressRange.Parse(cells[3]));
        var ours = WellKnown.RootServers.Select(known => (known.Name.ToUpperInvariant(), known.Address));
        Assert.Equal(published.Order(), ours.Order());
    }

    /// <summary>The table is in prose, so it is read from the page that has it.</summary>
    [Fact]
    public void Are_the_resolvers_that_the_page_of_never_block_lists()
    {
        var listed =
            from line in File.ReadLines(SharedFolder.File("never-block", "README.md"))
                .SkipWhile(line => !line.StartsWith("| operator |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
            from cell in line.Split('|').Skip(2)
            from address in cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            select AddressRange.Parse(address);
        Assert.Equal(listed.Order(), WellKnown.Resolvers.Select(known => known.Address).Order());
    }
}
