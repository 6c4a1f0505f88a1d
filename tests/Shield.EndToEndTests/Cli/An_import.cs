using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

public sealed class An_import : CliTest
{
    [Fact]
    public async Task Blocks_what_a_list_names_with_its_reason_and_its_end()
    {
        (await Initialise()).Expect(0);
        var list = File("list.txt", "# a campaign", "45.83.64.1 ; seen by us", "45.83.64.2", "45.83.64.8/30", "45.83.64.1");

        var run = (await Json("threats", "import", list, "--reason", "a campaign", "--for", "3d", "--direction", "inbound")).Expect(0);

        Assert.Equal(("plain", 3, 1), ((string)run.Json["format"]!, (int)run.Json["recorded"]!, (int)run.Json["repeated"]!));
        Assert.Equal(["45.83.64.1", "45.83.64.2", "45.83.64.8/30"], (await Listed()).Order());
        Assert.All(
            run.Json["acts"]!.AsArray(),
            act =>
            {
                Assert.Equal(
                    ("block", "inbound", "a campaign", "ann@test"),
                    ((string)act!["kind"]!, (string)act["direction"]!, (string)act["why"]!, (string)act["who"]!)
                );
                Assert.Equal(TimeSpan.FromDays(3), (DateTimeOffset)act["until"]! - (DateTimeOffset)act["at"]!);
            }
        );
    }

    /// <summary>The end of a line caps --for; a line without one takes it whole. A line's direction counts unless one is given.</summary>
    [Fact]
    public async Task Lasts_no_longer_than_the_list_says()
    {
        var now = Clock.GetUtcNow();
        var list = File(
            "list.csv",
            "ip,until,direction",
            $"45.83.64.1,{now.AddDays(2):yyyy-MM-dd'T'HH:mm:ss'Z'},inbound",
            $"45.83.64.2,{now.AddDays(20):yyyy-MM-dd'T'HH:mm:ss'Z'},outbound",
            "45.83.64.3,,",
            $"45.83.64.4,{now.AddDays(-1):yyyy-MM-dd'T'HH:mm:ss'Z'},"
        );

        var run = (await Json("threats", "import", list, "--reason", "x", "--record-only")).Expect(0);

        Assert.Equal((3, 1), ((int)run.Json["recorded"]!, (int)run.Json["ended"]!));
        var acts = run.Json["acts"]!.AsArray().ToDictionary(act => (string)act!["indicator"]!);
        Assert.Equal(["inbound", "outbound", "both"], acts.Values.Select(act => (string)act!["direction"]!));
        Assert.InRange(Length(acts["45.83.64.1"]!), TimeSpan.FromDays(2) - TimeSpan.FromMinutes(2), TimeSpan.FromDays(2));
        Assert.Equal(TimeSpan.FromDays(7), Length(acts["45.83.64.2"]!));
        Assert.Equal(TimeSpan.FromDays(7), Length(acts["45.83.64.3"]!));

        static TimeSpan Length(JsonNode act) => (DateTimeOffset)act["until"]! - (DateTimeOffset)act["at"]!;
    }

    [Fact]
    public async Task Names_each_line_that_cannot_be_used_and_records_the_others()
    {
        (await Initialise()).Expect(0);
        var list = File(
            "list.txt",
            "45.83.64.1",
            "8.8.8.8",
            "10.0.0.1",
            "45.83.64[.]2",
            "0.0.0.0/1",
            "https://evil.example/",
            "45.83.64.3"
        );

        var run = (await Json("threats", "import", list, "--reason", "x")).Expect(4);

        Assert.Equal(["45.83.64.1", "45.83.64.3"], (await Listed()).Order());
        var rejected = run.Json["rejected"]!.AsArray().ToDictionary(one => (string)one!["position"]!, one => (string)one!["reason"]!);
        Assert.Equal(["line 2", "line 3", "line 4", "line 5"], rejected.Keys.Order());
        Assert.Contains("never blocked (public-resolver)", rejected["line 2"], StringComparison.Ordinal);
        Assert.Contains("never blocked (special-purpose)", rejected["line 3"], StringComparison.Ordinal);
        Assert.Contains("defanged", rejected["line 4"], StringComparison.Ordinal);
        Assert.Contains("broader than /8", rejected["line 5"], StringComparison.Ordinal);
        Assert.Equal((4, 1), ((int)run.Json["rejectedCount"]!, (int)run.Json["notOurs"]!["url"]!));
        Assert.Contains("line 2", (await Text("threats", "import", list, "--reason", "x")).Expect(4).Output, StringComparison.Ordinal);
    }

    /// <summary>What does not hold on the PCE weighs more than a line that was rejected.</summary>
    [Fact]
    public async Task Is_refused_before_it_is_partly_rejected()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_POLICY__AUTONOMY"] = "observe";

        (await Json("threats", "import", File("list.txt", "45.83.64.1", "8.8.8.8"), "--reason", "x")).Expect(3);
    }

    [Theory]
    [InlineData("<html>no list today</html>", "HTML")]
    [InlineData("", "it is empty")]
    [InlineData("8.8.8.8\n10.0.0.1", "names nobody who can be blocked now, 2 rejected")]
    [InlineData("# nothing", "names nobody who can be blocked now")]
    [InlineData("[\"45.83.64.1\"", "no valid JSON")]
    public async Task Records_nothing_of_what_is_no_list(string text, string why)
    {
        var run = (await Json("threats", "import", File("list", text), "--reason", "x", "--record-only")).Expect(1);

        Assert.Contains("nothing was recorded", run.Error, StringComparison.Ordinal);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Empty((await Json("threats", "acts")).Json.AsArray());
    }

    [Fact]
    public async Task Records_nothing_of_a_list_that_is_too_long()
    {
        var list = File(
            "list.txt",
            [.. Enumerable.Range(0, 20_001).Select(number => $"45.{number / 65_536}.{number / 256 % 256}.{number % 256}")]
        );

        var run = (await Json("threats", "import", list, "--reason", "x", "--record-only")).Expect(1);

        Assert.Equal("too-many", run.ErrorCode);
    }

    [Fact]
    public async Task Comes_from_standard_input_in_any_format()
    {
        const string bundle = """
            {"type":"bundle","id":"bundle--1","objects":[
             {"type":"ipv4-addr","id":"ipv4-addr--1","value":"45.83.64.9"},
             {"type":"indicator","id":"indicator--1","pattern":"[ipv4-addr:value = '45.83.64.1']","valid_from":"2026-01-01T00:00:00Z"},
             {"type":"indicator","id":"indicator--2","pattern":"[ipv4-addr:value = '45.83.64.2']","valid_from":"2026-01-01T00:00:00Z",
              "revoked":true},
             {"type":"indicator","id":"indicator--3","pattern":"[ipv4-addr:value = '45.83.64.3']","valid_from":"2999-01-01T00:00:00Z"}]}
            """;
        string[] arguments = ["threats", "import", "-", "--reason", "x", "--record-only", "-o", "json"];
        var run = (await Run(arguments, bundle)).Expect(0);
        CheckDocument(arguments, run);

        Assert.Equal("45.83.64.1", (string)Assert.Single(run.Json["acts"]!.AsArray())!["indicator"]!);
        Assert.Equal(
            ("stix", 1, 1, 1),
            ((string)run.Json["format"]!, (int)run.Json["revoked"]!, (int)run.Json["notYet"]!, (int)run.Json["notOurs"]!["ipv4-addr"]!)
        );
        Assert.Equal("unreadable", (await Run([.. arguments, "--format", "csv"], bundle)).Expect(1).ErrorCode);
    }
}
