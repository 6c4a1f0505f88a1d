namespace Shield.EndToEndTests.Cli;

public sealed class Explaining : CliTest
{
    [Fact]
    public async Task Tells_of_a_blocked_party_what_was_seen_and_where_it_stands()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        var answer = (await Json("explain", "45.83.64.1")).Expect(0).Json;
        Assert.Equal(
            ("block", "active", "inbound", "brute-force"),
            ((string)answer["verdict"]!, (string)answer["state"]!, (string)answer["direction"]!, (string)answer["reason"]!)
        );
        Assert.Equal(
            ("GuardDuty Shield test-owner deny inbound", "45.83.64.1"),
            ((string)answer["pce"]!["list"]!, (string)answer["pce"]!["entry"]!)
        );
        Assert.True((long)answer["pce"]!["policyVersion"]! > 1);
        Assert.Contains(
            answer["checks"]!.AsArray(),
            check => (string)check!["check"]! is "policy-check" && (string?)check["answer"] is "block"
        );
        Assert.Single(answer["sightings"]!.AsArray());

        var text = (await Text("explain", "45.83.64.1")).Expect(0).Output;
        Assert.All(
            [
                "45.83.64.1 is blocked",
                "tried passwords",
                "UnauthorizedAccess:EC2/SSHBruteForce",
                "111122223333",
                "gds1|test-owner|",
                "shield unblock 45.83.64.1 --reason",
                "policy version",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Finds_the_range_that_covers_an_address()
    {
        (await Initialise()).Expect(0);
        (await Json("threats", "block", "45.83.64.0/28", "--reason", "x")).Expect(0);
        var answer = (await Json("explain", "45.83.64.3")).Expect(0).Json;
        Assert.Equal(
            ("45.83.64.3", "block", "active", "45.83.64.0/28"),
            ((string)answer["indicator"]!, (string)answer["verdict"]!, (string)answer["state"]!, (string)answer["pce"]!["entry"]!)
        );
        Assert.Contains("lies inside 45.83.64.0/28", (await Text("explain", "45.83.64.3")).Output, StringComparison.Ordinal);

        (await Json("unblock", "45.83.64.3", "--reason", "x")).Expect(0);
        Assert.Equal("ignore", (string)(await Json("explain", "45.83.64.3")).Json["verdict"]!);
        Assert.Equal("block", (string)(await Json("explain", "45.83.64.4")).Json["verdict"]!);
    }

    [Fact]
    public async Task Knows_nothing_of_a_party_never_seen()
    {
        (await Initialise()).Expect(0);
        var answer = (await Json("explain", "45.83.64.99")).Expect(0).Json;
        Assert.Equal("unknown", (string)answer["state"]!);
        Assert.Null(answer["verdict"]);
        Assert.Null(answer["pce"]);
        Assert.Contains("never seen", (await Text("explain", "45.83.64.99")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_of_a_party_never_seen_that_nothing_is_known_where_the_PCE_is_away()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var run = (await Json("explain", "45.83.64.99")).Expect(0);
        Assert.Equal((null, "unknown"), ((string?)run.Json["verdict"], (string)run.Json["state"]!));
        Assert.Null(run.Json["pce"]);
        var text = (await Text("explain", "45.83.64.99")).Expect(0);
        Assert.StartsWith("Nothing is known of 45.83.64.99: ", text.Output, StringComparison.Ordinal);
        Assert.Contains("the PCE could not be read", text.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("does not block", text.Output, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:9", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_why_a_party_is_not_blocked()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("10.0.0.5");
        var answer = (await Json("explain", "10.0.0.5")).Expect(0).Json;
        Assert.Equal(
            ("ignore", "ignored", "special-purpose"),
            ((string)answer["verdict"]!, (string)answer["state"]!, (string)answer["reason"]!)
        );
    }

    [Fact]
    public async Task Shows_an_entry_that_somebody_else_made()
    {
        (await Initialise()).Expect(0);
        var list = (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .First(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        var href = (string)list["href"]!;
        var ranges = list["ip_ranges"]!.DeepClone().AsArray();
        ranges.Add(new System.Text.Json.Nodes.JsonObject { ["from_ip"] = "45.83.65.0/24", ["description"] = "by hand" });
        await Admin.Put(href, new System.Text.Json.Nodes.JsonObject { ["ip_ranges"] = ranges });
        await Admin.Provision(href);
        var answer = (await Json("explain", "45.83.65.9")).Expect(0).Json;
        Assert.Equal("45.83.65.0/24", (string)answer["pce"]!["entry"]!);
        Assert.Contains("somebody else", (await Text("explain", "45.83.65.9")).Output, StringComparison.Ordinal);
        Assert.Single((await Json("status")).Expect(0).Json["foreign"]!.AsArray());
    }

    [Fact]
    public async Task Stands_by_its_decision_where_the_PCE_is_away()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var run = (await Json("explain", "45.83.64.1")).Expect(0);
        Assert.Equal(("block", "unknown"), ((string)run.Json["verdict"]!, (string)run.Json["state"]!));
        Assert.Contains("could not be read", run.Error, StringComparison.Ordinal);
        Assert.Equal("unknown", (string)(await Json("threats", "list")).Expect(0).Json[0]!["state"]!);
        Assert.False((bool)(await Json("status")).Expect(1).Json["pce"]!["readable"]!);
    }
}
