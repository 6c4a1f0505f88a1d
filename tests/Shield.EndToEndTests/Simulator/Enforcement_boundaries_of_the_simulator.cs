using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class Enforcement_boundaries_of_the_simulator : SimulatorTest
{
    private const string Collection = "/sec_policy/draft/enforcement_boundaries";

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "mixed" };

    private static JsonObject Boundary(
        string name,
        string consumers = """{"ip_list":{"href":"/orgs/1/sec_policy/active/ip_lists/1"}}""",
        string providers = """{"actors":"ams"}"""
    ) =>
        JsonNode
            .Parse(
                $$$"""{"name":"{{{name}}}","providers":[{{{providers}}}],"consumers":[{{{consumers}}}],"ingress_services":[{"proto":6,"port":3389},{"proto":6,"port":443}]}"""
            )!
            .AsObject();

    [Fact]
    public async Task Are_made_found_changed_provisioned_and_deleted()
    {
        var made = await Admin.Post(Collection, Boundary("Remote desktop"));
        var href = (string)made["href"]!;
        Assert.True((bool)made["enabled"]!);
        Assert.Equal("/orgs/1/sec_policy/draft/ip_lists/1", (string?)made["consumers"]![0]!["ip_list"]!["href"]);
        Assert.True(JsonNode.DeepEquals(made, await Admin.Get(href)));
        Assert.Single((await Admin.Get($"{Collection}?name=desktop")).AsArray());
        Assert.Single((await Admin.Get($"{Collection}?service_ports.port=3389")).AsArray());
        Assert.Empty((await Admin.Get($"{Collection}?service_ports.port=22")).AsArray());
        Assert.Equal("name_must_be_unique", (await Admin.Send("POST", Collection, Boundary("remote desktop"))).Expect(406).Token);
        (await Admin.Send("POST", Collection, new JsonObject { ["name"] = "x" })).Expect(406);
        (await Admin.Send("PUT", href, new JsonObject { ["description"] = "x" })).Expect(406);

        await Admin.Put(href, new JsonObject { ["enabled"] = false });
        Assert.Equal("enforcement_boundaries", (await Admin.Get("/sec_policy/pending")).AsObject().Single().Key);
        await Admin.Provision(href);
        var active = await Admin.Get(href.Replace("draft", "active", StringComparison.Ordinal));
        Assert.Equal("/orgs/1/sec_policy/active/ip_lists/1", (string?)active["consumers"]![0]!["ip_list"]!["href"]);
        Assert.Equal(1, (int)(await Admin.Get("/sec_policy/active"))["object_counts"]!["enforcement_boundaries"]!);
        Assert.Contains((await Admin.Get("/events")).AsArray(), each => (string?)each!["event_type"] is "enforcement_boundary.create");

        await Admin.Delete(href);
        await Admin.Provision(href);
        (await Admin.Send("GET", href)).Expect(404);
    }

    [Fact]
    public async Task Block_what_no_rule_allows_on_selectively_enforced_hosts_and_on_no_others()
    {
        await Admin.Provision((string)(await Admin.Post(Collection, Boundary("In")))["href"]!);

        // The website is open to everybody by a rule, remote desktop by none.
        Assert.Equal("passes allow", await Reach("84.115.23.190", "selective-1.shop.example", 443));
        Assert.Equal("blocked boundary", await Reach("84.115.23.190", "selective-1.shop.example", 3389));
        Assert.Equal("passes not_enforced", await Reach("84.115.23.190", "selective-1.shop.example", 25));
        Assert.Equal("passes not_enforced", await Reach("84.115.23.190", "visibility-1.shop.example", 3389));
        Assert.Equal("blocked default", await Reach("84.115.23.190", "web-1.shop.example", 3389));
        Assert.Equal(
            "/orgs/1/sec_policy/active/enforcement_boundaries/1",
            (string?)(await Admin.Get("/sim/v1/reach?from=84.115.23.190&to=selective-1.shop.example&port=3389&proto=TCP"))["rule"]
        );
    }

    [Fact]
    public async Task Block_outbound_too_unless_a_rule_lets_it_out()
    {
        var list = await Admin.CreateList("Masters", "45.76.83.201");
        var boundary = (string)
            (await Admin.Post(Collection, Boundary("Out", """{"actors":"ams"}""", $$$"""{"ip_list":{"href":"{{{list}}}"}}""")))["href"]!;
        await Admin.Provision(list, boundary);

        // Everybody is let out to everywhere by the system's own rule.
        Assert.Equal("passes not_enforced", await Reach("selective-1.shop.example", "45.76.83.201", 443));
        await Admin.Put("/orgs/1/sec_policy/draft/rule_sets/1", new JsonObject { ["enabled"] = false });
        await Admin.Provision("/orgs/1/sec_policy/draft/rule_sets/1");
        Assert.Equal("blocked boundary", await Reach("selective-1.shop.example", "45.76.83.201", 443));
        Assert.Equal("passes not_enforced", await Reach("selective-1.shop.example", "45.76.83.202", 443));
    }

    private async Task<string> Reach(string from, string to, int port)
    {
        var answer = await Admin.Get($"/sim/v1/reach?from={from}&to={to}&port={port}&proto=tcp");
        return $"{((bool)answer["allowed"]! ? "passes" : "blocked")} {(string?)answer["decision"]}";
    }
}
