using Shield.Core.Feeds;

namespace Shield.Tests.Feeds;

public sealed class A_plain_list
{
    [Fact]
    public async Task Names_addresses_blocks_ranges_and_domains()
    {
        var reading = await Lists.ReadAsync(
            "198.51.100.7\n203.0.113.0/24\r\n198.51.100.16-198.51.100.19\n2001:db8::7\nEvil.Example.\n198.51.100.32 - 198.51.100.40\n"
        );

        Assert.Equal(FeedFormat.Plain, reading.Format);
        Assert.Equal("198.51.100.7 203.0.113.0/24 198.51.100.16/30 2001:db8::7 evil.example 198.51.100.32-198.51.100.40", reading.Named());
        Assert.Empty(reading.Rejected);
        Assert.False(reading.IsCut);
    }

    /// <summary>As Spamhaus DROP, FireHOL's netsets, Feodo Tracker and AlienVault's reputation list have them.</summary>
    [Fact]
    public async Task Has_comments_before_and_behind_its_entries()
    {
        var reading = await Lists.ReadAsync(
            """
            ; a list of networks
            # Maintainer: somebody
            // and another sign

            203.0.113.0/24 ; SBL123456
            198.51.100.7 # seen on port 22
            198.51.100.8#4#2#Scanning Host
            	198.51.100.9
            """
        );

        Assert.Equal("203.0.113.0/24 198.51.100.7 198.51.100.8 198.51.100.9", reading.Named());
        Assert.Equal("203.0.113.0/24 ; SBL123456", reading.Lines[0].Text);
        Assert.Equal(0, reading.RejectedCount);
    }

    /// <summary>Each of these means something else to somebody; the line is named and nothing is guessed.</summary>
    [Theory]
    [InlineData("198.51.100[.]7", "defanged")]
    [InlineData("hxxp://evil.example/x", "defanged")]
    [InlineData("198.51.100.07", "leading zero")]
    [InlineData("198.51.100.7/24", "host bits set; the block is '198.51.100.0/24'")]
    [InlineData("198.51.100.7:443", "has a port")]
    [InlineData("fe80::1%eth0", "zone id")]
    [InlineData("0.0.0.0 evil.example", "a line of a hosts file")]
    [InlineData("127.0.0.1 evil.example", "a line of a hosts file")]
    [InlineData("198.51.100.7 198.51.100.9", "more than one word")]
    [InlineData("198.51.100.7 and its friends", "more than one word")]
    [InlineData("198.51.100.7\u200b", "a space or another character")]
    [InlineData("*.evil.example", "is no domain name")]
    public async Task Refuses_a_line_that_is_not_plain(string line, string reason)
    {
        var reading = await Lists.ReadAsync($"203.0.113.9\n{line}\n203.0.113.10\n", FeedFormat.Plain);

        Assert.Equal("203.0.113.9 203.0.113.10", reading.Named());
        var rejected = Assert.Single(reading.Rejected);
        Assert.Equal(("a-list", "line 2"), (rejected.Source, rejected.Position));
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_what_is_no_address_and_no_domain()
    {
        var reading = await Lists.ReadAsync(
            "198.51.100.7\nhttps://evil.example/a\nd41d8cd98f00b204e9800998ecf8427e\nsomebody@evil.example\nhttp://198.51.100.8/\n"
        );

        Assert.Equal("198.51.100.7", reading.Named());
        Assert.Equal(0, reading.RejectedCount);
        Assert.Equal("email 1, hash 1, url 2", string.Join(", ", reading.NotOurs.Select(kind => $"{kind.Key} {kind.Value}")));
    }

    [Fact]
    public async Task Takes_an_address_in_IPv6_s_clothes_for_the_address()
    {
        var reading = await Lists.ReadAsync("::ffff:198.51.100.7\n198.51.100.7\n64:ff9b::c633:6407\n");

        Assert.Equal("198.51.100.7", reading.Named());
        Assert.Equal(2, reading.RepeatedCount);
    }

    [Fact]
    public async Task Is_cut_where_it_names_more_than_was_asked_for()
    {
        var text = string.Concat(Enumerable.Range(0, 256).Select(last => $"198.51.100.{last}\n"));

        Assert.Equal((100, true), Counted(await Lists.ReadAsync(text, most: 100)));
        Assert.Equal((256, false), Counted(await Lists.ReadAsync(text, most: 256)));
        Assert.Equal((256, false), Counted(await Lists.ReadAsync(text + text, most: 256)));

        static (int, bool) Counted(FeedReading reading) => (reading.Lines.Length, reading.IsCut);
    }

    /// <summary>A list may be empty today: Feodo Tracker's was for months.</summary>
    [Fact]
    public async Task May_hold_comments_alone() => Assert.Empty((await Lists.ReadAsync("# nothing today\n\n")).Lines);
}
