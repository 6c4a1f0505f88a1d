using System.Globalization;
using Shield.Core.Feeds;
using Shield.Core.FindingTypes;

namespace Shield.Tests.Feeds;

public sealed class A_bundle_of_STIX
{
    [Theory]
    [InlineData("[ipv4-addr:value = '198.51.100.7']", "198.51.100.7")]
    [InlineData("[ipv4-addr:value='198.51.100.7/32']", "198.51.100.7")]
    [InlineData("[ipv4-addr:value ISSUBSET '198.51.100.0/24']", "198.51.100.0/24")]
    [InlineData("[ipv6-addr:value = '2a00::7'] OR [domain-name:value = 'evil.example']", "2a00::7 evil.example")]
    [InlineData("[ipv4-addr:value = '198.51.100.7' OR ipv4-addr:value = '198.51.100.8']", "198.51.100.7 198.51.100.8")]
    [InlineData("([ipv4-addr:value IN ('198.51.100.7', '198.51.100.8')])", "198.51.100.7 198.51.100.8")]
    [InlineData("[ipv4-addr:value = '198.51.100.7'] WITHIN 60 SECONDS", "198.51.100.7")]
    [InlineData("[url:value = 'https://evil.example/' OR domain-name:value = 'evil.example']", "evil.example")]
    [InlineData("[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']", "198.51.100.7")]
    public async Task Names_each_party_that_its_pattern_names_alone(string pattern, string named) =>
        Assert.Equal(named, (await Lists.ReadAsync(Bundle(Indicator(1, pattern)))).Named());

    /// <summary>A host may meet one half of these every day.</summary>
    [Theory]
    [InlineData("[ipv4-addr:value = '198.51.100.7' AND domain-name:value = 'evil.example']")]
    [InlineData("[ipv4-addr:value = '198.51.100.7'] AND [domain-name:value = 'evil.example']")]
    [InlineData("[ipv4-addr:value = '198.51.100.7'] FOLLOWEDBY [file:name = 'a.exe']")]
    [InlineData("[network-traffic:dst_ref.value = '198.51.100.7' AND network-traffic:dst_port = 443]")]
    [InlineData("[network-traffic:src_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']")]
    [InlineData("[ipv4-addr:value = '198.51.100.7'] REPEATS 5 TIMES WITHIN 60 SECONDS")]
    [InlineData("[ipv4-addr:value = '198.51.100.7'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'")]
    [InlineData("([ipv4-addr:value = '198.51.100.7'] AND [ipv4-addr:value = '198.51.100.8'])")]
    public async Task Names_nobody_where_several_things_must_come_together(string pattern)
    {
        var reading = await Lists.ReadAsync(Bundle(Indicator(1, pattern)));

        Assert.Empty(reading.Lines);
        Assert.Equal(1, reading.NotOurs["compound-pattern"]);
        Assert.Equal(0, reading.RejectedCount);
    }

    [Theory]
    [InlineData("[ipv4-addr:value != '198.51.100.7']")]
    [InlineData("[ipv4-addr:value NOT = '198.51.100.7']")]
    [InlineData("[ipv4-addr:value NOT IN ('198.51.100.7')]")]
    [InlineData("[domain-name:value LIKE '%.example']")]
    [InlineData("[ipv4-addr:value ISSUPERSET '198.51.100.7']")]
    [InlineData("[file:hashes.'SHA-256' = 'aa' OR file:name = 'a[1].exe']")]
    [InlineData("[EXISTS ipv4-addr:value]")]
    [InlineData("[x-a:b[*].c = h'ff']")]
    public async Task Names_nobody_where_it_says_something_else(string pattern)
    {
        var reading = await Lists.ReadAsync(Bundle(Indicator(1, pattern)));

        Assert.Empty(reading.Lines);
        Assert.Equal(0, reading.RejectedCount);
        Assert.True(reading.NotOurs["other-pattern"] > 0);
    }

    [Theory]
    [InlineData("[ipv4-addr:value = '198.51.100.777']", "octet above 255")]
    [InlineData("[ipv4-addr:value = '198.51.100[.]7']", "defanged")]
    [InlineData("[ipv4-addr:value = '198.51.100.7'", "breaks off")]
    [InlineData("[ipv4-addr:value = '198.51.100.7", "not closed")]
    [InlineData("[ipv4-addr:value = '198.51.100.7']]", "cannot be read from ']' on")]
    [InlineData("198.51.100.7", "cannot be read")]
    [InlineData("", "breaks off")]
    public async Task Has_a_pattern_refused_that_is_none(string pattern, string reason)
    {
        var reading = await Lists.ReadAsync(Bundle(Indicator(1, "[ipv4-addr:value = '198.51.100.7']"), Indicator(2, pattern)));

        Assert.Equal("198.51.100.7", reading.Named());
        var rejected = Assert.Single(reading.Rejected);
        Assert.Equal("objects[1]", rejected.Position);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_a_pattern_refused_that_is_nested_without_end()
    {
        var pattern = new string('(', 10_000) + "[ipv4-addr:value = '198.51.100.7']" + new string(')', 10_000);
        var reading = await Lists.ReadAsync(Bundle(Indicator(1, "[ipv4-addr:value = '198.51.100.8']"), Indicator(2, pattern)));

        Assert.Contains("too deeply", Assert.Single(reading.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_since_when_until_when_and_what_of_it_changed_last()
    {
        var line = Assert.Single(
            (
                await Lists.ReadAsync(
                    Bundle(
                        Indicator(
                            1,
                            "[ipv4-addr:value = '198.51.100.7']",
                            """, "name":"a scanner", "valid_until":"2026-12-24T00:00:00.5Z", "modified":"2026-11-30T07:00:00.000Z" """
                        )
                    )
                )
            ).Lines
        );

        Assert.Equal((At("2026-11-01"), At("2026-12-24T00:00:00.5Z"), At("2026-11-30T07:00:00Z")), (line.From, line.Until, line.At));
        Assert.Equal(("a scanner", "indicator--00000000-0000-4000-8000-000000000001"), (line.Text, line.Id));
        Assert.False(line.IsRevoked);
        Assert.Null(line.Directions);
    }

    /// <summary>An address that was only seen, and what a publisher says is good or merely unusual, is no verdict.</summary>
    [Fact]
    public async Task Counts_what_is_no_verdict()
    {
        var reading = await Lists.ReadAsync(
            Bundle(
                """{"type":"ipv4-addr","id":"ipv4-addr--1","value":"198.51.100.1"}""",
                """{"type":"domain-name","id":"domain-name--1","value":"good.example"}""",
                Indicator(2, "[ipv4-addr:value = '198.51.100.2']", """, "indicator_types":["benign","malicious-activity"] """),
                Indicator(3, "[ipv4-addr:value = '198.51.100.3']", """, "indicator_types":["anomalous-activity"] """),
                Indicator(4, "[ipv4-addr:value = '198.51.100.4']", """, "labels":["benign"] """),
                Indicator(5, "[ipv4-addr:value = '198.51.100.5']", """, "indicator_types":["anomalous-activity","malicious-activity"] """),
                Indicator(6, "[ipv4-addr:value = '198.51.100.6']", """, "indicator_types":["malware-c2"] """),
                Indicator(7, "alert ip 198.51.100.7 any", """, "pattern_type":"snort" """)
            )
        );

        Assert.Equal("198.51.100.5 198.51.100.6", reading.Named());
        Assert.Equal(
            "benign 2, domain-name 1, ipv4-addr 1, no-verdict 1, snort 1",
            string.Join(", ", reading.NotOurs.Select(kind => $"{kind.Key} {kind.Value}"))
        );
    }

    [Fact]
    public async Task Counts_the_newest_version_of_an_object_wherever_it_stands()
    {
        var old = Indicator(1, "[ipv4-addr:value = '198.51.100.7']", """, "modified":"2026-11-10T00:00:00Z" """);
        var @new = Indicator(1, "[ipv4-addr:value = '198.51.100.8']", """, "modified":"2026-11-11T00:00:00Z" """);
        var gone = Indicator(1, "[ipv4-addr:value = '198.51.100.8']", """, "modified":"2026-11-12T00:00:00Z", "revoked":true """);
        var bare =
            """{"type":"indicator","id":"indicator--00000000-0000-4000-8000-000000000001","revoked":true,"modified":"2026-11-13T00:00:00Z"}""";

        Assert.Equal("198.51.100.8", (await Lists.ReadAsync(Bundle(old, @new))).Named());
        Assert.Equal("198.51.100.8", (await Lists.ReadAsync(Bundle(@new, old))).Named());
        Assert.True(Assert.Single((await Lists.ReadAsync(Bundle(gone, @new, old))).Lines).IsRevoked);
        var revoked = Assert.Single((await Lists.ReadAsync(Bundle(@new, bare))).Lines);
        Assert.True(revoked.IsRevoked);
        Assert.Equal(At("2026-11-13"), revoked.At);
    }

    [Fact]
    public async Task Holds_for_an_address_that_another_of_its_objects_still_names()
    {
        var gone = Indicator(1, "[ipv4-addr:value = '198.51.100.7']", """, "revoked":true """);
        var stands = Indicator(2, "[ipv4-addr:value = '198.51.100.7']");

        Assert.False(Assert.Single((await Lists.ReadAsync(Bundle(gone, stands))).Lines).IsRevoked);
        Assert.False(Assert.Single((await Lists.ReadAsync(Bundle(stands, gone))).Lines).IsRevoked);
    }

    [Fact]
    public async Task May_be_an_envelope_of_TAXII_or_a_list_of_objects()
    {
        var indicator = Indicator(1, "[network-traffic:src_ref.value = '198.51.100.7']");

        var envelope = await Lists.ReadAsync($$"""{"more":true,"next":"7","objects":[{{indicator}}]}""");
        var list = await Lists.ReadAsync($"[{indicator}]");

        Assert.Equal((FeedFormat.Stix, FeedFormat.Stix), (envelope.Format, list.Format));
        Assert.Equal(Directions.Inbound, Assert.Single(envelope.Lines).Directions);
        Assert.Equal("198.51.100.7", list.Named());
        Assert.Empty((await Lists.ReadAsync("{}", FeedFormat.Stix)).Lines);
    }

    [Fact]
    public async Task Is_cut_where_it_names_more_than_was_asked_for()
    {
        var objects = Enumerable.Range(0, 50).Select(one => Indicator(one, $"[ipv4-addr:value = '198.51.100.{one}']")).ToArray();

        var reading = await Lists.ReadAsync(Bundle(objects), most: 10);

        Assert.Equal((10, true), (reading.Lines.Length, reading.IsCut));
    }

    private static string Bundle(params string[] objects) =>
        $$"""{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[{{string.Join(',', objects)}}]}""";

    private static string Indicator(int id, string pattern, string more = "") =>
        $$"""
            {"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-{{id:d12}}",
             "valid_from":"2026-11-01T00:00:00Z","pattern":"{{pattern.Replace("\\", "\\\\", StringComparison.Ordinal)}}"{{more}}}
            """;

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
