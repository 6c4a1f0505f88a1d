using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class Firewall_settings_of_the_simulator : SimulatorTest
{
    private const string Draft = "/orgs/1/sec_policy/draft/firewall_settings";

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    [Fact]
    public async Task Are_written_in_the_draft_and_take_effect_once_provisioned()
    {
        var label = (string)(await Admin.Get("/labels?key=role&value=web"))[0]!["href"]!;
        var scopes = new JsonArray(new JsonArray(new JsonObject { ["label"] = new JsonObject { ["href"] = label } }));
        await Admin.Put(
            Draft,
            new JsonObject
            {
                ["static_policy_scopes"] = scopes.DeepClone(),
                ["rule_hit_count_enabled_scopes"] = new JsonArray(new JsonArray()),
            }
        );
        var pending = (await Admin.Get("/sec_policy/pending"))["firewall_settings"]![0]!;
        Assert.Equal((Draft, "update"), ((string?)pending["href"], (string?)pending["update_type"]));
        Assert.NotNull(pending["name"]);
        Assert.NotNull(pending["id"]);
        Assert.Equal("adaptive", await Mode());

        await Admin.Post(
            "/sec_policy",
            new JsonObject
            {
                ["change_subset"] = new JsonObject { ["firewall_settings"] = new JsonArray(new JsonObject { ["href"] = Draft }) },
            }
        );
        Assert.Equal("static", await Mode());
        var active = await Admin.Get("/sec_policy/active/firewall_settings");
        Assert.Equal(label, (string?)active["static_policy_scopes"]![0]![0]!["label"]!["href"]);
        Assert.Equal("[[]]", active["rule_hit_count_enabled_scopes"]!.ToJsonString());
    }

    private async Task<string?> Mode() =>
        (string?)(await Admin.Get("/workloads?name=web-1"))[0]!["agent"]!["config"]!["security_policy_update_mode"];

    [Fact]
    public async Task Refuse_what_their_schema_does_not_name_and_what_is_not_simulated()
    {
        Assert.Equal(
            "input_validation_error",
            (await Admin.Send("PUT", Draft, new JsonObject { ["allow_ipv6"] = false })).Expect(406).Token
        );
        Assert.Equal(
            "not_simulated",
            (await Admin.Send("PUT", Draft, new JsonObject { ["allow_captive_portal_outbound"] = true })).Expect(406).Token
        );
        (await Admin.Send("PUT", Draft.Replace("draft", "active", StringComparison.Ordinal), new JsonObject())).Expect(404);
        Assert.Empty((await Admin.Get("/sec_policy/pending")).AsObject());
    }
}
