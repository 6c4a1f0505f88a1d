using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_service_of_the_simulator : SimulatorTest
{
    private const string Drafts = "/sec_policy/draft/services";
    private const string Web = "web-1.shop.example";

    protected override SimulatorOptions Options => base.Options with { Seed = "three-tier" };

    private static JsonObject Ports(string name, params JsonObject[] ports) =>
        new() { ["name"] = name, ["service_ports"] = new JsonArray([.. ports]) };

    private static JsonObject Port(int proto, int? port = null, int? to = null)
    {
        var json = new JsonObject { ["proto"] = proto };
        foreach (var (name, value) in new[] { ("port", port), ("to_port", to) })
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }

    [Fact]
    public async Task Is_made_changed_and_found_in_the_draft_and_active_once_provisioned()
    {
        var made = await Admin.Post(Drafts, Ports("Web", Port(6, 80), Port(6, 8000, 8099)));
        var href = (string)made["href"]!;
        Assert.Equal(("create", "Web"), ((string?)made["update_type"], (string?)made["name"]));
        Assert.True(
            made.AsObject().ContainsKey("description")
                && made.AsObject().ContainsKey("process_name")
                && made.AsObject().ContainsKey("deleted_at")
        );

        await Admin.Put(
            href,
            new JsonObject
            {
                ["description"] = "d",
                ["process_name"] = "nginx",
                ["service_ports"] = new JsonArray(
                    Port(17, 53),
                    new JsonObject
                    {
                        ["proto"] = 1,
                        ["icmp_type"] = 8,
                        ["icmp_code"] = null,
                    }
                ),
            }
        );
        var changed = await Admin.Get(href);
        Assert.Equal(
            ("Web", "d", "nginx", """[{"proto":17,"port":53},{"proto":1,"icmp_type":8}]"""),
            (
                (string?)changed["name"],
                (string?)changed["description"],
                (string?)changed["process_name"],
                changed["service_ports"]!.ToJsonString()
            )
        );
        Assert.Single((await Admin.Get($"{Drafts}?port=53&proto=17")).AsArray(), service => (string?)service!["name"] == "Web");

        (await Admin.Send("GET", href.Replace("draft", "active"))).Expect(404);
        Assert.Equal("services", Assert.Single((await Admin.Get("/sec_policy/pending")).AsObject()).Key);
        await Admin.Provision(href);
        Assert.Equal("Web", (string?)(await Admin.Get(href.Replace("draft", "active")))["name"]);
    }

    [Fact]
    public async Task Covers_what_its_ports_say_wherever_a_rule_names_it()
    {
        var service = (string)(await Admin.Post(Drafts, Ports("Web", Port(6, 443, 500))))["href"]!;
        var list = await Admin.CreateList("Bad", "45.95.11.7");
        var ruleSet = (string)
            (await Admin.Post("/sec_policy/draft/rule_sets", new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() }))["href"]!;
        await Admin.Post(
            $"{ruleSet}/deny_rules",
            new JsonObject
            {
                ["override"] = true,
                ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
                ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = service }),
            }
        );
        Assert.Equal(
            "change_subset_not_dependency_closure",
            (await Admin.Send("POST", "/sec_policy", new JsonObject { ["change_subset"] = PceHands.Subset(ruleSet, list) }))
                .Expect(406)
                .Token
        );
        await Admin.Provision(ruleSet, list, service);
        Assert.False(await Reaches(443));

        await Admin.Put(service, new JsonObject { ["service_ports"] = new JsonArray(Port(6, 8443)) });
        Assert.False(await Reaches(443), "a draft changed something");
        await Admin.Provision(service);
        Assert.True(await Reaches(443));
    }

    [Fact]
    public async Task Is_deleted_with_the_next_provisioning_and_not_while_a_rule_of_the_draft_names_it()
    {
        var service = (string)(await Admin.Post(Drafts, Ports("Web", Port(6, 443))))["href"]!;
        var ruleSet = (string)
            (await Admin.Post("/sec_policy/draft/rule_sets", new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() }))["href"]!;
        var rule = (string)
            (
                await Admin.Post(
                    $"{ruleSet}/deny_rules",
                    new JsonObject
                    {
                        ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                        ["consumers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                        ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = service }),
                    }
                )
            )["href"]!;
        await Admin.Provision(ruleSet, service);
        Assert.Equal("service_referenced", (await Admin.Send("DELETE", service)).Expect(406).Token);

        await Admin.Delete(rule);
        await Admin.Delete(service);
        Assert.Equal("delete", (string?)(await Admin.Get(service))["update_type"]);
        Assert.Equal("service_already_deleted", (await Admin.Send("DELETE", service)).Expect(406).Token);
        await Admin.Provision(ruleSet, service);
        (await Admin.Send("GET", service)).Expect(404);
    }

    [Fact]
    public async Task May_share_its_name_with_another()
    {
        await Admin.Post(Drafts, Ports("Web", Port(6, 443)));
        await Admin.Post(Drafts, Ports("Web", Port(6, 8443)));
    }

    [Theory]
    [InlineData("""{"name":"S"}""")]
    [InlineData("""{"name":"S","service_ports":[]}""")]
    [InlineData("""{"name":"S","service_ports":[{"port":80}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":5}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":6,"port":80,"to_port":80}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":6,"to_port":80}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":6,"port":70000}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":6,"icmp_type":8}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":1,"port":8}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":1,"icmp_code":0}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":6,"colour":"red"}]}""")]
    [InlineData("""{"name":"S","service_ports":[{"proto":6}],"colour":"red"}""")]
    public async Task Refuses_ports_that_make_no_sense(string body) =>
        Assert.Equal("input_validation_error", (await Admin.Send("POST", Drafts, JsonNode.Parse(body))).Expect(406).Token);

    [Fact]
    public async Task Of_the_system_cannot_be_changed()
    {
        Assert.Equal(
            "service_not_editable",
            (await Admin.Send("PUT", $"{Drafts}/1", new JsonObject { ["name"] = "Mine" })).Expect(406).Token
        );
        (await Admin.Send("DELETE", $"{Drafts}/1")).Expect(406);
    }

    private async Task<bool> Reaches(int port) =>
        (bool)(await Admin.Get($"/sim/v1/reach?from=45.95.11.7&to={Web}&port={port}&proto=6"))["allowed"]!;
}
