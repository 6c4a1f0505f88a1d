using System.Globalization;
using System.Text.Json.Nodes;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Simulator;

/// <summary>
/// What public clients of the PCE were seen to need or to break on: Illumio's Python client and its fork, Terraform's provider and its
/// fork, Workloader, pylo, and the Lambda that Shield replaces.
/// </summary>
public sealed class What_real_clients_need : SimulatorTest
{
    private const string ActiveAny = "/orgs/1/sec_policy/active/ip_lists/1";
    private const string DraftAny = "/orgs/1/sec_policy/draft/ip_lists/1";
    private const string AllServices = "/orgs/1/sec_policy/draft/services/1";

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;

    private static string Actors(string consumer) =>
        $$$""" "providers":[{"actors":"ams"}],"consumers":[{"ip_list":{"href":"{{{consumer}}}"}}],"ingress_services":[{"href":"{{{AllServices}}}"}] """;

    private static JsonNode AllowRule(string consumer) =>
        Json($$$"""{"enabled":true,{{{Actors(consumer)}}},"resolve_labels_as":{"providers":["workloads"],"consumers":["workloads"]}}""");

    private async Task<string> RuleSet(string name = "R") =>
        (string)(await Admin.Post("/sec_policy/draft/rule_sets", Json($$$"""{"name":"{{{name}}}","scopes":[]}""")))["href"]!;

    private async Task<JsonNode> List(string body) => await Admin.Post("/sec_policy/draft/ip_lists", Json(body));

    [Fact]
    public async Task Active_hrefs_are_taken_in_a_draft_and_each_version_answers_its_own()
    {
        var ruleSet = await RuleSet();
        var rule = (string)(await Admin.Post($"{ruleSet}/sec_rules", AllowRule(ActiveAny)))["href"]!;
        var deny = (string)(await Admin.Post($"{ruleSet}/deny_rules", Json($$$"""{"enabled":true,{{{Actors(ActiveAny)}}}}""")))["href"]!;
        var boundary = (string)
            (await Admin.Post("/sec_policy/draft/enforcement_boundaries", Json($$$"""{"name":"B",{{{Actors(ActiveAny)}}}}""")))["href"]!;
        await Admin.Put(rule, Json($$$"""{"consumers":[{"ip_list":{"href":"{{{ActiveAny}}}"}}]}"""));
        await Admin.Provision(ruleSet, boundary);
        foreach (var href in new[] { rule, deny, boundary })
        {
            Assert.Equal(DraftAny, await Consumer(href));
            Assert.Equal(ActiveAny, await Consumer(href.Replace("draft", "active", StringComparison.Ordinal)));
        }

        async Task<string?> Consumer(string href) => (string?)(await Admin.Get(href))["consumers"]![0]!["ip_list"]!["href"];
    }

    [Fact]
    public async Task Empty_texts_of_an_entry_are_taken_and_never_come_back()
    {
        var list = await List(
            """{"name":"L","description":"","ip_ranges":[{"from_ip":"192.0.2.1","to_ip":"","description":"","exclusion":false}],"fqdns":[]}"""
        );
        var range = list["ip_ranges"]![0]!.AsObject();
        Assert.False(range.ContainsKey("to_ip"));
        Assert.Equal("192.0.2.1", (string?)range["from_ip"]);
    }

    [Fact]
    public async Task A_list_always_shows_ranges_and_names_and_never_a_size()
    {
        var ranges = (await List("""{"name":"L","ip_ranges":[{"from_ip":"192.0.2.1"}]}""")).AsObject();
        Assert.Equal("[]", ranges["fqdns"]!.ToJsonString());
        var names = (await List("""{"name":"M","fqdns":[{"fqdn":"bad.example"}]}""")).AsObject();
        Assert.Equal("[]", names["ip_ranges"]!.ToJsonString());
        Assert.False(ranges.ContainsKey("size"));
    }

    [Fact]
    public async Task A_list_takes_all_its_properties_or_one_and_never_itself_as_it_was_read()
    {
        var list = await List("""{"name":"L","ip_ranges":[{"from_ip":"192.0.2.1"}]}""");
        var href = (string)list["href"]!;
        await Admin.Put(href, Json("""{"name":"L","description":"d","ip_ranges":[{"from_ip":"192.0.2.2"}],"fqdns":[]}"""));
        await Admin.Put(href, Json("""{"description":"e"}"""));
        var now = await Admin.Get(href);
        Assert.Equal(("e", "192.0.2.2"), ((string?)now["description"], (string?)now["ip_ranges"]![0]!["from_ip"]));
        (await Admin.Send("PUT", href, now.DeepClone())).Expect(406);
    }

    [Fact]
    public async Task A_whole_service_may_stand_where_its_href_is_enough()
    {
        var service = await Admin.Get(AllServices);
        var boundary = Json($$$"""{"name":"B",{{{Actors(DraftAny)}}}}""");
        boundary["ingress_services"] = new JsonArray(service.DeepClone());
        Assert.Equal(
            AllServices,
            (string?)(await Admin.Post("/sec_policy/draft/enforcement_boundaries", boundary))["ingress_services"]![0]!["href"]
        );
    }

    [Fact]
    public async Task A_rule_shows_every_default_also_inside_its_rule_set()
    {
        var ruleSet = await RuleSet();
        var rule = await Admin.Post($"{ruleSet}/sec_rules", AllowRule(DraftAny));
        foreach (var shown in new[] { rule, (await Admin.Get(ruleSet))["rules"]![0]! })
        {
            Assert.Equal("[]", shown["consuming_security_principals"]!.ToJsonString());
            Assert.Equal("[]", shown["use_workload_subnets"]!.ToJsonString());
            Assert.Equal("brn", (string?)shown["network_type"]);
            Assert.All(["sec_connect", "stateless", "machine_auth", "unscoped_consumers"], name => Assert.False((bool)shown[name]!));
        }
    }

    [Fact]
    public async Task A_deny_rule_needs_four_properties_and_overrides_under_the_same_href()
    {
        var ruleSet = await RuleSet();
        var deny = (await Admin.Post($"{ruleSet}/deny_rules", Json($$$"""{"enabled":true,{{{Actors(DraftAny)}}}}"""))).AsObject();
        Assert.Equal((false, "brn"), ((bool)deny["override"]!, (string?)deny["network_type"]));
        Assert.False(deny.ContainsKey("name"));
        Assert.False(deny.ContainsKey("external_data_set"));
        var href = (string)deny["href"]!;
        await Admin.Put(href, Json("""{"override":true}"""));
        Assert.True((bool)(await Admin.Get(href))["override"]!);
        (await Admin.Send("GET", "/sec_policy/draft/deny_rules")).Expect(404);

        var job = (await Admin.Send("GET", $"{ruleSet}/deny_rules", headers: ("Prefer", "respond-async"))).Expect(202).Headers["Location"];
        var file = (string)(await Admin.Get(job))["result"]!["href"]!;
        Assert.Single((await Admin.Get(file)).AsArray());
    }

    [Fact]
    public async Task Pending_names_the_rule_set_of_a_changed_rule_and_never_the_rule()
    {
        var ruleSet = await RuleSet();
        await Admin.Provision(ruleSet);
        await Admin.Post($"{ruleSet}/sec_rules", AllowRule(DraftAny));
        var pending = (await Admin.Get("/sec_policy/pending")).AsObject().Single();
        Assert.Equal("rule_sets", pending.Key);
        Assert.Equal(ruleSet, (string?)pending.Value!.AsArray().Single()!["href"]);
    }

    [Fact]
    public async Task What_only_the_active_policy_uses_can_be_deleted_and_several_kinds_go_at_once()
    {
        var list = (string)(await List("""{"name":"L","ip_ranges":[{"from_ip":"192.0.2.1"}]}"""))["href"]!;
        var ruleSet = await RuleSet();
        await Admin.Post($"{ruleSet}/sec_rules", AllowRule(list));
        var label = (string)(await Admin.Post("/labels", Json("""{"key":"app","value":"a"}""")))["href"]!;
        var group = (string)
            (await Admin.Post("/sec_policy/draft/label_groups", Json($$$"""{"name":"G","key":"app","labels":[{"href":"{{{label}}}"}]}""")))[
                "href"
            ]!;
        await Admin.Provision(list, ruleSet, group);
        var foreign = await Admin.CreateList("Somebody else's", "192.0.2.9");

        foreach (var href in new[] { ruleSet, list, group })
        {
            await Admin.Delete(href);
        }

        // The label is still used by the group that is active.
        (await Admin.Send("DELETE", label)).Expect(406);
        await Admin.Provision(ruleSet, list, group);
        await Admin.Delete(label);
        Assert.Equal(foreign, (string?)(await Admin.Get("/sec_policy/pending"))["ip_lists"]![0]!["href"]);
    }

    [Theory]
    [InlineData("/sec_policy/draft/ip_lists", """{"name":"L","ip_ranges":[{"from_ip":"192.0.2.1"}]}""")]
    [InlineData("/sec_policy/draft/rule_sets", """{"name":"L","scopes":[]}""")]
    [InlineData("/sec_policy/draft/label_groups", """{"name":"L","key":"role"}""")]
    [InlineData("/labels", """{"key":"role","value":"L"}""")]
    public async Task A_duplicate_is_told_by_the_words_that_clients_look_for(string collection, string body)
    {
        await Admin.Post(collection, Json(body));
        var refused = (await Admin.Send("POST", collection, Json(body))).Expect(406).Text;
        Assert.Contains(["unique", "in_use", "already exists"], word => refused.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_deletion_is_told_by_the_word_that_clients_look_for()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(list);
        await Admin.Delete(list);
        Assert.Contains("already_deleted", (await Admin.Send("DELETE", list)).Expect(406).Token!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_and_data_files_are_plain_JSON_and_the_wait_is_at_least_a_second()
    {
        var begun = (await Admin.Send("GET", "/sec_policy/draft/ip_lists", headers: ("Prefer", "respond-async"))).Expect(202);
        Assert.True(int.Parse(begun.Headers["Retry-After"], CultureInfo.InvariantCulture) >= 1);
        var job = (await Admin.Send("GET", begun.Headers["Location"])).Expect(200);
        var file = (await Admin.Send("GET", (string)job.Json["result"]!["href"]!)).Expect(200);
        Assert.All([job, file], reply => Assert.Equal("application/json", reply.Headers["Content-Type"]));
        Assert.Equal("done", (string?)job.Json["status"]);
        (await Admin.Send("DELETE", begun.Headers["Location"])).Expect(204);
    }

    [Fact]
    public async Task Of_605_lists_a_GET_answers_500_and_a_job_all_of_them()
    {
        for (var number = 1; number < 605; number++)
        {
            await Admin.CreateList($"List {number}", "192.0.2.1");
        }

        var cut = (await Admin.Send("GET", "/sec_policy/draft/ip_lists?max_results=5000")).Expect(200);
        Assert.Equal((500, "605"), (cut.Json.AsArray().Count, cut.Headers["X-Total-Count"]));
        var job = (await Admin.Send("GET", "/sec_policy/draft/ip_lists", headers: ("Prefer", "respond-async"))).Headers["Location"];
        Assert.Equal(605, (await Admin.Get((string)(await Admin.Get(job))["result"]!["href"]!)).AsArray().Count);
    }

    [Fact]
    public async Task What_a_client_loads_first_is_there_with_a_count()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+-\d+$", (string)(await Admin.Get("/api/v2/product_version"))["long_display"]!);
        string[] collections =
        [
            "/label_dimensions",
            "/labels",
            "/workloads",
            "/security_principals",
            "/sec_policy/draft/ip_lists",
            "/sec_policy/draft/services",
            "/sec_policy/draft/label_groups",
            "/sec_policy/draft/virtual_services",
            "/sec_policy/draft/rule_sets",
        ];
        foreach (var collection in collections)
        {
            foreach (var most in new[] { 200_000, 1 })
            {
                Assert.Matches(
                    @"^\d+$",
                    (await Admin.Send("GET", $"{collection}?max_results={most}")).Expect(200).Headers["X-Total-Count"]
                );
            }
        }
    }

    [Fact]
    public async Task Services_and_workloads_have_the_members_that_exports_read()
    {
        var service = (await Admin.Get(AllServices)).AsObject();
        Assert.All(["description", "process_name", "service_ports", "deleted_at"], name => Assert.True(service.ContainsKey(name), name));
        var workload = (await Admin.Post("/workloads", Json("""{"name":"w","hostname":"w.example"}"""))).AsObject();
        Assert.All(
            [
                "name",
                "hostname",
                "deleted",
                "online",
                "labels",
                "agent",
                "agent_to_pce_certificate_authentication_id",
                "blocked_connection_action",
                "caps",
                "containers_inherit_host_policy",
                "datacenter_nat_1to1",
                "ignored_interface_names",
                "risk_summary",
                "visibility_level",
            ],
            name => Assert.True(workload.ContainsKey(name), name)
        );
    }

    [Fact]
    public async Task The_systems_service_is_active_and_a_port_also_finds_the_ranges_around_it()
    {
        Assert.Equal("All Services", (string?)(await Admin.Get("/sec_policy/active/services")).AsArray().Single()!["name"]);
        await Admin.Post("/sec_policy/draft/services", Json("""{"name":"Low","service_ports":[{"proto":6,"port":1,"to_port":1023}]}"""));
        await Admin.Post("/sec_policy/draft/services", Json("""{"name":"High","service_ports":[{"proto":6,"port":8080}]}"""));
        Assert.Equal(["All Services", "Low"], await Found("port=443"));
        Assert.Equal(["Low", "High"], await Found("proto=6"));
        Assert.Equal(["All Services", "High"], await Found("port=8000-9000"));

        async Task<string[]> Found(string query) =>
            [.. (await Admin.Get($"/sec_policy/draft/services?{query}")).AsArray().Select(each => (string)each!["name"]!)];
    }

    [Fact]
    public async Task The_same_key_twice_and_unknown_keys_are_borne()
    {
        var question = "/sec_policy/active/policy_check?src_external_ip=192.0.2.1&src_external_ip=192.0.2.2&dst_external_ip=192.0.2.3";
        (await Admin.Send("GET", $"{question}&protocol=6&port=443&includeDeleted=1")).Expect(200);
        (await Admin.Send("GET", "/labels?includeDeleted=true")).Expect(200);
        Assert.Equal("not_simulated", (await Admin.Send("GET", $"{question}&network_type=brn")).Expect(406).Token);
    }

    [Fact]
    public async Task Interfaces_of_both_families_are_taken_and_shown_with_what_a_real_one_has()
    {
        var workload = await Admin.Post(
            "/workloads",
            Json(
                """
                {"name":"w","ignored_interface_names":["docker0"],"visibility_level":"flow_drops","external_data_set":"",
                 "interfaces":[{"name":"eth0","address":"10.20.9.9","cidr_block":24},{"name":"eth0","address":"2001:db8::9"}]}
                """
            )
        );
        Assert.Equal(["10.20.9.9", "2001:db8::9"], workload["interfaces"]!.AsArray().Select(each => (string?)each!["address"]));
        Assert.True(workload["interfaces"]![0]!.AsObject().ContainsKey("loopback"));
        Assert.True(workload["interfaces"]![0]!.AsObject().ContainsKey("public_ip"));
        Assert.Equal(("docker0", "flow_drops"), ((string?)workload["ignored_interface_names"]![0], (string?)workload["visibility_level"]));
        Assert.Equal("", (string?)workload["external_data_set"]);
    }

    [Theory]
    [InlineData("POST", "/sec_policy/draft/dependencies")]
    [InlineData("POST", "/sec_policy/impact")]
    [InlineData("PUT", "/sec_policy/delete")]
    public async Task A_bare_array_is_no_change_subset(string method, string path) =>
        (await Admin.Send(method, path, new JsonArray(new JsonObject { ["href"] = DraftAny }))).Expect(406);

    [Fact]
    public async Task Impact_tells_how_many_workloads_a_provisioning_concerns()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        var impact = await Admin.Post("/sec_policy/impact", new JsonObject { ["change_subset"] = PceHands.Subset(list) });
        Assert.Equal((1, 0), ((int)impact["num_sets"]!, (int)impact["num_managed_workloads"]!));
    }

    [Fact]
    public async Task A_connection_is_checked_without_organization_and_then_in_ones_own()
    {
        (await Admin.Send("GET", "/api/v2/health")).Expect(200);
        await Admin.Get("/settings/workloads");
        (await Admin.Send("GET", "/api/v2/orgs/0/settings/workloads")).Expect(403);
        (await Admin.Send("GET", "/api/v2/orgs/7/settings/workloads")).Expect(403);
    }

    [Fact]
    public async Task A_restore_answers_with_a_body_as_every_201_does()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        var before = (int)(await Admin.Get("/sec_policy/active"))["version"]!;
        await Admin.Provision(list);
        Assert.Equal(before, (int)(await Admin.Post($"/sec_policy/{before}/restore", new JsonObject()))["version"]!);
    }

    [Fact]
    public async Task Every_call_may_come_over_a_connection_of_its_own()
    {
        for (var call = 0; call < 50; call++)
        {
            using var once = new PceHands(Pce);
            await once.Get("/api/v2/noop");
        }
    }

    [Fact]
    public async Task A_refusal_of_the_moment_is_gone_when_the_call_is_repeated_and_a_wrong_key_stays_wrong()
    {
        Pce.Script(new FaultRule { Count = 1, Effect = new Fault.ServerError(503) });
        (await Admin.Send("GET", "/labels")).Expect(503);
        (await Admin.Send("GET", "/labels")).Expect(200);
        using var stranger = new PceHands(Pce, "api_none", "none");
        for (var call = 0; call < 3; call++)
        {
            (await stranger.Send("GET", "/sec_policy/draft/ip_lists")).Expect(401);
        }
    }

    [Fact]
    public async Task The_old_Lambda_changes_its_list_and_fails_to_provision_it()
    {
        var href = await Admin.CreateList("Threat list", "0.0.0.0/0");
        await Admin.Put(
            href,
            Json(
                """{"name":"Threat list","description":"d","ip_ranges":[{"from_ip":"0.0.0.0/0"},{"from_ip":"203.0.113.9","exclusion":true}]}"""
            )
        );
        var refused = await Admin.Send(
            "POST",
            "/sec_policy",
            new JsonObject
            {
                ["change_subset"] = new JsonObject
                {
                    ["ip_lists"] = new JsonArray(new JsonObject { ["href"] = $"https://pce.example:8443/api/v2{href}" }),
                },
            }
        );
        Assert.Equal("invalid_uri", refused.Expect(406).Token);
    }
}
