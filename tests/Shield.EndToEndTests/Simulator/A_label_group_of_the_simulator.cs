using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_label_group_of_the_simulator : SimulatorTest
{
    private const string Drafts = "/sec_policy/draft/label_groups";
    private const string Attacker = "45.95.11.7";

    protected override SimulatorOptions Options => base.Options with { Seed = "three-tier" };

    private async Task<string> Label(string key, string value) =>
        (string)
            (
                (await Admin.Get($"/labels?key={key}")).AsArray().FirstOrDefault(label => (string?)label!["value"] == value)
                ?? await Admin.Post("/labels", new JsonObject { ["key"] = key, ["value"] = value })
            )!["href"]!;

    private async Task<string> Create(string name, string key, string[] labels, params string[] groups) =>
        (string)
            (
                await Admin.Post(
                    Drafts,
                    new JsonObject
                    {
                        ["name"] = name,
                        ["key"] = key,
                        ["labels"] = Hrefs(labels),
                        ["sub_groups"] = Hrefs(groups),
                    }
                )
            )["href"]!;

    private static JsonArray Hrefs(params string[] hrefs) => new([.. hrefs.Select(href => new JsonObject { ["href"] = href })]);

    private async Task<string> RuleSet(params JsonObject[] scope) =>
        (string)
            (
                await Admin.Post(
                    "/sec_policy/draft/rule_sets",
                    new JsonObject { ["name"] = $"R{Guid.NewGuid():N}", ["scopes"] = new JsonArray(new JsonArray([.. scope])) }
                )
            )["href"]!;

    private Task<JsonNode> Deny(string ruleSet, string list, JsonObject provider) =>
        Admin.Post(
            $"{ruleSet}/deny_rules",
            new JsonObject
            {
                ["override"] = true,
                ["providers"] = new JsonArray(provider),
                ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
                ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = "/orgs/1/sec_policy/draft/services/1" }),
            }
        );

    private static JsonObject Group(string href, bool exclusion = false) =>
        new()
        {
            ["label_group"] = new JsonObject { ["href"] = href },
            ["exclusion"] = exclusion,
        };

    private async Task<bool> IsBlocked() =>
        !(bool)(await Admin.Get($"/sim/v1/reach?from={Attacker}&to=web-1.shop.example&port=443&proto=6"))["allowed"]!;

    [Fact]
    public async Task Is_made_changed_found_and_active_once_provisioned()
    {
        var (web, app) = (await Label("role", "web"), await Label("role", "app"));
        var inner = await Create("Inner", "role", [app]);
        var made = await Admin.Post(
            Drafts,
            new JsonObject
            {
                ["name"] = "Servers",
                ["key"] = "role",
                ["labels"] = Hrefs(web),
                ["sub_groups"] = Hrefs(inner),
            }
        );
        var href = (string)made["href"]!;
        Assert.Equal(("create", "role"), ((string?)made["update_type"], (string?)made["key"]));
        Assert.Equal(
            (web, "role", "web"),
            ((string?)made["labels"]![0]!["href"], (string?)made["labels"]![0]!["key"], (string?)made["labels"]![0]!["value"])
        );
        Assert.Equal((inner, "Inner"), ((string?)made["sub_groups"]![0]!["href"], (string?)made["sub_groups"]![0]!["name"]));
        Assert.Single((await Admin.Get($"{Drafts}?name=serv&key=role")).AsArray());
        Assert.Empty((await Admin.Get($"{Drafts}?key=env")).AsArray());

        await Admin.Put(href, new JsonObject { ["description"] = "d", ["sub_groups"] = new JsonArray() });
        var changed = await Admin.Get(href);
        Assert.Equal(
            ("Servers", "d", 1, 0),
            (
                (string?)changed["name"],
                (string?)changed["description"],
                changed["labels"]!.AsArray().Count,
                changed["sub_groups"]!.AsArray().Count
            )
        );

        var version = await Admin.Provision(href);
        Assert.Equal(1, (int)(await Admin.Get($"/sec_policy/{version}"))["object_counts"]!["label_groups"]!);
        Assert.Equal(href.Replace("draft", "active"), (string?)(await Admin.Get(href.Replace("draft", "active")))["href"]);
        Assert.Equal(
            "update",
            Assert.Single((await Admin.Get("/events?event_type=label_group.update")).AsArray(), happened => true)!["resource_changes"]![0]![
                "change_type"
            ]!.ToString()
        );
    }

    [Fact]
    public async Task Among_a_rules_actors_stands_for_any_of_its_labels_and_those_of_its_groups()
    {
        var list = await Admin.CreateList("Bad", Attacker);
        var group = await Create(
            "Outer",
            "role",
            [await Label("role", "Other")],
            await Create("Inner", "role", [await Label("role", "web")])
        );
        var inner = (string)(await Admin.Get($"{Drafts}?name=Inner"))[0]!["href"]!;
        var ruleSet = await RuleSet();
        var rule = await Deny(ruleSet, list, new JsonObject { ["label_group"] = new JsonObject { ["href"] = group } });
        Assert.Equal(group, (string?)rule["providers"]![0]!["label_group"]!["href"]);
        Assert.Equal(
            "change_subset_not_dependency_closure",
            (await Admin.Send("POST", "/sec_policy", new JsonObject { ["change_subset"] = PceHands.Subset(ruleSet, list, group) }))
                .Expect(406)
                .Token
        );

        await Admin.Provision(ruleSet, list, group, inner);
        Assert.True(await IsBlocked());
        Assert.Contains(
            "/active/label_groups/",
            (string?)(await Admin.Get(ruleSet.Replace("draft", "active")))["deny_rules"]![0]!["providers"]![0]!["label_group"]!["href"],
            StringComparison.Ordinal
        );

        await Admin.Put(inner, new JsonObject { ["labels"] = new JsonArray() });
        Assert.True(await IsBlocked());
        await Admin.Provision(inner);
        Assert.False(await IsBlocked());
    }

    [Theory]
    [InlineData("prod", false, true)]
    [InlineData("prod", true, false)]
    [InlineData("Elsewhere", false, false)]
    [InlineData("Elsewhere", true, true)]
    public async Task In_a_scope_binds_or_leaves_out_whoever_has_one_of_its_labels(string value, bool exclusion, bool blocked)
    {
        var list = await Admin.CreateList("Bad", Attacker);
        var group = await Create("Places", "env", [await Label("env", value)]);
        var ruleSet = await RuleSet(Group(group, exclusion));
        await Deny(ruleSet, list, new JsonObject { ["actors"] = "ams" });
        await Admin.Provision(ruleSet, list, group);
        Assert.Equal(blocked, await IsBlocked());
    }

    [Fact]
    public async Task Without_labels_stands_for_nobody()
    {
        var list = await Admin.CreateList("Bad", Attacker);
        var group = await Create("Empty", "env", []);
        var ruleSet = await RuleSet(Group(group));
        await Deny(ruleSet, list, new JsonObject { ["actors"] = "ams" });
        await Admin.Provision(ruleSet, list, group);
        Assert.False(await IsBlocked());
    }

    [Fact]
    public async Task In_a_scope_counts_as_its_key()
    {
        var roles = await Create("Roles", "role", [await Label("role", "web")]);
        Assert.Equal(
            "invalid_scope",
            (
                await Admin.Send(
                    "POST",
                    "/sec_policy/draft/rule_sets",
                    new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray(new JsonArray(Group(roles))) }
                )
            )
                .Expect(406)
                .Token
        );

        var places = await Create("Places", "env", [await Label("env", "prod")]);
        var ruleSet = await RuleSet(Group(places));
        var refused = await Admin.Send(
            "POST",
            $"{ruleSet}/deny_rules",
            new JsonObject
            {
                ["providers"] = new JsonArray(new JsonObject { ["label"] = new JsonObject { ["href"] = await Label("env", "prod") } }),
                ["consumers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = "/orgs/1/sec_policy/draft/services/1" }),
            }
        );
        Assert.Equal("label_type_used_in_scope", refused.Expect(406).Token);
    }

    [Fact]
    public async Task Is_not_deleted_while_a_scope_a_rule_or_a_group_of_the_draft_names_it()
    {
        var inner = await Create("Inner", "env", []);
        var outer = await Create("Outer", "env", [], inner);
        var ruleSet = await RuleSet(Group(outer));
        Assert.Equal("label_group_referenced", (await Admin.Send("DELETE", outer)).Expect(406).Token);
        Assert.Equal("label_group_referenced", (await Admin.Send("DELETE", inner)).Expect(406).Token);
        await Admin.Delete(ruleSet);
        await Admin.Delete(outer);
        await Admin.Delete(inner);
        (await Admin.Send("GET", inner)).Expect(404);
    }

    [Fact]
    public async Task Has_a_name_of_its_own()
    {
        await Create("Places", "env", []);
        Assert.Equal(
            "name_must_be_unique",
            (await Admin.Send("POST", Drafts, new JsonObject { ["name"] = "Places", ["key"] = "loc" })).Expect(406).Token
        );
    }

    [Fact]
    public async Task Is_of_one_key_which_stays_and_never_holds_itself()
    {
        var inner = await Create("Inner", "env", []);
        var outer = await Create("Outer", "env", [], inner);
        Assert.Equal(
            "label_group_cycle",
            (await Admin.Send("PUT", inner, new JsonObject { ["sub_groups"] = Hrefs(outer) })).Expect(406).Token
        );
        Assert.Equal(
            "label_group_cycle",
            (await Admin.Send("PUT", inner, new JsonObject { ["sub_groups"] = Hrefs(inner) })).Expect(406).Token
        );
        Assert.Equal(
            "label_group_key_mismatch",
            (await Admin.Send("PUT", inner, new JsonObject { ["labels"] = Hrefs(await Label("role", "web")) })).Expect(406).Token
        );
        Assert.Equal("input_validation_error", (await Admin.Send("PUT", inner, new JsonObject { ["key"] = "loc" })).Expect(406).Token);
        Assert.Equal(
            "input_validation_error",
            (await Admin.Send("POST", Drafts, new JsonObject { ["name"] = "No key" })).Expect(406).Token
        );
    }
}
