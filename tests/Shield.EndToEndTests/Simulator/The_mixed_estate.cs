using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>A new block, and on which hosts it bites: the seed "mixed".</summary>
public sealed class The_mixed_estate : SimulatorTest
{
    private const string Attacker = "45.95.11.7";
    private const string Attacker6 = "2a0e:97c0:3ea::7";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "mixed", Clock = _clock };

    private async Task Block(params string[] addresses)
    {
        var list = await Admin.CreateList("Threats", addresses);
        var ruleSet = (string)
            (await Admin.Post("/sec_policy/draft/rule_sets", new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() }))["href"]!;
        await Admin.Post(
            $"{ruleSet}/deny_rules",
            new JsonObject
            {
                ["override"] = true,
                ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                ["consumers"] = new JsonArray(new JsonObject { ["ip_list"] = new JsonObject { ["href"] = list } }),
                ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = "/orgs/1/sec_policy/draft/services/1" }),
            }
        );
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Admin.Provision(list, ruleSet);
        _clock.Advance(TimeSpan.FromSeconds(10));
    }

    private async Task<string> Reach(string host, string from = Attacker)
    {
        var answer = await Admin.Get($"/sim/v1/reach?from={from}&to={host}.shop.example&port=443&proto=6");
        return $"{((bool)answer["allowed"]! ? "passes" : "blocked")} {(string?)answer["decision"]}";
    }

    private async Task<JsonNode> Workload(string host) => (await Admin.Get($"/workloads?hostname={host}."))[0]!;

    [Theory]
    [InlineData("web-1", "blocked override_deny")]
    [InlineData("idle-1", "passes not_enforced")]
    [InlineData("visibility-1", "passes not_enforced")]
    [InlineData("selective-1", "blocked override_deny")]
    [InlineData("late-1", "passes allow")]
    [InlineData("static-1", "passes allow")]
    [InlineData("degraded-1", "passes allow")]
    [InlineData("suspended-1", "passes not_enforced")]
    [InlineData("offline-1", "passes allow")]
    [InlineData("error-1", "passes allow")]
    [InlineData("coexisting-1", "passes not_enforced")]
    [InlineData("aix-1", "blocked override_deny")]
    [InlineData("unmanaged-1", "passes not_enforced")]
    public async Task Has_a_host_for_each_reason_why_a_block_bites_or_does_not(string host, string verdict)
    {
        await Block(Attacker);
        Assert.Equal(verdict, await Reach(host));
    }

    [Theory]
    [InlineData("web-1", "applied", "active", "adaptive", "active", true)]
    [InlineData("late-1", "syncing", "active", "adaptive", "active", true)]
    [InlineData("static-1", "staged", "active", "static", "active", true)]
    [InlineData("degraded-1", "syncing", "active", "adaptive", "warning", true)]
    [InlineData("suspended-1", "suspended", "suspended", "adaptive", "suspended", true)]
    [InlineData("offline-1", "syncing", "active", "adaptive", "error", false)]
    [InlineData("error-1", "error", "active", "adaptive", "error", true)]
    public async Task Tells_of_each_by_the_fields_and_filters_that_clients_read(
        string host,
        string state,
        string ven,
        string updates,
        string health,
        bool online
    )
    {
        await Block(Attacker);
        var workload = await Workload(host);
        Assert.Equal(
            (state, ven, updates, online),
            (
                (string?)workload["agent"]!["status"]!["security_policy_sync_state"],
                (string?)workload["ven"]!["status"],
                (string?)workload["agent"]!["config"]!["security_policy_update_mode"],
                (bool)workload["online"]!
            )
        );
        foreach (
            var filter in new[]
            {
                $"security_policy_sync_state={state}",
                $"security_policy_update_mode={updates}",
                $"policy_health={health}",
                $"online={online}".ToLowerInvariant(),
                $"ven={workload["ven"]!["href"]}",
                "agent.active_pce_fqdn=pce.simulated.example",
            }
        )
        {
            Assert.Contains(host, (await Admin.Get($"/workloads?{filter}")).AsArray().Select(each => (string?)each!["name"]));
        }
    }

    [Fact]
    public async Task Finds_hosts_by_the_time_of_their_last_heartbeat_and_unmanaged_ones_by_no_such_question()
    {
        var silent = (await Admin.Get("/workloads?last_heartbeat_on[lte]=2026-11-24T07:50:00Z"))
            .AsArray()
            .Select(each => (string?)each!["name"]);
        Assert.Equal(["degraded-1", "offline-1"], silent);
        Assert.Equal(15, (await Admin.Get("/workloads?last_heartbeat_on[gte]=2026-11-24T07:50:00Z")).AsArray().Count);
        Assert.Empty((await Admin.Get("/workloads?managed=false&policy_health=active")).AsArray());
    }

    [Fact]
    public async Task Is_in_sync_again_once_the_next_heartbeat_came()
    {
        await Block(Attacker);
        var before = (string?)(await Workload("late-1"))["agent"]!["status"]!["security_policy_applied_at"];
        _clock.Advance(TimeSpan.FromMinutes(5));
        var status = (await Workload("late-1"))["agent"]!["status"]!;
        Assert.Equal("applied", (string?)status["security_policy_sync_state"]);
        Assert.NotEqual(before, (string?)status["security_policy_applied_at"]);
        Assert.Equal("blocked override_deny", await Reach("late-1"));
    }

    [Fact]
    public async Task Receives_what_it_only_stages()
    {
        await Block(Attacker);
        var status = (await Workload("static-1"))["agent"]!["status"]!;
        Assert.True(
            string.CompareOrdinal((string?)status["security_policy_received_at"], (string?)status["security_policy_applied_at"]) > 0
        );
        var scopes = (await Admin.Get("/sec_policy/active/firewall_settings"))["static_policy_scopes"]!;
        Assert.Contains(
            (string?)scopes[0]![0]!["label"]!["href"],
            (await Workload("static-1"))["labels"]!.AsArray().Select(label => (string?)label!["href"])
        );
        Assert.Equal(
            "/orgs/1/sec_policy/draft/firewall_settings",
            (string?)(await Admin.Get("/sec_policy/draft/firewall_settings"))["href"]
        );
        (await Admin.Send("GET", "/sec_policy/99/firewall_settings")).Expect(404);
    }

    [Fact]
    public async Task Leaves_the_time_of_the_policy_of_an_unconcerned_host_alone()
    {
        var before = (string?)(await Workload("web-1"))["agent"]!["status"]!["security_policy_applied_at"];
        _clock.Advance(TimeSpan.FromHours(1));
        await Admin.Provision(await Admin.CreateList("Used by no rule", "192.0.2.1"));
        var status = (await Workload("web-1"))["agent"]!["status"]!;
        Assert.Equal((before, "applied"), ((string?)status["security_policy_applied_at"], (string?)status["security_policy_sync_state"]));
    }

    [Fact]
    public async Task Shows_whose_firewall_is_not_primary_and_who_has_no_IPv6()
    {
        await Block(Attacker6);
        Assert.False((bool)(await Workload("coexisting-1"))["firewall_coexistence"]!["illumio_primary"]!);
        Assert.Null((await Workload("web-1"))["firewall_coexistence"]);
        Assert.StartsWith("aix", (string?)(await Workload("aix-1"))["os_id"]);
        Assert.Equal(("passes not_enforced", "blocked override_deny"), (await Reach("aix-1", Attacker6), await Reach("web-1", Attacker6)));
    }

    [Fact]
    public async Task Lists_the_agents_with_what_troubles_them()
    {
        async Task<string[]> Hosts(string query) => [.. (await Admin.Get($"/vens?{query}")).AsArray().Select(ven => (string)ven!["name"]!)];
        Assert.Equal(17, (await Hosts("")).Length);
        Assert.Equal(["suspended-1"], await Hosts("status=suspended"));
        Assert.Equal(["offline-1", "error-1"], await Hosts("health=error"));
        Assert.Equal(["error-1"], await Hosts("condition=agent.policy_deploy_failed"));
        Assert.Equal(["degraded-1", "offline-1"], await Hosts("disconnected_before=2026-11-24T07:50:00Z"));

        var ven = await Admin.Get((string)(await Workload("error-1"))["ven"]!["href"]!);
        Assert.Equal(
            ("err", "agent.policy_deploy_failed"),
            (
                (string?)ven["conditions"]![0]!["latest_event"]!["severity"],
                (string?)ven["conditions"]![0]!["latest_event"]!["notification_type"]
            )
        );
        Assert.Equal((string?)(await Workload("error-1"))["href"], (string?)ven["workloads"]![0]!["href"]);
        (await Admin.Send("GET", "/vens/nobody")).Expect(404);
    }
}

/// <summary>Drafts and provisioning work, nothing is sent, and only /health shows it.</summary>
public sealed class A_listen_only_PCE : SimulatorTest
{
    protected override SimulatorOptions Options =>
        PceHands.Options with
        {
            Seed = "three-tier",
            ListenOnlySince = TimeProvider.System.GetUtcNow(),
        };

    [Fact]
    public async Task Provisions_but_no_host_hears_of_it_while_all_claim_to_be_in_sync()
    {
        var ruleSet = (string)(await Admin.Get("/sec_policy/draft/rule_sets?name=Shop"))[0]!["href"]!;
        await Admin.Put(ruleSet, new JsonObject { ["enabled"] = false });
        await Admin.Provision(ruleSet);
        Assert.True((bool)(await Admin.Get("/sim/v1/reach?from=192.0.2.1&to=web-1.shop.example&port=443&proto=6"))["allowed"]!);
        Assert.All(
            (await Admin.Get("/workloads")).AsArray(),
            workload => Assert.Equal("applied", (string?)workload!["agent"]!["status"]!["security_policy_sync_state"])
        );
        Assert.NotNull((await Admin.Get("/api/v2/health"))[0]!["listen_only_mode_enabled_at"]);
    }
}
