using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class Provisioning_on_the_simulator : SimulatorTest
{
    private const string Lists = "/sec_policy/draft/ip_lists";

    protected override SimulatorOptions Options =>
        PceHands.Options with
        {
            Users =
            [
                new ApiUser
                {
                    Key = "api_other",
                    Secret = "s",
                    Href = "/users/33",
                    Username = "other@simulated.example",
                },
            ],
        };

    private async Task<string> RuleSetThatDenies(string list) =>
        (string)
            (
                await Admin.Post(
                    "/sec_policy/draft/rule_sets",
                    new JsonObject
                    {
                        ["name"] = "R",
                        ["scopes"] = new JsonArray(),
                        ["rules"] = new JsonArray(
                            new JsonObject
                            {
                                ["enabled"] = true,
                                ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                                ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
                                ["ingress_services"] = new JsonArray(new JsonObject { ["proto"] = 6 }),
                                ["resolve_labels_as"] = new JsonObject
                                {
                                    ["providers"] = new JsonArray("workloads"),
                                    ["consumers"] = new JsonArray("workloads"),
                                },
                            }
                        ),
                    }
                )
            )["href"]!;

    [Fact]
    public async Task Makes_the_draft_active_under_the_same_id_and_leaves_nothing_pending()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        (await Admin.Send("GET", href.Replace("draft", "active"))).Expect(404);
        var version = await Admin.Post(
            "/sec_policy",
            new JsonObject { ["update_description"] = "why", ["change_subset"] = PceHands.Subset(href) }
        );
        Assert.Equal(
            (2, "why", "/orgs/1/sec_policy/2", "/users/15"),
            (
                (int)version["version"]!,
                (string?)version["commit_message"],
                (string?)version["href"],
                (string?)version["created_by"]!["href"]
            )
        );
        Assert.Equal(2, (int)version["object_counts"]!["ip_lists"]!);

        var active = await Admin.Get(href.Replace("draft", "active"));
        Assert.False(active.AsObject().ContainsKey("update_type"));
        Assert.Null((await Admin.Get(href))["update_type"]);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    [Fact]
    public async Task Takes_only_the_change_subset_along()
    {
        var (mine, theirs) = (await Admin.CreateList("Mine", "192.0.2.1"), await Admin.CreateList("Theirs", "192.0.2.2"));
        await Admin.Provision(mine);
        Assert.Equal([theirs], (await Admin.Get("/sec_policy/pending"))["ip_lists"]!.AsArray().Select(item => (string?)item!["href"]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"change_subset":{}}""")]
    [InlineData("""{"change_subset":{"ip_lists":[]}}""")]
    public async Task Takes_everybodys_drafts_along_where_no_subset_is_named(string body)
    {
        await Admin.CreateList("Mine", "192.0.2.1");
        await Admin.CreateList("Theirs", "192.0.2.2");
        await Admin.Post("/sec_policy", JsonNode.Parse(body)!);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    [Theory]
    [InlineData("/orgs/1/sec_policy/draft/ip_lists/1", "not_acceptable_error")] // No draft version.
    [InlineData("/orgs/1/sec_policy/draft/ip_lists/99", "not_acceptable_error")]
    [InlineData("/orgs/1sec_policy/draft/ip_lists/1", "invalid_uri")]
    [InlineData("/orgs/1/sec_policy/active/ip_lists/1", "invalid_uri")]
    [InlineData("/orgs/1/sec_policy/draft/rule_sets/1", "invalid_uri")]
    [InlineData("", "invalid_uri")]
    public async Task Refuses_an_href_that_is_malformed_or_has_no_draft(string href, string token)
    {
        var reply = await Admin.Send(
            "POST",
            "/sec_policy",
            new JsonObject { ["change_subset"] = new JsonObject { ["ip_lists"] = new JsonArray(new JsonObject { ["href"] = href }) } }
        );
        Assert.Equal(token, reply.Expect(406).Token);
        Assert.Single((await Admin.Get("/sec_policy")).AsArray());
    }

    [Fact]
    public async Task Refuses_to_do_nothing()
    {
        var reply = (await Admin.Send("POST", "/sec_policy", new JsonObject())).Expect(406);
        Assert.Equal("Not Acceptable. One or more specified objects either don't exist, or do not have a draft version.", reply.Message);
    }

    [Theory]
    [InlineData("""{"change_subset":{"deny_rules":[]}}""")]
    [InlineData("""{"change_subset":[]}""")]
    [InlineData("""{"description":"x"}""")]
    [InlineData("""{"update_description":7}""")]
    public async Task Refuses_a_body_that_its_schema_would_not_take(string body) =>
        Assert.Equal("input_validation_error", (await Admin.Send("POST", "/sec_policy", JsonNode.Parse(body))).Expect(406).Token);

    [Fact]
    public async Task Refuses_a_subset_that_is_no_dependency_closure_and_dependencies_tells_what_is_missing()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        var ruleSet = await RuleSetThatDenies(list);
        (await Admin.Send("POST", "/sec_policy", new JsonObject { ["change_subset"] = PceHands.Subset(ruleSet) })).Expect(406);

        var missing = await Admin.Post(
            "/sec_policy/draft/dependencies",
            new JsonObject { ["operation"] = "commit", ["change_subset"] = PceHands.Subset(ruleSet) }
        );
        Assert.Equal(list, (string?)missing[0]!["dependency"]!["ip_lists"]!["href"]);
        Assert.Equal(ruleSet, (string?)missing[0]!["required_by"]!["rule_sets"]![0]!["href"]);
        Assert.Equal(
            "[]",
            (
                await Admin.Post(
                    "/sec_policy/draft/dependencies",
                    new JsonObject { ["operation"] = "commit", ["change_subset"] = PceHands.Subset(ruleSet, list) }
                )
            ).ToJsonString()
        );

        await Admin.Provision(list); // A list hangs on nothing.
        await Admin.Provision(ruleSet);
    }

    [Fact]
    public async Task Refuses_the_deletion_of_a_list_without_the_rule_set_that_lets_go_of_it()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        var ruleSet = await RuleSetThatDenies(list);
        await Admin.Provision(ruleSet, list);
        await Admin.Delete(ruleSet);
        await Admin.Delete(list);
        (await Admin.Send("POST", "/sec_policy", new JsonObject { ["change_subset"] = PceHands.Subset(list) })).Expect(406);
        await Admin.Provision(list, ruleSet); // Deletions of several kinds at once.
        (await Admin.Send("GET", list.Replace("draft", "active"))).Expect(404);
    }

    [Fact]
    public async Task Lists_its_versions_newest_first_and_each_can_be_read_as_it_was()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(href);
        await Admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") });
        await Admin.Provision(href);

        Assert.Equal([3, 2, 1], (await Admin.Get("/sec_policy")).AsArray().Select(version => (int)version!["version"]!));
        Assert.Equal(2, (int)(await Admin.Get("/sec_policy/2"))["version"]!);
        (await Admin.Send("GET", "/sec_policy/4")).Expect(404);
        var old = (await Admin.Get("/sec_policy/2/ip_lists?name=L"))[0]!;
        Assert.Equal("/orgs/1/sec_policy/2/ip_lists/2", (string?)old["href"]);
        Assert.Equal("192.0.2.1", (string?)old["ip_ranges"]![0]!["from_ip"]);
        Assert.Equal(
            ("update", "ip_lists", "L"),
            (
                (await Admin.Get("/sec_policy/3/modified_objects"))[0]! is var changed
                    ? ((string?)changed["update_type"], (string?)changed["object_type"], (string?)changed["name"])
                    : default
            )
        );
    }

    [Fact]
    public async Task Leaves_the_active_policy_alone_until_it_happens()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(href);
        await Admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") });
        Assert.Equal("192.0.2.1", (string?)(await Admin.Get(href.Replace("draft", "active")))["ip_ranges"]![0]!["from_ip"]);
    }

    [Fact]
    public async Task Shows_in_pending_who_changed_what_and_how()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(href);
        using var other = new PceHands(Pce, "api_other", "s");
        await other.Put(href, new JsonObject { ["description"] = "theirs" });
        var item = (await Admin.Get("/sec_policy/pending"))["ip_lists"]![0]!;
        Assert.Equal(
            ("L", 2, "update", "/users/33"),
            ((string?)item["name"], (int)item["id"]!, (string?)item["update_type"], (string?)item["updated_by"]!["href"])
        );
        Assert.Equal(
            ("/users/15", "/users/33"),
            (await Admin.Get(href) is var list ? ((string?)list["created_by"]!["href"], (string?)list["updated_by"]!["href"]) : default)
        );
        await Admin.Delete(href);
        Assert.Equal("delete", (string?)(await Admin.Get("/sec_policy/pending"))["ip_lists"]![0]!["update_type"]);
        await Admin.CreateList("M", "192.0.2.1");
        Assert.Single((await Admin.Get("/sec_policy/pending?max_results=1"))["ip_lists"]!.AsArray());
    }

    [Fact]
    public async Task Is_taken_back_for_the_named_objects_only()
    {
        var (created, changed, deleted, other) = (
            await Admin.CreateList("A", "192.0.2.1"),
            await Admin.CreateList("B", "192.0.2.2"),
            await Admin.CreateList("C", "192.0.2.3"),
            await Admin.CreateList("D", "192.0.2.4")
        );
        await Admin.Provision(changed, deleted);
        await Admin.Put(changed, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.9") });
        await Admin.Delete(deleted);

        await Admin.Put("/sec_policy/delete", new JsonObject { ["change_subset"] = PceHands.Subset(created, changed, deleted) });
        (await Admin.Send("GET", created)).Expect(404);
        Assert.Equal("192.0.2.2", (string?)(await Admin.Get(changed))["ip_ranges"]![0]!["from_ip"]);
        Assert.Null((await Admin.Get(deleted))["update_type"]);
        Assert.Equal("create", (string?)(await Admin.Get(other))["update_type"]);

        await Admin.Put("/sec_policy/delete", new JsonObject()); // An empty body takes back everybody's.
        (await Admin.Send("GET", other)).Expect(404);
    }

    [Fact]
    public async Task Cannot_be_taken_back_for_a_list_that_a_draft_rule_still_names()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        await RuleSetThatDenies(list);
        (await Admin.Send("PUT", "/sec_policy/delete", new JsonObject { ["change_subset"] = PceHands.Subset(list) })).Expect(406);
        await Admin.Delete("/sec_policy/pending");
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.Single((await Admin.Get(Lists)).AsArray());
    }

    [Fact]
    public async Task Is_undone_by_restore_which_puts_an_old_version_into_the_draft_and_leaves_the_rest_to_a_person()
    {
        var (kept, changed) = (await Admin.CreateList("Kept", "192.0.2.1"), await Admin.CreateList("Changed", "192.0.2.2"));
        await Admin.Provision(kept, changed);
        await Admin.Put(changed, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.3") });
        var added = await Admin.CreateList("Added", "192.0.2.4");
        await Admin.Provision(changed, added);

        (await Admin.Send("POST", "/sec_policy/2/restore", new JsonObject())).Expect(201);
        Assert.Equal("192.0.2.2", (string?)(await Admin.Get(changed))["ip_ranges"]![0]!["from_ip"]);
        Assert.Equal("192.0.2.3", (string?)(await Admin.Get(changed.Replace("draft", "active")))["ip_ranges"]![0]!["from_ip"]);
        Assert.Equal(
            ["update", "delete"],
            (await Admin.Get("/sec_policy/pending"))["ip_lists"]!.AsArray().Select(item => (string?)item!["update_type"])
        );
        Assert.Null((await Admin.Get(kept))["update_type"]);
        Assert.Equal("sec_policy.restore", (string?)(await Admin.Get("/events"))[0]!["event_type"]);

        Assert.Equal(4, await Admin.Provision(changed, added));
        Assert.Equal("192.0.2.2", (string?)(await Admin.Get(changed.Replace("draft", "active")))["ip_ranges"]![0]!["from_ip"]);

        (await Admin.Send("POST", "/sec_policy/3/restore", new JsonObject())).Expect(201); // And what was gone comes back.
        Assert.Equal("create", (string?)(await Admin.Get(added))["update_type"]);
    }

    [Fact]
    public async Task Cannot_be_undone_by_restore_while_anybodys_draft_waits_nor_to_a_version_that_never_was()
    {
        (await Admin.Send("POST", "/sec_policy/9/restore", new JsonObject())).Expect(404);
        await Admin.CreateList("L", "192.0.2.1");
        (await Admin.Send("POST", "/sec_policy/1/restore", new JsonObject())).Expect(406);
    }
}
