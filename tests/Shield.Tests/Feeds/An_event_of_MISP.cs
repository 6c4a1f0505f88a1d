using Shield.Core.Feeds;
using Shield.Core.FindingTypes;

namespace Shield.Tests.Feeds;

public sealed class An_event_of_MISP
{
    [Fact]
    public async Task Names_its_attributes_and_those_of_its_objects()
    {
        var reading = await Lists.ReadAsync(
            $$"""
            {"Event":{"info":"a campaign","date":"2026-11-30","Tag":[{"name":"tlp:clear"}],
              "Attribute":[
                {{Attribute("ip-src", "198.51.100.1")}},
                {{Attribute("ip-dst", "198.51.100.2")}},
                {{Attribute("ip-dst|port", "198.51.100.3|443")}},
                {{Attribute("ip-src|port", "2a00::3|22")}},
                {{Attribute("domain", "evil.example")}},
                {{Attribute("hostname", "c2.evil.example")}},
                {{Attribute("domain|ip", "worse.example|198.51.100.4")}},
                {{Attribute("ip-src", "198.51.100.0/28")}}],
              "Object":[{"name":"ip-port","Attribute":[{{Attribute("ip-dst", "198.51.100.5")}},{{Attribute("port", "443")}}]}] } }
            """
        );

        Assert.Equal(FeedFormat.Misp, reading.Format);
        Assert.Equal(
            "198.51.100.1 198.51.100.2 198.51.100.3 2a00::3 evil.example c2.evil.example worse.example 198.51.100.0/28 198.51.100.5",
            reading.Named()
        );
        Assert.Equal(
            [Directions.Inbound, Directions.Outbound, Directions.Outbound, Directions.Inbound, null],
            reading.Lines.Take(5).Select(line => line.Directions)
        );
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_796_022_000), reading.Lines[0].At);
        Assert.Equal("port 1", string.Join(", ", reading.NotOurs.Select(kind => $"{kind.Key} {kind.Value}")));
    }

    [Theory]
    [InlineData("{\"response\":[{\"Event\":{\"Attribute\":[ATTRIBUTE]}}]}")]
    [InlineData("{\"response\":{\"Attribute\":[ATTRIBUTE]}}")]
    [InlineData("[{\"Event\":{\"Attribute\":[],\"Object\":[{\"Attribute\":[ATTRIBUTE]}]}}]")]
    public async Task May_be_one_of_several(string around) =>
        Assert.Equal(
            "198.51.100.1",
            (await Lists.ReadAsync(around.Replace("ATTRIBUTE", Attribute("ip-src", "198.51.100.1"), StringComparison.Ordinal))).Named()
        );

    /// <summary>What MISP does not mark for detection is context: a victim, a resolver, the analyst's own host.</summary>
    [Theory]
    [InlineData("\"to_ids\":false")]
    [InlineData("\"to_ids\":\"0\"")]
    [InlineData("\"x\":1")]
    public async Task Names_nobody_who_is_not_for_detection(string mark)
    {
        var reading = await Lists.ReadAsync($$$"""{"Event":{"Attribute":[{"type":"ip-src","value":"198.51.100.1",{{{mark}}}}]}}""");

        Assert.Empty(reading.Lines);
        Assert.Equal(1, reading.NotOurs["not-for-detection"]);
    }

    [Fact]
    public async Task Takes_back_what_is_deleted()
    {
        var reading = await Lists.ReadAsync(
            $$"""
            {"Event":{"Attribute":[{"type":"ip-src","value":"198.51.100.1","to_ids":true,"deleted":true,"uuid":"u-1"}],
             "Object":[{"deleted":"1","Attribute":[{{Attribute("ip-src", "198.51.100.2")}}]}] } }
            """
        );

        Assert.Equal([true, true], reading.Lines.Select(line => line.IsRevoked));
        Assert.Equal("u-1", reading.Lines[0].Id);
    }

    [Fact]
    public async Task Has_an_attribute_refused_whose_value_is_none()
    {
        var reading = await Lists.ReadAsync(
            $$"""
            {"Event":{"Attribute":[{{Attribute("ip-src", "198.51.100.1")}},{{Attribute("ip-src", "198.51.100[.]2")}},
              {{Attribute("ip-dst", "https://evil.example/")}}] } }
            """
        );

        Assert.Equal("198.51.100.1", reading.Named());
        Assert.Equal(["Event.Attribute[1]", "Event.Attribute[2]"], reading.Rejected.Select(one => one.Position));
        Assert.Contains("defanged", reading.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Contains("another kind: url", reading.Rejected[1].Reason, StringComparison.Ordinal);
    }

    private static string Attribute(string type, string value) =>
        $$"""{"type":"{{type}}","value":"{{value}}","to_ids":true,"timestamp":"1796022000","comment":"seen"}""";
}
