using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary>Nobody is told that a party is let through while an entry of somebody else still denies it.</summary>
public sealed class Entries_of_others : CliTest
{
    private const string Party = "45.83.64.1";

    [Fact]
    public async Task On_our_own_list_are_named_by_unblock_and_explain()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        var list = await InboundList();
        await AddTo(list, new JsonObject { ["from_ip"] = "45.83.64.0/24", ["description"] = "put here by Bo" });

        var unblocked = (await Json("unblock", Party, "--reason", "a partner")).Expect(3);
        Assert.Equal(("45.83.64.0/24", "denied"), Said(unblocked.Json));
        var text = (await Text("unblock", Party, "--reason", "a partner")).Expect(3).Output;
        Assert.Contains("still denied by entry 45.83.64.0/24 of list", text, StringComparison.Ordinal);

        var explained = (await Json("explain", Party)).Expect(0);
        Assert.Equal(("45.83.64.0/24", "denied"), Said(explained.Json));
        Assert.NotEqual("active", (string?)explained.Json["state"]);
        Assert.Contains("not blocked by Shield", (await Text("explain", Party)).Expect(0).Output, StringComparison.Ordinal);

        // Once it is gone, so is the word of it.
        await AddTo(list, null);
        Assert.Null((await Json("unblock", Party, "--reason", "a partner")).Expect(0).Json["others"]);
    }

    [Fact]
    public async Task Of_another_deployment_are_named_with_their_list()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        (Environment["SHIELD_PCE__OWNERID"], Environment["SHIELD_LEDGER__PATH"]) = ("other-team", PathOf("other.db"));
        (await Text("init", "--apply")).Expect(0);
        (await Text("threats", "block", Party, "--direction", "inbound", "--reason", "x")).Expect(0);
        Environment.Clear();

        var unblocked = (await Json("unblock", Party, "--reason", "a partner")).Expect(3);
        Assert.Equal((Party, "denied"), Said(unblocked.Json));
        Assert.Contains("other-team", (string?)unblocked.Json["others"]![0]!["list"], StringComparison.Ordinal);
        (await Json("allow", "add", Party, "--reason", "a partner")).Expect(3);
    }

    [Fact]
    public async Task That_no_deny_rule_uses_deny_nobody()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        await Admin.Provision(await Admin.CreateList("A network of theirs", "45.83.64.0/24"));
        var unblocked = (await Json("unblock", Party, "--reason", "a partner")).Expect(0);
        Assert.Null(unblocked.Json["others"]);
        Assert.Null((await Json("explain", Party)).Expect(0).Json["others"]);
    }

    [Fact]
    public async Task That_are_exclusions_make_nothing_active()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        Assert.Equal("active", (string?)(await Json("explain", Party)).Json["state"]);
        await AddTo(await InboundList(), new JsonObject { ["from_ip"] = Party, ["exclusion"] = true });
        var explained = (await Json("explain", Party)).Expect(0).Json;
        Assert.Equal(("pending", "foreign-exclusion"), ((string?)explained["state"], (string?)explained["reason"]));
        Assert.Null(explained["reach"]);
        Assert.DoesNotContain("is blocked", (await Text("explain", Party)).Output, StringComparison.Ordinal);
    }

    private async Task<string> InboundList() =>
        (string)
            (await Admin.Get("/sec_policy/draft/ip_lists"))
                .AsArray()
                .First(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!["href"]!;

    /// <summary>Bo saves our list with one more entry, or without his own, and makes that active.</summary>
    private async Task AddTo(string list, JsonObject? entry)
    {
        var ranges = (JsonArray)(await Admin.Get(list))["ip_ranges"]!.DeepClone();
        var kept = ranges
            .Where(range => (string?)range!["description"] is { Length: > 0 } text && text.StartsWith("gds1|", StringComparison.Ordinal))
            .Select(range => range!.DeepClone());
        await Admin.Put(
            list,
            new JsonObject { ["ip_ranges"] = new JsonArray([.. kept, .. entry is null ? [] : new JsonNode[] { entry }]) }
        );
        await Admin.Provision(list);
    }

    private static (string?, string?) Said(JsonNode answer) =>
        answer["others"]!.AsArray() is [{ } only] ? ((string?)only["entry"], (string?)only["effect"]) : (null, null);
}
