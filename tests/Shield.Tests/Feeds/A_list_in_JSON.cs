using Shield.Core.Feeds;

namespace Shield.Tests.Feeds;

public sealed class A_list_in_JSON
{
    [Theory]
    [InlineData("""["198.51.100.7","evil.example"]""")]
    [InlineData("""[{"ip":"198.51.100.7"},{"domain":"evil.example","ip":null}]""")]
    [InlineData("""{"count":2,"indicators":[{"type":"ip","value":"198.51.100.7"},{"type":"domain","value":"evil.example"}]}""")]
    [InlineData("""{"source":{"ips":["10.0.0.1"]},"whatever":["198.51.100.7","evil.example"]}""")]
    [InlineData("""{"tags":["a.example"],"data":["198.51.100.7","evil.example"]}""")]
    public async Task Names_what_its_elements_name(string text)
    {
        var reading = await Lists.ReadAsync(text);

        Assert.Equal(FeedFormat.Json, reading.Format);
        Assert.Equal("198.51.100.7 evil.example", reading.Named());
    }

    [Theory]
    [InlineData("""7""", "is neither a text nor an object")]
    [InlineData("""{"a":"198.51.100.9"}""", "has no member that names an indicator")]
    [InlineData("""{"src_ip":"198.51.100.9","dst_ip":"10.0.0.1"}""", "has two members that name addresses")]
    [InlineData("""{"ip":["198.51.100.9"]}""", "names no indicator")]
    [InlineData("""{"ip":"198.51.100.9","ip":"198.51.100.10"}""", "cannot be read")]
    [InlineData("""{"ip":"198.51.100.9","until":"never"}""", "no moment")]
    [InlineData("\"\\ud800\"", "names no indicator")]
    public async Task Refuses_an_element_that_cannot_be_used_and_reads_the_others(string element, string reason)
    {
        var reading = await Lists.ReadAsync($"""["198.51.100.7",{element},"198.51.100.8"]""");

        Assert.Equal("198.51.100.7 198.51.100.8", reading.Named());
        var rejected = Assert.Single(reading.Rejected);
        Assert.Equal("[1]", rejected.Position);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task May_name_nobody_today() => Assert.Empty((await Lists.ReadAsync("[]")).Lines);
}
