using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Simulator;

/// <summary>Labels: their keys, what uses them, and their end.</summary>
public sealed class Labels_of_the_simulator : SimulatorTest
{
    private async Task<string> Label(string key, string value) =>
        (string)(await Admin.Post("/labels", new JsonObject { ["key"] = key, ["value"] = value }))["href"]!;

    private static JsonObject Href(string href) => new() { ["href"] = href };

    [Fact]
    public async Task Have_the_four_keys_of_a_new_organization_which_the_system_made()
    {
        var dimensions = await Admin.Send("GET", "/label_dimensions");
        Assert.Equal("4", dimensions.Expect(200).Headers["X-Total-Count"]);
        Assert.Equal(["role", "app", "env", "loc"], dimensions.Json.AsArray().Select(each => (string?)each!["key"]));
        Assert.All(dimensions.Json.AsArray(), each => Assert.Equal("/users/0", (string?)each!["created_by"]!["href"]));
        Assert.Equal("defaults.illumio.com", (string?)(await Admin.Get((string)dimensions.Json[0]!["href"]!))["external_data_set"]);

        var refused = await Admin.Send("POST", "/labels", new JsonObject { ["key"] = "colour", ["value"] = "red" });
        Assert.Equal(("label_key_not_supported", "Label key is not supported"), (refused.Expect(406).Token, refused.Message));
    }

    [Fact]
    public async Task Change_their_value_and_reference_but_never_their_key()
    {
        var href = await Label("env", "test");
        await Label("env", "production");
        await Admin.Put(href, new JsonObject { ["value"] = "staging", ["external_data_set"] = "s" });
        var label = await Admin.Get(href);
        Assert.Equal(("env", "staging", "s"), ((string?)label["key"], (string?)label["value"], (string?)label["external_data_set"]));
        (await Admin.Send("PUT", href, new JsonObject { ["key"] = "loc" })).Expect(406);
        Assert.Equal(
            "label_key_and_value_must_be_unique",
            (await Admin.Send("PUT", href, new JsonObject { ["value"] = "Production" })).Expect(406).Token
        );
    }

    [Fact]
    public async Task Are_deleted_once_neither_the_draft_nor_the_active_policy_uses_them()
    {
        var label = await Label("app", "billing");
        var ruleSet = (string)
            (
                await Admin.Post(
                    "/sec_policy/draft/rule_sets",
                    new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray(new JsonArray(new JsonObject { ["label"] = Href(label) })) }
                )
            )["href"]!;
        Assert.Equal("label_still_has_associated_rule_set", await Refused(label));
        await Admin.Provision(ruleSet);
        await Admin.Delete(ruleSet);
        Assert.Equal("label_still_has_associated_rule_set", await Refused(label));
        await Admin.Provision(ruleSet);

        var group = (string)
            (
                await Admin.Post(
                    "/sec_policy/draft/label_groups",
                    new JsonObject
                    {
                        ["name"] = "G",
                        ["key"] = "app",
                        ["labels"] = new JsonArray(Href(label)),
                    }
                )
            )["href"]!;
        Assert.Equal("label_referenced_by_label_group", await Refused(label));
        await Admin.Delete(group);

        var workload = (string)
            (await Admin.Post("/workloads", new JsonObject { ["name"] = "w", ["labels"] = new JsonArray(Href(label)) }))["href"]!;
        Assert.Equal("label_still_has_associated_agent_info", await Refused(label));
        await Admin.Put(workload, new JsonObject { ["labels"] = new JsonArray() });

        await Admin.Delete(label);
        Assert.True((bool)(await Admin.Get(label))["deleted"]!);
        Assert.Empty((await Admin.Get("/labels?value=billing")).AsArray());
        Assert.Single((await Admin.Get("/labels?value=billing&include_deleted=true")).AsArray());
        Assert.Equal("label_already_deleted", await Refused(label));
        (await Admin.Send("PUT", workload, new JsonObject { ["labels"] = new JsonArray(Href(label)) })).Expect(406);

        // Its name is free again.
        Assert.NotEqual(label, await Label("app", "billing"));
    }

    private async Task<string?> Refused(string label) => (await Admin.Send("DELETE", label)).Expect(406).Token;

    [Fact]
    public async Task Say_what_uses_them_to_whoever_asks()
    {
        var label = await Label("role", "web");
        Assert.Null((await Admin.Get(label))["usage"]);
        Assert.DoesNotContain("true", (await Admin.Get($"{label}?usage=true"))["usage"]!.ToJsonString(), StringComparison.Ordinal);
        await Admin.Post("/workloads", new JsonObject { ["name"] = "w", ["labels"] = new JsonArray(Href(label)) });
        var usage = (await Admin.Get("/labels?key=role&usage=True"))[0]!["usage"]!;
        Assert.Equal((true, false), ((bool)usage["workload"]!, (bool)usage["ruleset"]!));
    }

    [Fact]
    public async Task Are_told_by_a_group_with_those_of_its_groups_and_a_group_tells_its_parents()
    {
        var (one, other) = (await Label("app", "one"), await Label("app", "other"));
        var inner = await Group("Inner", one, null);
        var outer = await Group("Outer", other, inner);
        Assert.Equal("Outer", (string?)(await Admin.Get($"{inner}/member_of")).AsArray().Single()!["name"]);
        Assert.Empty((await Admin.Get($"{outer}/member_of")).AsArray());
        Assert.Equal([one, other], (await Admin.Get($"{outer}/all_labels")).AsArray().Select(label => (string)label!["href"]!));
    }

    private async Task<string> Group(string name, string label, string? sub) =>
        (string)
            (
                await Admin.Post(
                    "/sec_policy/draft/label_groups",
                    new JsonObject
                    {
                        ["name"] = name,
                        ["key"] = "app",
                        ["labels"] = new JsonArray(Href(label)),
                        ["sub_groups"] = sub is null ? new JsonArray() : new JsonArray(Href(sub)),
                    }
                )
            )["href"]!;
}
