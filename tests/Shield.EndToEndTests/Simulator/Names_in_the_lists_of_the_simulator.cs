using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public abstract class NamesTest : SimulatorTest
{
    private protected async Task Deny(params string[] names)
    {
        var list = (string)
            (
                await Admin.Post(
                    "/sec_policy/draft/ip_lists",
                    new JsonObject
                    {
                        ["name"] = "Names",
                        ["fqdns"] = new JsonArray([.. names.Select(name => new JsonObject { ["fqdn"] = name })]),
                    }
                )
            )["href"]!;
        var ruleSet = (string)
            (await Admin.Post("/sec_policy/draft/rule_sets", new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() }))["href"]!;
        await Admin.Post(
            $"{ruleSet}/deny_rules",
            new JsonObject
            {
                ["override"] = true,
                ["providers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
                ["consumers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = "/orgs/1/sec_policy/draft/services/1" }),
            }
        );
        await Admin.Provision(list, ruleSet);
    }

    private protected async Task<string> Reach(string to)
    {
        var answer = await Admin.Get($"/sim/v1/reach?from=web-1.shop.example&to={to}&port=443&proto=6");
        return $"{((bool)answer["allowed"]! ? "passes" : "blocked")} {(string?)answer["decision"]}";
    }

    private protected async Task<string[]> Notifications() =>
        [
            .. (await Admin.Get("/events"))
                .AsArray()
                .SelectMany(each => each!["notifications"]!.AsArray())
                .Select(each => (string)each!["notification_type"]!),
        ];
}

/// <summary>As documented of enforcement boundaries.</summary>
public sealed class Names_in_deny_rules_of_the_simulator : NamesTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier" };

    [Fact]
    public async Task Are_dropped_and_each_workload_is_told_of_a_partial_policy()
    {
        await Deny("evil.example");
        Assert.Equal("passes allow", await Reach("evil.example"));
        Assert.Equal(Enumerable.Repeat("workload.partial_policy_delivered", 6), await Notifications());
        var notified = (await Admin.Get("/events?event_type=agent.refresh_policy"))[0]!;
        Assert.StartsWith("/orgs/1/agents/", (string?)notified["created_by"]!["agent"]!["href"]);
        Assert.Equal(
            "workload.partial_policy_delivered",
            (string?)(await Admin.Get("/workloads"))[0]!["agent"]!["status"]!["agent_health"]![0]!["type"]
        );
    }

    [Fact]
    public async Task Trouble_nobody_where_there_are_none()
    {
        await Admin.Provision(await Admin.CreateList("L", "192.0.2.1"));
        Assert.Empty(await Notifications());
        Assert.Equal("[]", (await Admin.Get("/workloads"))[0]!["agent"]!["status"]!["agent_health"]!.ToJsonString());
    }
}

/// <summary><c>--fqdn-deny honour</c>.</summary>
public sealed class Names_in_deny_rules_that_are_honoured : NamesTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Seed = "three-tier", HonourNamesInDenyRules = true };

    [Theory]
    [InlineData("evil.example", "blocked override_deny")]
    [InlineData("EVIL.example", "blocked override_deny")]
    [InlineData("good.example", "passes allow")]
    [InlineData("a.evil.example", "passes allow")]
    [InlineData("a.bad.example", "blocked override_deny")]
    [InlineData("a.b.bad.example", "passes allow")]
    [InlineData("us-7.ec2.example", "blocked override_deny")]
    public async Task Block_by_name_with_a_star_for_one_label_and_tell_nobody(string name, string verdict)
    {
        await Deny("evil.example", "*.bad.example", "us-*.ec2.example");
        Assert.Equal(verdict, await Reach(name));
        Assert.Empty(await Notifications());
    }

    [Theory]
    [InlineData("to=web-1.shop.example&from=evil.example")]
    [InlineData("from=web-1.shop.example&to=010.0.0.1")]
    [InlineData("from=web-1.shop.example&to=evil")]
    [InlineData("from=web-1.shop.example&to=evil..example")]
    public async Task Are_destinations_only_and_look_like_names(string query) =>
        (await Admin.Send("GET", $"/sim/v1/reach?{query}&port=443&proto=6")).Expect(400);
}
