using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>The truth table of docs/pce.md#13-who-reaches-whom.</summary>
public sealed class Reach_on_the_simulator : SimulatorTest
{
    private const string Attacker = "198.51.100.7";
    private const string Attacker6 = "2001:db8::bad";
    private const string Visitor = "198.51.100.200";
    private const string Web = "web-1.shop.example";
    private const string App = "app-1.shop.example";
    private const string Database = "db-1.shop.example";

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    private async Task<(bool Allowed, string Decision, string? Rule)> Reach(string from, string to, int port, int protocol = 6)
    {
        var answer = await Admin.Get($"/sim/v1/reach?from={from}&to={to}&port={port}&proto={protocol}");
        return ((bool)answer["allowed"]!, (string)answer["decision"]!, (string?)answer["rule"]);
    }

    /// <summary>Blocks these in both directions, or from one, by a rule set of its own.</summary>
    private async Task<string> Deny(bool isOverride, bool inbound, params string[] ranges)
    {
        var list = await Admin.CreateList($"Threats {inbound}", ranges);
        var ruleSet = (string)
            (
                await Admin.Post(
                    "/sec_policy/draft/rule_sets",
                    new JsonObject { ["name"] = $"Deny {inbound}", ["scopes"] = new JsonArray(new JsonArray()) }
                )
            )["href"]!;
        JsonObject them = new() { ["ip_list"] = new JsonObject { ["href"] = list } },
            us = new() { ["actors"] = "ams" };
        await Admin.Post(
            $"{ruleSet}/deny_rules",
            new JsonObject
            {
                ["enabled"] = true,
                ["override"] = isOverride,
                ["network_type"] = "all",
                ["providers"] = new JsonArray(inbound ? us : them),
                ["consumers"] = new JsonArray(inbound ? them : us),
                ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = "/orgs/1/sec_policy/draft/services/1" }),
            }
        );
        await Admin.Provision(ruleSet, list);
        return ruleSet;
    }

    private async Task SetMode(string hostname, string mode) =>
        await Admin.Put(
            (string)(await Admin.Get($"/workloads?hostname={hostname}"))[0]!["href"]!,
            new JsonObject { ["enforcement_mode"] = mode }
        );

    [Theory]
    [InlineData(Attacker, Web, 443, true, "allow")]
    [InlineData(Attacker, Web, 22, true, "allow")]
    [InlineData(Attacker6, Web, 443, true, "allow")]
    [InlineData(Attacker, Web, 80, false, "default")]
    [InlineData(Attacker, App, 8080, false, "default")]
    [InlineData(Attacker, Database, 5432, false, "default")]
    [InlineData(Web, App, 8080, true, "allow")]
    [InlineData(App, Database, 5432, true, "allow")]
    [InlineData(Web, Database, 5432, false, "default")]
    [InlineData(Web, Attacker, 443, true, "allow")]
    [InlineData(Web, Attacker6, 443, true, "allow")]
    public async Task Is_as_the_three_tier_application_was_meant(string from, string to, int port, bool allowed, string decision)
    {
        var (reached, by, rule) = await Reach(from, to, port);
        Assert.Equal((allowed, decision), (reached, by));
        Assert.Equal(decision is "allow", rule?.StartsWith("/orgs/1/sec_policy/active/rule_sets/", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task Covers_only_the_protocol_and_port_that_a_rule_names() =>
        Assert.Equal((false, "default", null), await Reach(Visitor, Web, 443, protocol: 17));

    [Fact]
    public async Task Is_what_the_active_policy_says_never_the_draft()
    {
        var list = await Admin.CreateList("L", Attacker);
        var rule = (await Admin.Get("/sec_policy/draft/rule_sets?name=Shop"))[0]!["rules"]![0]!;
        await Admin.Put(
            (string)rule["href"]!,
            new JsonObject { ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }) }
        );
        Assert.True((await Reach(Visitor, Web, 443)).Allowed);
        await Admin.Provision(list, "/orgs/1/sec_policy/draft/rule_sets/2");
        Assert.Equal((false, "default", null), await Reach(Visitor, Web, 443));
        Assert.True((await Reach(Attacker, Web, 443)).Allowed);
    }

    [Theory]
    [InlineData("idle", true, true, "not_enforced")]
    [InlineData("visibility_only", true, true, "not_enforced")]
    [InlineData("selective", true, false, "override_deny")]
    [InlineData("full", true, false, "override_deny")]
    [InlineData("idle", false, true, "not_enforced")]
    [InlineData("visibility_only", false, true, "not_enforced")]
    [InlineData("selective", false, true, "not_enforced")]
    [InlineData("full", false, false, "override_deny")]
    public async Task Under_an_override_deny_depends_on_the_mode_and_the_direction(string mode, bool inbound, bool allowed, string decision)
    {
        await Deny(isOverride: true, inbound, Attacker);
        await SetMode("web-1", mode);
        var (reached, by, _) = inbound ? await Reach(Attacker, Web, 443) : await Reach(Web, Attacker, 443);
        Assert.Equal((allowed, decision), (reached, by));
    }

    [Fact]
    public async Task Leaves_visitors_and_our_own_hosts_untouched_when_attackers_are_denied()
    {
        await Deny(isOverride: true, inbound: true, Attacker, Attacker6);
        Assert.Equal("override_deny", (await Reach(Attacker, Web, 443)).Decision);
        Assert.Equal("override_deny", (await Reach(Attacker6, Web, 22)).Decision);
        Assert.Equal("allow", (await Reach(Visitor, Web, 443)).Decision);
        Assert.Equal("allow", (await Reach(Web, App, 8080)).Decision);
        Assert.Equal("allow", (await Reach(Web, Attacker, 443)).Decision); // Inbound list, outbound connection.
    }

    [Theory]
    [InlineData("full", Attacker, 443, true, "allow")] // A plain deny yields to an allow.
    [InlineData("full", Attacker, 80, false, "deny")]
    [InlineData("full", Visitor, 80, false, "default")]
    [InlineData("selective", Attacker, 443, true, "allow")]
    [InlineData("selective", Attacker, 80, false, "deny")]
    [InlineData("selective", Visitor, 80, true, "not_enforced")]
    public async Task Under_a_plain_deny_lets_an_allow_go_first(string mode, string from, int port, bool allowed, string decision)
    {
        await Deny(isOverride: false, inbound: true, Attacker);
        await SetMode("web-1", mode);
        var (reached, by, _) = await Reach(from, Web, port);
        Assert.Equal((allowed, decision), (reached, by));
    }

    [Theory]
    [InlineData("rule set")]
    [InlineData("rule")]
    public async Task Ignores_what_is_disabled(string what)
    {
        var ruleSet = await Deny(isOverride: true, inbound: true, Attacker);
        var disabled = what is "rule set" ? ruleSet : (string)(await Admin.Get($"{ruleSet}/deny_rules"))[0]!["href"]!;
        await Admin.Put(disabled, new JsonObject { ["enabled"] = false });
        Assert.False((await Reach(Attacker, Web, 443)).Allowed);
        await Admin.Provision(ruleSet);
        Assert.True((await Reach(Attacker, Web, 443)).Allowed);
    }

    [Fact]
    public async Task Goes_by_a_lists_inclusions_less_its_own_exclusions_and_the_union_of_several_lists()
    {
        var rule = (string)(await Admin.Get("/sec_policy/draft/rule_sets?name=Shop"))[0]!["rules"]![0]!["href"]!;
        var (one, other) = (
            await Admin.CreateList("One", "0.0.0.0/0", $"!{Attacker}"),
            await Admin.CreateList("Other", "0.0.0.0/0", $"!{Visitor}")
        );
        JsonArray Consumers(params string[] lists) =>
            new([.. lists.Select(list => new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } })]);
        await Admin.Put(rule, new JsonObject { ["consumers"] = Consumers(one) });
        await Admin.Provision(one, other, "/orgs/1/sec_policy/draft/rule_sets/2");
        Assert.Equal((false, true), ((await Reach(Attacker, Web, 443)).Allowed, (await Reach(Visitor, Web, 443)).Allowed));

        await Admin.Put(rule, new JsonObject { ["consumers"] = Consumers(one, other) }); // Two exclusion lists cancel each other out.
        await Admin.Provision("/orgs/1/sec_policy/draft/rule_sets/2");
        Assert.Equal((true, true), ((await Reach(Attacker, Web, 443)).Allowed, (await Reach(Visitor, Web, 443)).Allowed));
    }

    [Fact]
    public async Task Goes_by_scope_labels_of_one_key_or_and_of_different_keys_and()
    {
        var ruleSet = await Deny(isOverride: true, inbound: true, Attacker);
        async Task<JsonObject> Label(string key, string value) =>
            new()
            {
                ["label"] = new JsonObject
                {
                    ["href"] = (string?)
                        (
                            (await Admin.Get($"/labels?key={key}&value={value}")).AsArray() is [var found, ..]
                                ? found
                                : await Admin.Post("/labels", new JsonObject { ["key"] = key, ["value"] = value })
                        )!["href"],
                },
            };
        var (shop, bank, production, test) = (
            await Label("app", "shop"),
            await Label("app", "bank"),
            await Label("env", "prod"),
            await Label("env", "test")
        );
        async Task<bool> BlocksIn(params JsonObject[] scope)
        {
            await Admin.Put(
                ruleSet,
                new JsonObject { ["scopes"] = new JsonArray(new JsonArray([.. scope.Select(label => label.DeepClone())])) }
            );
            await Admin.Provision(ruleSet);
            return !(await Reach(Attacker, Web, 443)).Allowed;
        }

        Assert.True(await BlocksIn(shop, production));
        Assert.True(await BlocksIn(shop, bank, production));
        Assert.False(await BlocksIn(shop, test));
        Assert.False(await BlocksIn(bank));
    }

    [Fact]
    public async Task Meets_an_address_of_ours_as_the_workload_that_has_it()
    {
        Assert.Equal((true, "allow"), (await Reach("10.20.1.11", App, 8080)) is var (allowed, decision, _) ? (allowed, decision) : default);
        Assert.False((await Reach("10.20.2.21", "10.20.1.11", 8080)).Allowed);
    }

    [Fact]
    public async Task Has_no_hold_on_an_unmanaged_workload()
    {
        await Admin.Post(
            "/workloads",
            new JsonObject
            {
                ["hostname"] = "printer",
                ["interfaces"] = new JsonArray(new JsonObject { ["name"] = "eth0", ["address"] = "10.20.9.9" }),
            }
        );
        Assert.Equal((true, "not_enforced", null), await Reach(Attacker, "printer", 631));
    }

    [Theory]
    [InlineData("to=web-1.shop.example&port=443&proto=6", "from")]
    [InlineData("from=nobody&to=web-1.shop.example&port=443&proto=6", "nobody")]
    [InlineData("from=192.0.2.1&to=192.0.2.2&port=443&proto=6", "workload")]
    [InlineData("from=192.0.2.1&to=web-1.shop.example&port=99999&proto=6", "99999")]
    [InlineData("from=192.0.2.1&to=web-1.shop.example&port=443", "proto")]
    [InlineData("from=192.0.2.1&to=web-1.shop.example&proto=6", "port")]
    [InlineData("from=010.0.0.1&to=web-1.shop.example&port=443&proto=6", "010.0.0.1")]
    public async Task Refuses_a_question_that_makes_no_sense_with_400_and_says_which_part(string query, string part)
    {
        var reply = (await Admin.Send("GET", $"/sim/v1/reach?{query}")).Expect(400);
        Assert.Contains(part, reply.Message);
    }

    [Fact]
    public async Task Is_asked_with_the_same_credentials_and_not_recorded()
    {
        using var stranger = new PceHands(Pce, "api_x", "y");
        (await stranger.Send("GET", $"/sim/v1/reach?from={Attacker}&to={Web}&port=443&proto=6")).Expect(401);
        await Reach(Attacker, Web, 443);
        Assert.Empty(Pce.Calls);
    }

    [Fact]
    public async Task Can_be_proved_by_policy_check_which_names_the_rules_by_kind()
    {
        var web = (string)(await Admin.Get("/workloads?hostname=web-1"))[0]!["href"]!;
        var ruleSet = await Deny(isOverride: true, inbound: true, Attacker);
        var inbound = await Admin.Get($"/sec_policy/active/policy_check?src_external_ip={Attacker}&dst_workload={web}&port=443&protocol=6");
        Assert.Equal(
            (1, 0, 1),
            (inbound["sec_rules"]!.AsArray().Count, inbound["deny_rules"]!.AsArray().Count, inbound["override_deny_rules"]!.AsArray().Count)
        );
        Assert.Equal(ruleSet.Replace("draft", "active"), (string?)inbound["override_deny_rules"]![0]!["rule_set"]!["href"]);

        var outbound = await Admin.Get(
            $"/sec_policy/active/policy_check?src_workload={web}&dst_external_ip={Attacker}&port=443&protocol=6"
        );
        Assert.Equal((1, 0), (outbound["sec_rules"]!.AsArray().Count, outbound["override_deny_rules"]!.AsArray().Count));
        Assert.Empty(
            (await Admin.Get($"/sec_policy/active/policy_check?src_external_ip={Visitor}&dst_workload={web}&port=80&protocol=6"))[
                "sec_rules"
            ]!.AsArray()
        );
        (await Admin.Send("GET", $"/sec_policy/active/policy_check?src_external_ip=1&dst_workload={web}")).Expect(406);
    }

    [Fact]
    public async Task Can_be_foreseen_by_policy_check_on_the_draft()
    {
        var web = (string)(await Admin.Get("/workloads?hostname=web-1"))[0]!["href"]!;
        var ruleSet = await Deny(isOverride: true, inbound: true, Attacker);
        await Admin.Delete(ruleSet);
        async Task<int> Denies(string pversion) =>
            (await Admin.Get($"/sec_policy/{pversion}/policy_check?src_external_ip={Attacker}&dst_workload={web}&port=443&protocol=6"))[
                "override_deny_rules"
            ]!
                .AsArray()
                .Count;
        Assert.Equal((1, 0), (await Denies("active"), await Denies("draft")));
    }
}
