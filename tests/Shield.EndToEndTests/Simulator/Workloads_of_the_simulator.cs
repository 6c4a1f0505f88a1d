using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class Workloads_of_the_simulator : SimulatorTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    private async Task<string?[]> Hostnames(string query) =>
        [.. (await Admin.Get($"/workloads?{query}")).AsArray().Select(workload => (string?)workload!["hostname"])];

    [Fact]
    public async Task Are_six_in_full_enforcement_in_the_three_tier_seed_with_public_addresses_and_IPv6_on_the_web()
    {
        var workloads = (await Admin.Get("/workloads?managed=true")).AsArray();
        Assert.Equal(6, workloads.Count);
        Assert.All(
            workloads,
            workload => Assert.Equal(("full", true), ((string?)workload!["enforcement_mode"], (bool)workload["online"]!))
        );
        Assert.All(workloads, workload => Assert.Matches(@"^(52|18|3)\.", (string)workload!["public_ip"]!));
        Assert.Equal(
            2,
            workloads.Count(workload => workload!["interfaces"]!.AsArray().Any(each => ((string)each!["address"]!).Contains(':')))
        );
        Assert.Equal(["role", "app", "env", "loc"], workloads[0]!["labels"]!.AsArray().Select(label => (string?)label!["key"]));
    }

    [Fact]
    public async Task Are_found_by_hostname_address_mode_and_labels()
    {
        Assert.Equal(["web-1.shop.example", "web-2.shop.example"], await Hostnames("hostname=web-"));
        Assert.Equal(["db-1.shop.example"], await Hostnames("ip_address=10.20.3.31"));
        Assert.Empty(await Hostnames("enforcement_mode=idle"));
        Assert.Empty(await Hostnames("managed=false"));
        var (web, database) = (
            (string?)(await Admin.Get("/labels?key=role&value=web"))[0]!["href"],
            (string?)(await Admin.Get("/labels?key=role&value=db"))[0]!["href"]
        );
        Assert.Equal(4, (await Hostnames($"labels=[[\"{web}\"],[\"{database}\"]]")).Length);
        Assert.Empty(await Hostnames($"labels=[[\"{web}\",\"{database}\"]]"));
        (await Admin.Send("GET", "/workloads?labels=web")).Expect(406);
        (await Admin.Send("GET", "/workloads?managed=perhaps")).Expect(406);
    }

    [Fact]
    public async Task Change_mode_and_labels_by_PUT_at_once()
    {
        var href = (string)(await Admin.Get("/workloads?hostname=web-1"))[0]!["href"]!;
        await Admin.Put(href, new JsonObject { ["enforcement_mode"] = "selective", ["labels"] = new JsonArray() });
        var workload = await Admin.Get(href);
        Assert.Equal(("selective", "[]"), ((string?)workload["enforcement_mode"], workload["labels"]!.ToJsonString()));
        (await Admin.Send("PUT", href, new JsonObject { ["enforcement_mode"] = "enforced" })).Expect(406);
    }

    [Fact]
    public async Task Are_unmanaged_and_without_status_of_an_agent_when_posted()
    {
        var workload = await Admin.Post(
            "/workloads",
            new JsonObject
            {
                ["hostname"] = "printer.shop.example",
                ["interfaces"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "eth0",
                        ["address"] = "10.20.9.9",
                        ["link_state"] = "up",
                    }
                ),
            }
        );
        Assert.Equal((false, "config"), ((bool)workload["managed"]!, workload["agent"]!.AsObject().Single().Key));
        (await Admin.Send("POST", "/workloads", new JsonObject())).Expect(406);
        await Admin.Delete((string)workload["href"]!);
        (await Admin.Send("GET", (string)workload["href"]!)).Expect(404);
    }

    [Fact]
    public async Task Keep_what_else_a_body_says_of_them()
    {
        var href = (string)
            (
                await Admin.Post(
                    "/workloads",
                    JsonNode.Parse(
                        """
                        {"name":"w","service_provider":"aws.amazon.com","data_center":"eu-central-1","data_center_zone":"a","os_id":"ubuntu","os_detail":"24.04",
                         "service_principal_name":null,"distinguished_name":"CN=w","agent":{"config":{"mode":"idle"}}}
                        """
                    )!
                )
            )["href"]!;
        await Admin.Put(href, new JsonObject { ["data_center"] = "eu-west-1" });
        var workload = await Admin.Get(href);
        Assert.Equal(
            ("aws.amazon.com", "eu-west-1", "a", "ubuntu", ""),
            (
                (string?)workload["service_provider"],
                (string?)workload["data_center"],
                (string?)workload["data_center_zone"],
                (string?)workload["os_id"],
                (string?)workload["service_principal_name"]
            )
        );
        (await Admin.Send("PUT", href, new JsonObject { ["created_at"] = "2026-11-24T08:00:00Z" })).Expect(406);
    }

    [Fact]
    public async Task Have_labels_each_once()
    {
        var label = await Admin.Post("/labels", new JsonObject { ["key"] = "env", ["value"] = "test" });
        Assert.Equal("test", (string?)(await Admin.Get((string)label["href"]!))["value"]);
        Assert.Equal(
            "label_key_and_value_must_be_unique",
            (await Admin.Send("POST", "/labels", new JsonObject { ["key"] = "env", ["value"] = "test" })).Expect(406).Token
        );
    }

    [Fact]
    public async Task Come_with_a_policy_that_other_people_made_and_provisioned()
    {
        Assert.Equal(2, (int)(await Admin.Get("/sec_policy"))[0]!["version"]!);
        Assert.Equal(6, (int)(await Admin.Get("/sec_policy/2"))["workloads_affected"]!);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.Equal("/users/4", (string?)(await Admin.Get("/sec_policy/active/rule_sets?name=Shop"))[0]!["created_by"]!["href"]);
    }
}
