using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary>What other people do on the PCE, and what a bad PCE answers: each a clear word and the right exit code.</summary>
public sealed class The_state_of_the_PCE : CliTest
{
    [Fact]
    public async Task Is_healthy_after_init()
    {
        (await Initialise()).Expect(0);
        var status = (await Json("status")).Expect(0).Json;
        Assert.True((bool)status["pce"]!["readable"]!);
        Assert.All(status["rules"]!.AsArray(), rule => Assert.Equal("in-force", (string)rule!["condition"]!));
        Assert.Equal((0, 6000), ((int)status["capacity"]!["used"]!, (int)status["capacity"]!["limit"]!));
        Assert.Null(status["last"]);
        await IngestAndApply("45.83.64.1");
        status = (await Json("status")).Expect(0).Json;
        Assert.Equal((1, 1), ((int)status["capacity"]!["used"]!, (int)status["threats"]!["active"]!));
        Assert.Equal("blocked", (string)status["rules"]!.AsArray().First(rule => (string)rule!["direction"]! is "inbound")!["proof"]!);
        Assert.StartsWith("ingest by ann@test", (string)status["last"]!["trigger"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stays_as_it_is_when_init_runs_again()
    {
        (await Initialise()).Expect(0);
        Pce.ClearCalls();
        var again = (await Initialise()).Expect(0);
        Assert.False((bool)again.Json["applied"]!);
        Assert.All(Pce.Calls, call => Assert.Equal("GET", call.Method));
    }

    [Fact]
    public async Task Shows_how_to_switch_everything_off_without_Shield()
    {
        var text = (await Text("init", "--apply")).Expect(0).Output;
        Assert.Contains("disable it and provision", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_other_modes_with_both_names()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        var run = (await Json("apply")).Expect(3);
        Assert.Equal(("refused", "mode-mismatch"), ((string)run.Json["outcome"]!, (string)run.Json["reason"]!));
        Assert.All(["deny", "exclusion"], mode => Assert.Contains(mode, (string)run.Json["detail"]!, StringComparison.Ordinal));
        (await Json("init")).Expect(3);
        (await Json("plan")).Expect(3);
    }

    [Fact]
    public async Task Is_refused_where_nothing_of_ours_stands_on_it()
    {
        Assert.Equal("not-initialised", (string)(await Json("plan")).Expect(3).Json["refused"]!["reason"]!);
        Assert.Equal("not-initialised", (string)(await Json("apply")).Expect(3).Json["reason"]!);
        Assert.Equal("not-initialised", (string)(await Json("status")).Expect(0).Json["refused"]!["reason"]!);
    }

    [Fact]
    public async Task Is_obeyed_where_it_says_paused()
    {
        (await Initialise()).Expect(0);
        var list = (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .First(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        await Admin.Put((string)list["href"]!, new JsonObject { ["description"] = "PAUSED by ann at 2026-11-24T10:00Z: change freeze" });
        var run = (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")), "--apply")).Expect(3);
        Assert.Equal("paused", (string)run.Json["apply"]!["outcome"]!);
        Assert.Equal("paused", (string)(await Json("plan")).Expect(3).Json["refused"]!["reason"]!);
        Assert.Contains("change freeze", (string)(await Json("status")).Expect(0).Json["paused"]!, StringComparison.Ordinal);
        Assert.Equal("paused", (string)(await Json("explain", "45.83.64.1")).Json["reason"]!);
    }

    [Fact]
    public async Task Is_only_watched_under_observe()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_POLICY__AUTONOMY"] = "observe";
        Assert.Equal("observed", (string)(await IngestAndApply("45.83.64.1")).Json["apply"]!["outcome"]!);
        Assert.Empty(await Listed("draft"));
        (await Json("plan")).Expect(2);
    }

    [Fact]
    public async Task Keeps_a_disabled_rule_and_says_so()
    {
        (await Initialise()).Expect(0);
        await SwitchRulesAsync(Admin, isOn: false);
        var ingest = await Json("ingest", File("findings.json", [FindingText.BruteForce("45.83.64.1")]), "--apply");
        Assert.Equal("not-enforced", (string)ingest.Expect(3).Json["apply"]!["outcome"]!);
        Assert.Equal("rule-disabled", (string)(await Json("explain", "45.83.64.1")).Json["reason"]!);
        Assert.All(
            (await Json("status")).Expect(0).Json["rules"]!.AsArray(),
            rule => Assert.Equal("disabled", (string)rule!["condition"]!)
        );
        Assert.True(await Reaches("45.83.64.1", "web-1.shop.example", 443));
    }

    [Fact]
    public async Task Respects_a_removal_by_hand()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        var list = (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .First(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        var rest = new JsonArray([
            .. list["ip_ranges"]!.AsArray().Where(range => (string)range!["from_ip"]! is "192.0.2.1").Select(range => range!.DeepClone()),
        ]);
        await Admin.Put((string)list["href"]!, new JsonObject { ["ip_ranges"] = rest });
        await Admin.Provision((string)list["href"]!);
        (await Json("apply")).Expect(0);
        Assert.Equal("removed-by-hand", (string)(await Json("explain", "45.83.64.1")).Json["reason"]!);
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Shows_orphans_of_a_lost_ledger()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Environment["SHIELD_LEDGER__PATH"] = PathOf("new.db");
        Assert.Single((await Json("plan")).Expect(0).Json["orphans"]!.AsArray());
        Assert.Contains("orphan", (await Text("explain", "45.83.64.1")).Output, StringComparison.Ordinal);
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("init")]
    public async Task Names_a_wrong_key(string command)
    {
        Environment["SHIELD_PCE__APIKEY"] = "api_wrong";
        var run = (await Json(command)).Expect(1);
        Assert.Equal("pce-credentials", run.ErrorCode);
    }
}
