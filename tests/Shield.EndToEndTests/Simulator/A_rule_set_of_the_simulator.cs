using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_rule_set_of_the_simulator : SimulatorTest
{
    private const string Drafts = "/sec_policy/draft/rule_sets";

    private async Task<string> CreateRuleSet(string name = "R", JsonArray? scopes = null) =>
        (string)
            (await Admin.Post(Drafts, new JsonObject { ["name"] = name, ["scopes"] = scopes ?? new JsonArray(new JsonArray()) }))["href"]!;

    private static JsonObject Deny(string list, bool isOverride = true) =>
        new()
        {
            ["enabled"] = true,
            ["override"] = isOverride,
            ["network_type"] = "all",
            ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
            ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
            ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = "/orgs/1/sec_policy/draft/services/1" }),
        };

    private static JsonObject Allow(string list) =>
        new()
        {
            ["enabled"] = true,
            ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
            ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
            ["ingress_services"] = new JsonArray(new JsonObject { ["proto"] = 6, ["port"] = 443 }),
            ["resolve_labels_as"] = new JsonObject
            {
                ["providers"] = new JsonArray("workloads"),
                ["consumers"] = new JsonArray("workloads"),
            },
        };

    [Fact]
    public async Task Is_created_enabled_with_its_arrays_of_rules()
    {
        var ruleSet = await Admin.Post(
            Drafts,
            new JsonObject
            {
                ["name"] = "R",
                ["scopes"] = new JsonArray(),
                ["external_data_set"] = "s",
                ["external_data_reference"] = "r",
            }
        );
        Assert.Equal("create", (string?)ruleSet["update_type"]);
        Assert.True((bool)ruleSet["enabled"]!);
        Assert.Equal(
            ("[]", "[]", "[[]]"),
            (ruleSet["rules"]!.ToJsonString(), ruleSet["deny_rules"]!.ToJsonString(), ruleSet["scopes"]!.ToJsonString())
        );
        Assert.Single((await Admin.Get($"{Drafts}?external_data_set=s&external_data_reference=r")).AsArray());
        Assert.Empty((await Admin.Get($"{Drafts}?external_data_set=other")).AsArray());
    }

    [Fact]
    public async Task Has_a_name_of_its_own()
    {
        await CreateRuleSet();
        Assert.Equal(
            "rule_set_name_in_use",
            (await Admin.Send("POST", Drafts, new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() })).Expect(406).Token
        );
    }

    [Fact]
    public async Task Has_no_property_that_its_schema_does_not_name()
    {
        var reply = await Admin.Send(
            "POST",
            Drafts,
            new JsonObject
            {
                ["name"] = "R",
                ["scopes"] = new JsonArray(),
                ["deny_rules"] = new JsonArray(),
            }
        );
        Assert.Equal("input_validation_error", reply.Expect(406).Token);
        (await Admin.Send("POST", Drafts, new JsonObject { ["name"] = "R" })).Expect(406);
    }

    [Fact]
    public async Task Takes_a_scope_of_labels_but_not_of_a_role_nor_of_a_key_that_its_rules_use()
    {
        async Task<JsonObject> Label(string key, string value) =>
            new()
            {
                ["label"] = new JsonObject
                {
                    ["href"] = (string?)(await Admin.Post("/labels", new JsonObject { ["key"] = key, ["value"] = value }))["href"],
                },
            };
        var (role, env) = (await Label("role", "web"), await Label("env", "prod"));
        (
            await Admin.Send("POST", Drafts, new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray(new JsonArray(role.DeepClone())) })
        ).Expect(406);

        var href = await CreateRuleSet(scopes: new JsonArray(new JsonArray(env.DeepClone())));
        var rule = Deny("/orgs/1/sec_policy/active/ip_lists/1");
        rule["providers"] = new JsonArray(role);
        await Admin.Post($"{href}/deny_rules", rule.DeepClone());
        rule["providers"] = new JsonArray(env);
        (await Admin.Send("POST", $"{href}/deny_rules", rule)).Expect(406);
    }

    [Fact]
    public async Task Takes_active_hrefs_and_shows_draft_hrefs_in_draft_and_active_hrefs_in_active()
    {
        var href = await CreateRuleSet();
        var rule = await Admin.Post($"{href}/deny_rules", Deny("/orgs/1/sec_policy/active/ip_lists/1"));
        Assert.Equal("/orgs/1/sec_policy/draft/ip_lists/1", (string?)rule["consumers"]![0]!["ip_list"]!["href"]);
        await Admin.Provision(href);
        var active = await Admin.Get($"{href.Replace("draft", "active")}/deny_rules");
        Assert.Equal("/orgs/1/sec_policy/active/ip_lists/1", (string?)active[0]!["consumers"]![0]!["ip_list"]!["href"]);
        Assert.Equal("/orgs/1/sec_policy/active/services/1", (string?)active[0]!["ingress_services"]![0]!["href"]);
    }

    [Fact]
    public async Task Fills_in_what_a_deny_rule_leaves_out()
    {
        var rule = Deny("/orgs/1/sec_policy/draft/ip_lists/1");
        rule.Remove("override");
        rule.Remove("network_type");
        var made = await Admin.Post($"{await CreateRuleSet()}/deny_rules", rule);
        Assert.Equal((false, "brn", false), ((bool)made["override"]!, (string?)made["network_type"], (bool)made["unscoped_consumers"]!));
        Assert.False(made.AsObject().ContainsKey("name") || made.AsObject().ContainsKey("external_data_set"));
    }

    [Fact]
    public async Task Fills_in_what_an_allow_rule_leaves_out()
    {
        var made = await Admin.Post($"{await CreateRuleSet()}/sec_rules", Allow("/orgs/1/sec_policy/draft/ip_lists/1"));
        Assert.Equal("[]", made["consuming_security_principals"]!.ToJsonString());
        Assert.Equal(
            (false, false, false, false, "brn"),
            (
                (bool)made["sec_connect"]!,
                (bool)made["stateless"]!,
                (bool)made["machine_auth"]!,
                (bool)made["unscoped_consumers"]!,
                (string?)made["network_type"]
            )
        );
    }

    [Theory]
    [InlineData("resolve_labels_as", """{"providers":["workloads"],"consumers":["workloads"]}""")]
    [InlineData("all_ips_except_for_in_consumers", "true")]
    [InlineData("name", "\"x\"")]
    [InlineData("providers", "[]")]
    [InlineData("providers", """[{"actors":"everybody"}]""")]
    [InlineData("providers", """[{"actors":"ams","exclusion":true}]""")]
    [InlineData("providers", """[{"virtual_service":{"href":"/orgs/1/sec_policy/draft/virtual_services/1"}}]""")]
    [InlineData("providers", """[{"ip_list":{"href":"/orgs/1/sec_policy/draft/ip_lists/1"}}]""")]
    [InlineData("consumers", """[{"ip_list":{"href":"/orgs/1sec_policy/draft/ip_lists/1"}}]""")]
    [InlineData("consumers", """[{"ip_list":{"href":"/orgs/1/sec_policy/draft/ip_lists/99"}}]""")]
    [InlineData("ingress_services", "[]")]
    [InlineData("ingress_services", """[{"proto":1}]""")]
    [InlineData("ingress_services", """[{"proto":6,"port":70000}]""")]
    [InlineData("network_type", "\"wifi\"")]
    public async Task Refuses_a_deny_rule_with_what_it_cannot_have(string property, string value)
    {
        var rule = Deny("/orgs/1/sec_policy/draft/ip_lists/1");
        rule[property] = JsonNode.Parse(value);
        (await Admin.Send("POST", $"{await CreateRuleSet()}/deny_rules", rule)).Expect(406);
    }

    [Theory]
    [InlineData("enabled")]
    [InlineData("providers")]
    [InlineData("consumers")]
    [InlineData("ingress_services")]
    [InlineData("resolve_labels_as")]
    public async Task Refuses_an_allow_rule_without_what_its_schema_requires(string property)
    {
        var rule = Allow("/orgs/1/sec_policy/draft/ip_lists/1");
        rule.Remove(property);
        (await Admin.Send("POST", $"{await CreateRuleSet()}/sec_rules", rule)).Expect(406);
    }

    [Fact]
    public async Task Accepts_extra_keys_beside_the_href_of_a_service()
    {
        var rule = Deny("/orgs/1/sec_policy/draft/ip_lists/1");
        rule["ingress_services"]![0]!["name"] = "All Services";
        await Admin.Post($"{await CreateRuleSet()}/deny_rules", rule);
    }

    [Fact]
    public async Task Is_pending_when_a_rule_of_it_changed_and_the_rule_by_itself_never_is()
    {
        var href = await CreateRuleSet();
        var rule = (string)(await Admin.Post($"{href}/deny_rules", Deny("/orgs/1/sec_policy/draft/ip_lists/1")))["href"]!;
        await Admin.Provision(href);
        Assert.Null((await Admin.Get(rule))["update_type"]);

        await Admin.Put(rule, new JsonObject { ["override"] = false });
        Assert.False((bool)(await Admin.Get(rule))["override"]!);
        Assert.Equal(
            ("update", "update"),
            ((string?)(await Admin.Get(rule))["update_type"], (string?)(await Admin.Get(href))["update_type"])
        );
        var pending = await Admin.Get("/sec_policy/pending");
        Assert.Equal([href], pending["rule_sets"]!.AsArray().Select(item => (string?)item!["href"]));
        Assert.Equal("/orgs/1/sec_policy/draft/ip_lists/1", (string?)pending["rule_sets"]![0]!["related_ip_lists"]![0]!["href"]);

        (
            await Admin.Send(
                "POST",
                "/sec_policy",
                new JsonObject { ["change_subset"] = new JsonObject { ["rule_sets"] = new JsonArray(new JsonObject { ["href"] = rule }) } }
            )
        ).Expect(406);
        await Admin.Provision(href);
        Assert.Null((await Admin.Get(rule))["update_type"]);
    }

    [Fact]
    public async Task Keeps_a_deleted_rule_in_the_draft_until_that_is_provisioned()
    {
        var href = await CreateRuleSet();
        var rule = (string)(await Admin.Post($"{href}/deny_rules", Deny("/orgs/1/sec_policy/draft/ip_lists/1")))["href"]!;
        await Admin.Provision(href);
        await Admin.Delete(rule);
        Assert.Equal("delete", (string?)(await Admin.Get(rule))["update_type"]);
        Assert.Single((await Admin.Get(href.Replace("draft", "active")))["deny_rules"]!.AsArray());
        Assert.Contains("already_deleted", (await Admin.Send("DELETE", rule)).Expect(406).Token);
        await Admin.Provision(href);
        (await Admin.Send("GET", rule)).Expect(404);
        Assert.Empty((await Admin.Get(href.Replace("draft", "active")))["deny_rules"]!.AsArray());
    }

    [Fact]
    public async Task Loses_a_deleted_rule_at_once_that_was_never_provisioned()
    {
        var href = await CreateRuleSet();
        var rule = (string)(await Admin.Post($"{href}/sec_rules", Allow("/orgs/1/sec_policy/draft/ip_lists/1")))["href"]!;
        await Admin.Delete(rule);
        (await Admin.Send("GET", rule)).Expect(404);
    }

    [Fact]
    public async Task Is_switched_off_by_a_PUT_of_enabled()
    {
        var href = await CreateRuleSet();
        await Admin.Put(href, new JsonObject { ["enabled"] = false, ["description"] = "off" });
        var ruleSet = await Admin.Get(href);
        Assert.Equal((false, "off"), ((bool)ruleSet["enabled"]!, (string?)ruleSet["description"]));
    }

    [Fact]
    public async Task Has_its_allow_rules_replaced_by_a_PUT_of_rules()
    {
        var href = (string)
            (
                await Admin.Post(
                    Drafts,
                    new JsonObject
                    {
                        ["name"] = "R",
                        ["scopes"] = new JsonArray(),
                        ["rules"] = new JsonArray(
                            Allow("/orgs/1/sec_policy/draft/ip_lists/1"),
                            Allow("/orgs/1/sec_policy/draft/ip_lists/1")
                        ),
                    }
                )
            )["href"]!;
        await Admin.Provision(href);
        var first = (string?)(await Admin.Get(href))["rules"]![0]!["href"];
        await Admin.Put(
            href,
            new JsonObject
            {
                ["rules"] = new JsonArray(
                    new JsonObject { ["href"] = first, ["description"] = "kept" },
                    Allow("/orgs/1/sec_policy/draft/ip_lists/1")
                ),
            }
        );
        Assert.Equal(
            ["update", "create", "delete"],
            (await Admin.Get(href))["rules"]!.AsArray().Select(rule => (string?)rule!["update_type"])
        );
        await Admin.Provision(href);
        Assert.Equal(
            ["kept", null],
            (await Admin.Get(href.Replace("draft", "active")))["rules"]!.AsArray().Select(rule => (string?)rule!["description"])
        );
    }

    [Fact]
    public async Task Protects_the_IP_lists_that_its_draft_uses_and_no_others()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        var href = await CreateRuleSet();
        var rule = (string)(await Admin.Post($"{href}/deny_rules", Deny(list)))["href"]!;
        Assert.Equal("ip_list_referenced", (await Admin.Send("DELETE", list)).Expect(406).Token);
        await Admin.Provision(href, list);

        await Admin.Delete(rule);
        await Admin.Delete(list); // Only the active policy still uses it.
        Assert.Equal("delete", (string?)(await Admin.Get(list))["update_type"]);
    }

    [Fact]
    public async Task That_was_provisioned_waits_for_its_deletion()
    {
        var href = await CreateRuleSet();
        await Admin.Provision(href);
        await Admin.Delete(href);
        Assert.Equal("delete", (string?)(await Admin.Get(href))["update_type"]);
        Assert.Contains("already_deleted", (await Admin.Send("DELETE", href)).Expect(406).Token);
        await Admin.Provision(href);
        (await Admin.Send("GET", href)).Expect(404);
    }

    [Fact]
    public async Task Answers_deny_rules_also_asynchronously()
    {
        var href = await CreateRuleSet();
        await Admin.Post($"{href}/deny_rules", Deny("/orgs/1/sec_policy/draft/ip_lists/1"));
        var job = (await Admin.Send("GET", $"{href}/deny_rules", null, ("Prefer", "respond-async"))).Expect(202);
        Assert.Single((await Admin.Get((string)(await Admin.Get(job.Headers["Location"]))["result"]!["href"]!)).AsArray());
    }

    [Fact]
    public async Task Knows_no_deny_rules_on_an_older_PCE()
    {
        await using var older = await SimulatedPce.StartAsync(
            PceHands.Options with
            {
                DenyRules = false,
            },
            TestContext.Current.CancellationToken
        );
        using var admin = new PceHands(older);
        (await admin.Send("GET", $"{Drafts}/1/deny_rules")).Expect(404);
        (await admin.Send("POST", $"{Drafts}/1/deny_rules", Deny("/orgs/1/sec_policy/draft/ip_lists/1"))).Expect(404);
        (await admin.Send("GET", "/sec_policy/active/policy_check?src_external_ip=192.0.2.1&dst_external_ip=192.0.2.2")).Expect(404);
        Assert.False((await admin.Get($"{Drafts}/1")).AsObject().ContainsKey("deny_rules"));
        await admin.Get($"{Drafts}/1/sec_rules");
    }
}
