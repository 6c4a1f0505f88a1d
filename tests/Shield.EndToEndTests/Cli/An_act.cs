using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

public sealed class An_act : CliTest
{
    [Fact]
    public async Task Takes_effect_at_once_and_tells_who_and_why()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        var run = (await Json("unblock", "45.83.64.1", "--reason", "a partner")).Expect(0);
        Assert.Equal(
            ("unblock", "ann@test", "a partner"),
            ((string)run.Json["act"]!["kind"]!, (string)run.Json["act"]!["who"]!, (string)run.Json["act"]!["why"]!)
        );
        Assert.Equal(("applied", 1), ((string)run.Json["apply"]!["outcome"]!, (int)run.Json["apply"]!["removed"]!));
        Assert.Equal(["45.83.64.2"], await Listed());
    }

    [Fact]
    public async Task Of_unblocking_sticks_while_the_attack_goes_on_and_ends_by_itself()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        (await Json("unblock", "45.83.64.1", "--reason", "x", "--for", "1d")).Expect(0);
        await IngestAndApply("45.83.64.1");
        Assert.Empty(await Listed());
        Assert.Equal("suppressed", (string)(await Json("explain", "45.83.64.1")).Json["reason"]!);
        Clock.Advance(TimeSpan.FromHours(25));
        var seen = FindingText.BruteForce("45.83.64.1", seen: Clock.GetUtcNow().AddMinutes(-1));
        (await Json("ingest", File("g.json", seen), "--apply")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
    }

    [Fact]
    public async Task Is_recorded_and_no_more_where_that_is_asked()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Assert.Null((await Json("unblock", "45.83.64.1", "--reason", "x", "--record-only")).Expect(0).Json["apply"]);
        Assert.Equal(["45.83.64.1"], await Listed());
        (await Json("apply")).Expect(0);
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Is_enough_where_nothing_of_ours_is_on_the_PCE_yet() =>
        Assert.Null((await Json("allow", "add", "45.83.64.0/24", "--reason", "office")).Expect(0).Json["apply"]);

    [Fact]
    public async Task Stands_where_the_PCE_cannot_be_reached()
    {
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var run = (await Json("unblock", "45.83.64.1", "--reason", "x")).Expect(1);
        Assert.Equal(("pce-unreachable", "unblock"), (run.ErrorCode, (string)run.Json["error"]!["recorded"]!["kind"]!));
        Assert.Contains("recorded", (string)run.Json["error"]!["message"]!, StringComparison.Ordinal);
        Environment.Remove("SHIELD_PCE__URL");
        Assert.Single((await Json("explain", "45.83.64.1")).Json["acts"]!.AsArray());
    }

    [Fact]
    public async Task Stands_where_the_plan_is_refused()
    {
        (await Initialise()).Expect(0);
        var list = (await Admin.Get("/sec_policy/draft/ip_lists"))
            .AsArray()
            .First(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        await Admin.Put(
            (string)list["href"]!,
            new JsonObject
            {
                ["ip_ranges"] = new JsonArray(
                    new JsonObject { ["from_ip"] = "32.0.0.0/4" },
                    new JsonObject { ["from_ip"] = "192.0.2.1", ["description"] = "gds1|test-owner|sentinel" }
                ),
            }
        );
        var run = (await Json("threats", "block", "45.83.64.1", "--reason", "x")).Expect(3);
        Assert.Equal("refused", (string)run.Json["apply"]!["outcome"]!);
        Assert.Contains("recorded, refused", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_blocking_goes_in_the_direction_that_was_asked_for_as_long_as_was_asked()
    {
        (await Initialise()).Expect(0);
        (await Json("threats", "block", "45.83.64.0/28", "--reason", "x", "--direction", "inbound", "--for", "12h")).Expect(0);
        var threat = (await Json("threats", "list")).Json.AsArray().Single()!;
        Assert.Equal(
            ("inbound", "range", "operator", "active"),
            ((string)threat["direction"]!, (string)threat["kind"]!, (string)threat["reason"]!, (string)threat["state"]!)
        );
        Assert.False(await Reaches("45.83.64.9", "web-1.shop.example", 443));
        Clock.Advance(TimeSpan.FromHours(13));
        (await Json("apply")).Expect(0);
        Assert.True(await Reaches("45.83.64.9", "web-1.shop.example", 443));
    }

    [Theory]
    [InlineData("8.8.8.8", "public-resolver")]
    [InlineData("192.168.1.1", "special-purpose")]
    [InlineData("127.0.0.1", "pce")]
    [InlineData("45.0.0.0/7", "broader than /8")]
    [InlineData("0.0.0.0/0", "broader than /8")]
    [InlineData("198.51.100.7", "allowlisted")]
    public async Task Of_blocking_is_not_even_recorded_for_what_is_never_blocked(string indicator, string why)
    {
        (await Json("allow", "add", "198.51.100.0/24", "--reason", "x", "--record-only")).Expect(0);
        indicator = indicator is "45.0.0.0/7" ? "44.0.0.0/7" : indicator;
        var run = (await Json("threats", "block", indicator, "--reason", "x")).Expect(1);
        Assert.Equal("never-block", run.ErrorCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Empty((await Json("threats", "list", "--all")).Json.AsArray());
    }

    [Fact]
    public async Task Of_approving_blocks_what_is_held_and_nothing_else()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_POLICY__AUTONOMY"] = "ask";
        await IngestAndApply("45.83.64.1");
        Assert.Empty(await Listed());
        Assert.Equal("held", (string)(await Json("threats", "show", "45.83.64.1")).Json["state"]!);
        (await Json("threats", "approve", "45.83.64.1", "--reason", "x")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
        Assert.Equal("inbound", (string)(await Json("threats", "list")).Json[0]!["direction"]!);
        Assert.Equal("not-held", (await Json("threats", "approve", "45.83.64.1", "--reason", "x")).Expect(1).ErrorCode);
        Assert.Equal("not-held", (await Json("threats", "approve", "45.83.64.9", "--reason", "x")).Expect(1).ErrorCode);
    }

    [Fact]
    public async Task Of_rejecting_dismisses_it()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_POLICY__AUTONOMY"] = "ask";
        await IngestAndApply("45.83.64.1");
        (await Json("threats", "reject", "45.83.64.1", "--reason", "x")).Expect(0);
        Assert.Equal(
            ("ignore", "rejected"),
            ((string)(await Json("explain", "45.83.64.1")).Json["verdict"]!, (string)(await Json("explain", "45.83.64.1")).Json["reason"]!)
        );
    }

    [Fact]
    public async Task Of_allowing_takes_its_entry_off_at_once_and_can_be_taken_back()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Assert.Equal("none", (string)(await Json("allow", "check", "45.83.64.1")).Json["protection"]!);
        (await Json("allow", "add", "45.83.64.0/24", "--reason", "our office")).Expect(0);
        Assert.Empty(await Listed());
        Assert.Equal("whole", (string)(await Json("allow", "check", "45.83.64.1")).Json["protection"]!);
        Assert.Equal("part", (string)(await Json("allow", "check", "45.83.0.0/16")).Json["protection"]!);
        Assert.Equal("45.83.64.0/24", (string)(await Json("allow", "list")).Json.AsArray().Single()!["indicator"]!);
        Assert.Equal("not-allowed", (await Json("allow", "remove", "45.83.64.1", "--reason", "x")).Expect(1).ErrorCode);
        (await Json("allow", "remove", "45.83.64.0/24", "--reason", "moved out")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
        Assert.Empty((await Json("allow", "list")).Json.AsArray());
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("2000::/3")]
    public async Task Of_allowing_cannot_switch_Shield_off(string indicator) =>
        Assert.Equal("too-broad", (await Json("allow", "add", indicator, "--reason", "x")).Expect(1).ErrorCode);

    [Fact]
    public async Task Tells_the_user_and_host_where_nobody_said_who()
    {
        Environment["SHIELD_WHO"] = null;
        var run = (await Json("allow", "add", "45.83.64.0/24", "--reason", "x", "--record-only")).Expect(0);
        Assert.Equal($"{System.Environment.UserName}@{System.Environment.MachineName}", (string)run.Json["act"]!["who"]!);
        Assert.Equal(
            "bob",
            (string)(await Json("allow", "add", "45.83.64.0/24", "--reason", "x", "--record-only", "--who", "bob")).Json["act"]!["who"]!
        );
    }
}
