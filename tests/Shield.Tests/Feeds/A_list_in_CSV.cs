using System.Globalization;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;

namespace Shield.Tests.Feeds;

public sealed class A_list_in_CSV
{
    [Theory]
    [InlineData("ip,country\n198.51.100.7,DE\n198.51.100.8,FR\n")]
    [InlineData("\uFEFFcountry;IP Address;note\nDE;198.51.100.7;\"a; b\"\nFR;198.51.100.8;c\n")]
    [InlineData("198.51.100.7\t12\n198.51.100.8\t3\n")]
    [InlineData("DE|198.51.100.7\nFR|198.51.100.8\n")]
    [InlineData("\"first_seen\",\"dst_ip\"\r\n\"2026-01-01 00:00:00\",\"198.51.100.7\"\r\n\"2026-01-01 00:00:00\",\"198.51.100.8\"\r\n")]
    [InlineData(
        "# abuse.ch\n# \"first_seen\",\"dst_ip\"\n\"2026-01-01 00:00:00\",\"198.51.100.7\"\n\"2026-01-01\",\"198.51.100.8\"\n# END\n"
    )]
    [InlineData("evil.example,198.51.100.7\nbad.example,198.51.100.8\n")]
    [InlineData("indicator,src_ip,dst_ip\n198.51.100.7,10.0.0.1,10.0.0.2\n198.51.100.8,10.0.0.1,10.0.0.2\n")]
    public async Task Names_what_its_column_names(string text)
    {
        var reading = await Lists.ReadAsync(text);

        Assert.Equal(FeedFormat.Csv, reading.Format);
        Assert.Equal("198.51.100.7 198.51.100.8", reading.Named());
        Assert.Empty(reading.Rejected);
    }

    [Fact]
    public async Task Says_when_and_until_when_and_in_which_direction()
    {
        var reading = await Lists.ReadAsync(
            """
            indicator,direction,valid until,last_seen
            198.51.100.7,inbound,2026-12-24T00:00:00Z,2026-11-30 07:00:00
            198.51.100.7,outbound,,1796022000
            198.51.100.8,sideways,2026-12-24,
            """
        );

        Assert.Equal([Directions.Inbound, Directions.Outbound, null], reading.Lines.Select(line => line.Directions));
        Assert.Equal([At("2026-12-24"), null, At("2026-12-24")], reading.Lines.Select(line => line.Until));
        Assert.Equal([At("2026-11-30T07:00:00Z"), At("2026-11-30T07:00:00Z"), null], reading.Lines.Select(line => line.At));
        Assert.Equal("198.51.100.7,outbound,,1796022000", reading.Lines[1].Text);
    }

    [Theory]
    [InlineData("198.51.100.7,soon", "has the end 'soon', which is no moment")]
    [InlineData("198.51.100.7,0", "has the end '0', which is no moment")]
    [InlineData(",2026-12-24", "names no indicator")]
    [InlineData("198.51.100.777,2026-12-24", "octet above 255")]
    [InlineData("198.51.100.7 \"x\",2026-12-24", "a quote in the middle of a cell")]
    [InlineData("\"198.51.100.7\"x,2026-12-24", "a quote in the middle of a cell")]
    public async Task Refuses_a_row_that_cannot_be_used_and_reads_the_others(string row, string reason)
    {
        var reading = await Lists.ReadAsync($"ip,expires\n203.0.113.9,2026-12-24\n{row}\n203.0.113.10,2026-12-24\n");

        Assert.Equal("203.0.113.9 203.0.113.10", reading.Named());
        var rejected = Assert.Single(reading.Rejected);
        Assert.Equal("line 3", rejected.Position);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    /// <summary>ThreatFox's: the kind says that a port follows, and that an URL is none of ours.</summary>
    [Fact]
    public async Task Says_of_what_kind_each_row_is()
    {
        var reading = await Lists.ReadAsync(
            """
            # "first_seen_utc","ioc_id","ioc_value","ioc_type"
            "2026-11-30 07:00:00", "1", "198.51.100.7:443", "ip:port"
            "2026-11-30 07:00:00", "2", "https://evil.example/", "url"
            "2026-11-30 07:00:00", "3", "evil.example", "domain"
            "2026-11-30 07:00:00","4","d41d8cd98f00b204e9800998ecf8427e","md5_hash"
            """
        );

        Assert.Equal("198.51.100.7 evil.example", reading.Named());
        Assert.Equal("hash url", string.Join(' ', reading.NotOurs.Keys));
        Assert.Equal(At("2026-11-30T07:00:00Z"), reading.Lines[0].At);
    }

    [Fact]
    public async Task May_have_line_ends_inside_a_cell()
    {
        var reading = await Lists.ReadAsync("ip,comment\n198.51.100.7,\"one\n198.51.100.66,\ntwo\"\n198.51.100.8,x\n");

        Assert.Equal("198.51.100.7 198.51.100.8", reading.Named());
    }

    /// <summary>Nobody can say which of two addresses is the attacker's.</summary>
    [Theory]
    [InlineData("src_ip,dst_ip\n198.51.100.7,10.0.0.1\n", "'src_ip' and 'dst_ip' both name addresses")]
    [InlineData("198.51.100.0\t198.51.100.255\t24\n", "columns 1 and 2 both hold indicators")]
    [InlineData("evil.example,bad.example\n", "columns 1 and 2 both hold indicators")]
    [InlineData("country,count\nDE,7\n", "no column holds an address or a domain")]
    [InlineData("ip,comment\n198.51.100.7,\"open\n198.51.100.8,x\n", "the quote that line 2 opens is not closed")]
    public async Task Is_refused_where_it_does_not_say_who_is_meant(string text, string what)
    {
        var refused = await Lists.RefusedAsync(text, FeedFormat.Csv);

        Assert.Contains(what, refused.What, StringComparison.Ordinal);
        Assert.StartsWith("a-list: ", refused.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
