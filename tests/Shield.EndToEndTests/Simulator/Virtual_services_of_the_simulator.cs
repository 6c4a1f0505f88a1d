using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class Virtual_services_of_the_simulator : SimulatorTest
{
    private const string Collection = "/sec_policy/draft/virtual_services";

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    private Task<JsonNode> Make(string body) => Admin.Post(Collection, JsonNode.Parse(body)!);

    [Fact]
    public async Task Are_made_found_changed_and_provisioned_under_a_UUID()
    {
        var label = (string)(await Admin.Get("/labels?key=env"))[0]!["href"]!;
        var made = await Make(
            $$$"""
            {"name":"VS","service_ports":[{"proto":6,"port":80}],"labels":[{"href":"{{{label}}}"}],"ip_overrides":["192.0.2.4"],
             "service_addresses":[{"fqdn":"*.shop.example"},{"ip":"192.0.2.5","port":101}],"external_data_set":"s","external_data_reference":"r"}
            """
        );
        var href = (string)made["href"]!;
        Assert.True(Guid.TryParse(href.Split('/')[^1], out _));
        Assert.Equal(("host_only", "prod"), ((string?)made["apply_to"], (string?)made["labels"]![0]!["value"]));
        Assert.True(JsonNode.DeepEquals(made, await Admin.Get(href)));
        foreach (
            var filter in new[]
            {
                "service_ports.port=80",
                "service_address.fqdn=shop",
                "service_address.ip=192.0.2",
                "external_data_set=s",
            }
        )
        {
            Assert.Single((await Admin.Get($"{Collection}?{filter}")).AsArray());
        }

        await Admin.Put(href, new JsonObject { ["description"] = "changed" });
        await Admin.Provision(href);
        var active = await Admin.Get(href.Replace("draft", "active", StringComparison.Ordinal));
        Assert.Equal("changed", (string?)active["description"]);
        await Admin.Delete(href);
        Assert.Equal("delete", (string?)(await Admin.Get(href))["update_type"]);
    }

    [Theory]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"name":"x","service_ports":[{"proto":6,"port":80}],"service":{"href":"/orgs/1/sec_policy/draft/services/1"}}""")]
    [InlineData("""{"name":"x","service_ports":[{"proto":6,"port":80}],"service_addresses":[{"port":1}]}""")]
    [InlineData("""{"name":"x","service_ports":[{"proto":6,"port":80}],"ip_overrides":["nowhere"]}""")]
    [InlineData("""{"name":"x","service_ports":[{"proto":6,"port":80}],"apply_to":"everything"}""")]
    public async Task Have_either_ports_or_a_service_and_addresses_that_are_some(string body) =>
        (await Admin.Send("POST", Collection, JsonNode.Parse(body))).Expect(406);

    [Fact]
    public async Task Are_bound_to_workloads_once_they_are_active()
    {
        var draft = (string)(await Make("""{"name":"VS","service":{"href":"/orgs/1/sec_policy/draft/services/1"}}"""))["href"]!;
        var active = draft.Replace("draft", "active", StringComparison.Ordinal);
        var workload = (string)(await Admin.Get("/workloads?name=web-1"))[0]!["href"]!;
        JsonArray binding = new(
            new JsonObject
            {
                ["virtual_service"] = new JsonObject { ["href"] = active },
                ["workload"] = new JsonObject { ["href"] = workload },
            }
        );
        (await Admin.Send("POST", "/service_bindings", binding)).Expect(406);
        await Admin.Provision(draft);

        var href = (string)(await Admin.Post("/service_bindings", binding)).AsArray().Single()!["href"]!;
        Assert.Equal(workload, (string?)(await Admin.Get(href))["workload"]!["href"]);
        Assert.Single((await Admin.Get($"/service_bindings?virtual_service={active}")).AsArray());
        Assert.Empty((await Admin.Get("/service_bindings?workload=/orgs/1/workloads/x")).AsArray());
        await Admin.Delete(href);
        (await Admin.Send("GET", href)).Expect(404);
    }

    [Fact]
    public async Task Cannot_be_named_by_a_rule_since_whom_that_reaches_is_not_simulated()
    {
        var href = (string)(await Make("""{"name":"VS","service_ports":[{"proto":6,"port":80}]}"""))["href"]!;
        var rule = JsonNode.Parse(
            $$$"""
            {"enabled":true,"providers":[{"virtual_service":{"href":"{{{href}}}"}}],"consumers":[{"actors":"ams"}],
             "ingress_services":[{"proto":6,"port":80}],"resolve_labels_as":{"providers":["virtual_services"],"consumers":["workloads"]}}
            """
        );
        Assert.Equal("not_simulated", (await Admin.Send("POST", "/sec_policy/draft/rule_sets/1/sec_rules", rule)).Expect(406).Token);
    }
}
