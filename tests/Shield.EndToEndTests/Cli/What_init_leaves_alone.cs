using System.Text.Json.Nodes;
using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// Other people's drafts, also on what carries our mark: no form of <c>init</c> makes them active, and what is only shown writes nothing.
/// </summary>
public sealed class What_init_leaves_alone : CliTest
{
    private readonly BreakingWire _wire = new();

    protected override Func<PceOptions, HttpMessageHandler> Network => options => _wire.Over(PceHandler.For(options));

    [Theory]
    [InlineData("deny", "init")]
    [InlineData("deny", "init --domains")]
    [InlineData("deny", "init --domains --undo")]
    [InlineData("exclusion", "init --all-any-rules")]
    [InlineData("exclusion", "init --undo")]
    public async Task Is_everything_while_it_only_shows(string mode, string command)
    {
        Environment["SHIELD_PCE__MODE"] = mode;
        if (command is not "init" and not "init --all-any-rules")
        {
            (await Json(mode is "deny" ? ["init", "--domains", "--apply"] : ["init", "--all-any-rules", "--apply"])).Expect(0);
        }

        _wire.Heal();
        Assert.False((bool)(await Json(command.Split(' '))).Expect(0).Json["applied"]!);
        Assert.Equal(0, _wire.Writes);
    }

    [Theory]
    [InlineData("deny", "exclusion")]
    [InlineData("exclusion", "deny")]
    public async Task Is_both_modes_while_a_migration_is_only_shown(string from, string to)
    {
        Environment["SHIELD_PCE__MODE"] = from;
        (await Json(from is "deny" ? ["init", "--apply"] : ["init", "--all-any-rules", "--apply"])).Expect(0);
        await IngestAndApply("45.95.11.7");
        Environment["SHIELD_PCE__MODE"] = to;
        _wire.Heal();

        var shown = (await Json("init", "--migrate", "--all-any-rules")).Expect(0).Json;

        Assert.Equal(0, _wire.Writes);
        Assert.NotEmpty(shown["create"]!.AsArray());
        Assert.Contains(
            shown["remove"]!.AsArray(),
            thing => ((string)thing!).Contains($"test-owner {from} inbound", StringComparison.Ordinal)
        );
        var text = (await Text("init", "--migrate", "--all-any-rules")).Expect(0).Output;
        Assert.Contains("shield init --migrate --apply does this", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_a_deletion_of_our_rule_that_a_person_drafted_beside_what_it_makes()
    {
        (await Json("init", "--apply")).Expect(0);
        var ruleSet = await OurRuleSet("draft");
        await Admin.Delete((string)ruleSet["deny_rules"]![0]!["href"]!);

        var refused = (await Json("init", "--domains", "--apply")).Expect(3).Json;

        Assert.Equal("pending-deletion", (string)refused["refused"]!["reason"]!);
        Assert.Equal(2, (await OurRuleSet("active"))["deny_rules"]!.AsArray().Count);
    }

    [Fact]
    public async Task Is_a_deletion_of_our_rule_that_a_person_drafted_beside_what_it_takes_away()
    {
        (await Json("init", "--domains", "--apply")).Expect(0);
        var ruleSet = await OurRuleSet("draft");
        await Admin.Delete((string)ruleSet["deny_rules"]![0]!["href"]!);

        var refused = (await Json("init", "--domains", "--undo", "--apply")).Expect(3).Json;

        Assert.Equal("foreign-draft", (string)refused["refused"]!["reason"]!);
        Assert.Equal(3, (await OurRuleSet("active"))["deny_rules"]!.AsArray().Count);
    }

    [Fact]
    public async Task Is_a_deletion_of_somebodys_rule_in_a_rule_set_that_it_left_half_changed()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        _wire.BreakAt(6, afterEffect: false);
        (await Json("init", "--all-any-rules", "--apply")).Expect(1);
        _wire.Heal();
        var shop = (await Admin.Get("/sec_policy/draft/rule_sets")).AsArray().Single(set => (string)set!["name"]! == "Shop | production")!;
        var inside = shop["rules"]!.AsArray().Single(rule => (string?)rule!["description"] == "Web to application")!;
        await Admin.Delete((string)inside["href"]!);

        var refused = (await Json("init", "--all-any-rules", "--apply")).Expect(3).Json;

        Assert.Equal("foreign-draft", (string)refused["refused"]!["reason"]!);
        Assert.True((bool)(await Admin.Get("/sim/v1/reach?from=web-1.shop.example&to=app-1.shop.example&port=8080&proto=6"))["allowed"]!);
    }

    [Fact]
    public async Task Is_a_rule_that_a_person_made_with_our_list_where_nothing_says_that_init_did()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        (await Json("init", "--apply")).Expect(0);
        var lists = (await Admin.Get("/sec_policy/draft/ip_lists?external_data_set=guardduty-shield")).AsArray();
        var ours = lists.Single(one => (string)one!["external_data_reference"]! == "test-owner/exclusion/inbound")!;
        var actor = new JsonObject { ["ip_list"] = new JsonObject { ["href"] = (string)ours["href"]! } };
        var shop = (await Admin.Get("/sec_policy/draft/rule_sets")).AsArray().Single(set => (string)set!["name"]! == "Shop | production")!;
        var website = (string)shop["rules"]![0]!["href"]!;
        await Admin.Put(website, new JsonObject { ["consumers"] = new JsonArray(actor) });
        await Admin.Provision((string)shop["href"]!);
        _wire.Heal();

        var shown = (await Json("init", "--undo", "--apply")).Expect(0).Json;

        Assert.Equal(0, _wire.Writes);
        Assert.Contains(shown["notes"]!.AsArray(), note => ((string)note!).Contains("left as it is", StringComparison.Ordinal));
        (await Json("init", "--undo", "--rule", website, "--apply")).Expect(0);
        Assert.Equal(["any", "any", "any"], (await Json("init")).Json["rules"]!.AsArray().Select(rule => (string)rule!["uses"]!));
    }

    [Fact]
    public async Task Is_an_entry_that_a_person_drafted_on_a_list_which_a_migration_would_take_away()
    {
        (await Json("init", "--apply")).Expect(0);
        await IngestAndApply("45.95.11.7");
        var lists = (await Admin.Get("/sec_policy/draft/ip_lists?external_data_set=guardduty-shield")).AsArray();
        var inbound = lists.Single(one => (string)one!["external_data_reference"]! == "test-owner/deny/inbound")!;
        var ranges = inbound["ip_ranges"]!.DeepClone();
        ranges.AsArray().Add(new JsonObject { ["from_ip"] = "45.95.12.1" });
        await Admin.Put((string)inbound["href"]!, new JsonObject { ["ip_ranges"] = ranges });

        Environment["SHIELD_PCE__MODE"] = "exclusion";
        var stopped = (await Json("init", "--migrate", "--all-any-rules", "--apply")).Expect(3).Json;

        Assert.Equal("not-migrated", (string)stopped["refused"]!["reason"]!);
        Assert.Contains("45.95.12.1", (string)stopped["refused"]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(2, (await OurRuleSet("active"))["deny_rules"]!.AsArray().Count);
    }

    [Fact]
    public async Task Is_a_strangers_list_that_has_our_name_and_it_says_whose_it_is()
    {
        var theirs = await Admin.CreateList("GuardDuty Shield test-owner deny inbound", "203.0.113.9");

        var message = (string)(await Json("init", "--apply")).Expect(1).Json["error"]!["message"]!;

        Assert.Contains($"the name is taken by {theirs}, made by /users/", message, StringComparison.Ordinal);
        Assert.Contains("Pce:OwnerId", message, StringComparison.Ordinal);
    }

    private async Task<JsonNode> OurRuleSet(string version) =>
        (await Admin.Get($"/sec_policy/{version}/rule_sets?external_data_set=guardduty-shield")).AsArray().Single()!;
}
