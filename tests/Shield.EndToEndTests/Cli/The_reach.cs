using System.Text.Json.Nodes;
using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Cli;

/// <summary>On which hosts a block bites, as Shield tells it: against a PCE with a host for each reason why one does not.</summary>
public sealed class The_reach : CliTest
{
    private const string Attacker = "45.95.11.7";
    private const string Attacker6 = "2a0e:97c0:3ea::7";

    private static readonly string[] Healthy = ["aix-1", "app-1", "app-2", "db-1", "db-2", "web-1", "web-2"];

    private static readonly string[] Ill =
    [
        "degraded: degraded-1",
        "error: error-1",
        "idle: idle-1",
        "not-primary: coexisting-1",
        "offline: offline-1",
        "staged: static-1",
        "suspended: suspended-1",
        "syncing: late-1",
        "visibility-only: visibility-1",
    ];

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "mixed" };

    [Fact]
    public async Task Is_in_deny_mode_what_the_firewalls_of_a_mixed_estate_do()
    {
        await Initialise();
        await Block(Attacker);

        var reach = (await Json("explain", Attacker)).Expect(0).Json["reach"]!;

        var (inbound, outbound) = (Row(reach, "inbound"), Row(reach, "outbound"));
        Assert.Equal((17, 8), Numbers(inbound));
        Assert.Equal(Ill, Without(inbound));
        Assert.Equal((17, 7), Numbers(outbound));
        Assert.Equal(With("selective: selective-1"), Without(outbound));
        Assert.All([inbound, outbound], row => Assert.Equal("proved", (string)row["proof"]!));
        Assert.Equal("unmanaged-1.shop.example", (string)Assert.Single(reach["unmanaged"]!["workloads"]!.AsArray())!);
        Assert.Equal(Healthy.Append("selective-1").Order(StringComparer.Ordinal), await BlockedBy(host => Ask(Attacker, host)));
        Assert.Equal(Healthy, await BlockedBy(host => Ask(host, Attacker)));
    }

    [Fact]
    public async Task Is_in_exclusion_mode_what_the_firewalls_of_a_mixed_estate_do()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        (await Json("init", "--apply", "--all-any-rules")).Expect(0);
        await Block(Attacker);

        var reach = (await Json("explain", Attacker)).Expect(0).Json["reach"]!;

        foreach (var direction in new[] { "inbound", "outbound" })
        {
            var row = Row(reach, direction);
            Assert.Equal((17, 7), Numbers(row));
            Assert.Equal(With("selective: selective-1"), Without(row));
            Assert.Equal("proved", (string)row["proof"]!);
        }

        Assert.Equal(Healthy, await BlockedBy(host => Ask(host, Attacker)));
        Assert.Equal(Healthy, await BlockedBy(host => Ask(Attacker, host)));
    }

    [Fact]
    public async Task Of_an_IPv6_block_leaves_out_who_has_no_IPv6()
    {
        await Initialise();
        await Block(Attacker6);

        var row = Row((await Json("explain", Attacker6)).Expect(0).Json["reach"]!, "inbound");

        Assert.Equal(("ipv6", (17, 6)), ((string)row["family"]!, Numbers(row)));
        Assert.Contains("no-ipv6: aix-1", Without(row));
        Assert.Contains("selective: selective-1", Without(row));
    }

    [Fact]
    public async Task Is_nobody_in_exclusion_mode_while_another_rule_lets_the_party_in()
    {
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        var website = (await Json("init")).Json["rules"]!
            .AsArray()
            .Single(rule => ((string)rule!["description"]!).StartsWith("The website", StringComparison.Ordinal))!;
        (await Json("init", "--apply", "--rule", (string)website["rule"]!)).Expect(0);
        await IngestAndApply(Attacker);

        var row = Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound");

        Assert.Equal((17, 0), Numbers(row));
        Assert.StartsWith("open-elsewhere: ", Assert.Single(Without(row)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_totalled_by_status_and_told_in_words()
    {
        await Initialise();
        await Block(Attacker);

        var reach = (await Json("status")).Expect(0).Json["reach"]!;
        Assert.Equal(((17, 8), (17, 7)), (Numbers(Row(reach, "inbound")), Numbers(Row(reach, "outbound"))));

        foreach (var command in new string[][] { ["status"], ["explain", Attacker], ["threats", "show", Attacker] })
        {
            var text = (await Text(command)).Expect(0).Output;
            Assert.All(
                [
                    "inbound: 8 of 17 managed workloads enforce it; proved",
                    "outbound: 7 of 17",
                    "1 suspended, the VEN is suspended",
                    "selective-1.shop.example",
                    "agent.policy_deploy_failed",
                    "unmanaged-1.shop.example",
                ],
                part => Assert.Contains(part, text, StringComparison.Ordinal)
            );
            Assert.DoesNotContain("All is well", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Leaves_out_who_is_outside_of_the_scope()
    {
        Environment["SHIELD_PCE__SCOPE__0"] = "env=prod,loc=eu-central-1";
        Environment["SHIELD_PCE__SCOPE__1"] = "env=prod,app=shop,loc=eu-central-1";
        (await Initialise()).Expect(0);
        await Block(Attacker);

        var row = Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound");

        Assert.Equal((17, 8), Numbers(row));
        Assert.Equal([.. Ill.Except(["staged: static-1"]).Append("out-of-scope: static-1").Order(StringComparer.Ordinal)], Without(row));
    }

    /// <summary>Whatever the settings say: a host that the rule set on the PCE leaves out blocks nobody.</summary>
    [Fact]
    public async Task Goes_by_the_scope_that_the_rule_set_has_on_the_PCE()
    {
        Environment["SHIELD_PCE__SCOPE__0"] = "loc=change-freeze";
        (await Initialise()).Expect(0);
        await Block(Attacker);
        Environment.Remove("SHIELD_PCE__SCOPE__0");

        var narrow = Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound");
        Assert.Equal((17, 0), Numbers(narrow));
        Assert.Contains(Without(narrow), one => one.StartsWith("out-of-rule-scope: ", StringComparison.Ordinal));
        Assert.Contains("init --rescope", (await Text("init")).Expect(0).Output, StringComparison.Ordinal);

        var shown = (await Json("init", "--rescope")).Expect(0).Json;
        Assert.Contains("all workloads", (string)Assert.Single(shown["create"]!.AsArray())!, StringComparison.Ordinal);
        Assert.Equal((17, 0), Numbers(Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound")));
        (await Json("init", "--rescope", "--apply")).Expect(0);

        var wide = Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound");
        Assert.Equal((17, 8), Numbers(wide));
        Assert.Equal(Ill, Without(wide));
        Assert.DoesNotContain("another scope", (await Text("init")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_the_PCE_about_nobody_outside_of_the_scope()
    {
        Environment["SHIELD_PCE__SCOPE__0"] = "app=shop,loc=change-freeze";
        (await Initialise()).Expect(0);
        await Block(Attacker);

        var row = Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound");

        Assert.Equal((17, 0), Numbers(row));
        Assert.Contains("staged: static-1", Without(row));
        Assert.Equal("static-1.shop.example", (string)Assert.Single(row["samples"]!.AsArray())!["workload"]!);
    }

    [Fact]
    public async Task Is_nobody_while_the_rule_is_disabled()
    {
        await Initialise();
        await Block(Attacker);
        var ruleSet = (string)(await Admin.Get("/sec_policy/draft/rule_sets?name=GuardDuty"))[0]!["href"]!;
        await Admin.Put(ruleSet, new JsonObject { ["enabled"] = false });
        await Admin.Provision(ruleSet);

        var row = Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound");

        Assert.Equal((17, 0), Numbers(row));
        Assert.Equal("no-rule", (string)Assert.Single(row["others"]!.AsArray())!["reason"]!);
        Assert.Null(row["proof"]);
    }

    [Theory]
    [InlineData("/orgs/*/workloads*", """{"kind":"server_error","status":500}""")]
    [InlineData("/health", """{"kind":"server_error","status":500}""")]
    [InlineData("/orgs/*/workloads*", """{"kind":"truncated","rows":3,"headers":"honest"}""")]
    public async Task Is_unknown_where_it_cannot_be_read_whole_and_no_command_fails_for_that(string path, string effect)
    {
        await Initialise();
        await Block(Attacker);
        Pce.Script([
            .. FaultJson.Parse(
                """[{"match":{"method":"GET","path":"PATH"},"effect":EFFECT},{"match":{"path":"/orgs/*/jobs/*"},"effect":{"kind":"server_error","status":500}}]"""
                    .Replace("PATH", path, StringComparison.Ordinal)
                    .Replace("EFFECT", effect, StringComparison.Ordinal)
            ),
        ]);

        var explained = (await Json("explain", Attacker)).Expect(0).Json;
        var status = (await Json("status")).Expect(0).Json;

        Assert.Equal("active", (string)explained["state"]!);
        foreach (var reach in new[] { explained["reach"]!, status["reach"]! })
        {
            Assert.False((bool)reach["known"]!);
            Assert.Contains("GET ", (string)reach["detail"]!, StringComparison.Ordinal);
            Assert.Empty(reach["rows"]!.AsArray());
        }

        var text = (await Text("status")).Expect(0).Output;
        Assert.Contains("unknown: GET ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("All is well", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stands_without_proof_where_the_PCE_cannot_be_asked()
    {
        await Initialise();
        await Block(Attacker);
        Pce.Script([.. FaultJson.Parse("""[{"match":{"path":"/orgs/**/policy_check"},"effect":{"kind":"server_error","status":500}}]""")]);

        var row = Row((await Json("explain", Attacker)).Expect(0).Json["reach"]!, "inbound");

        Assert.Equal((17, 8), Numbers(row));
        Assert.Null(row["proof"]);
    }

    [Fact]
    public async Task Counts_hundreds_of_workloads_whole_and_names_few_of_them()
    {
        for (var i = 0; i < 510; i++)
        {
            await Admin.Post("/workloads", new JsonObject { ["name"] = $"described-{i}" });
        }

        await Initialise();
        await Block(Attacker);

        var reach = (await Json("explain", Attacker)).Expect(0).Json["reach"]!;
        Assert.Equal((17, 8), Numbers(Row(reach, "inbound")));
        Assert.Equal(511, (int)reach["unmanaged"]!["count"]!);
        Assert.Contains("and 506 more", (await Text("explain", Attacker)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_asked_of_nobody_where_nothing_is_listed()
    {
        await Initialise();
        Assert.Null((await Json("explain", Attacker)).Expect(0).Json["reach"]);
        Assert.DoesNotContain(Pce.Calls, call => call.Path.Contains("/workloads", StringComparison.Ordinal));
    }

    private async Task Block(string party) => (await Json("threats", "block", party, "--reason", "both ways")).Expect(0);

    private static JsonNode Row(JsonNode reach, string direction) =>
        reach["rows"]!.AsArray().Single(row => (string)row!["direction"]! == direction)!;

    private static (int Workloads, int Enforcing) Numbers(JsonNode row) => ((int)row["workloads"]!, (int)row["enforcing"]!);

    private static string[] With(string more) => [.. Ill.Append(more).Order(StringComparer.Ordinal)];

    private static string[] Without(JsonNode row) =>
        [
            .. row["others"]!
                .AsArray()
                .Select(other =>
                    $"{other!["reason"]}: "
                    + string.Join(
                        ", ",
                        other["workloads"]!.AsArray().Select(each => Short((string)each!["name"]!)).Order(StringComparer.Ordinal)
                    )
                )
                .Order(StringComparer.Ordinal),
        ];

    private static string Short(string hostname) => hostname.Split('.')[0];

    /// <summary>Hosts whose firewall, as the simulator has it, lets the connection not pass.</summary>
    private async Task<string[]> BlockedBy(Func<string, Task<bool>> passes)
    {
        List<string> blocked = [];
        foreach (var workload in (await Admin.Get("/workloads")).AsArray())
        {
            if (!await passes((string)workload!["hostname"]!))
            {
                blocked.Add(Short((string)workload["hostname"]!));
            }
        }

        return [.. blocked.Order(StringComparer.Ordinal)];
    }

    private async Task<bool> Ask(string from, string to) =>
        (bool)(await Admin.Get($"/sim/v1/reach?from={from}&to={to}&port=443&proto=6"))["allowed"]!;
}

/// <summary>Policy is provisioned, and no host hears of it.</summary>
public sealed class The_reach_on_a_listen_only_PCE : CliTest
{
    protected override SimulatorOptions Options =>
        PceHands.Options with
        {
            Seed = "three-tier",
            ListenOnlySince = TimeProvider.System.GetUtcNow(),
        };

    [Fact]
    public async Task Is_nobody_although_the_block_is_active_and_the_policy_check_proves_it()
    {
        await Initialise();
        await IngestAndApply("45.95.11.7");

        var answer = (await Json("explain", "45.95.11.7")).Expect(0).Json;

        Assert.Equal("active", (string)answer["state"]!);
        var row = Assert.Single(answer["reach"]!["rows"]!.AsArray())!;
        Assert.Equal((6, 0, "proved"), ((int)row["workloads"]!, (int)row["enforcing"]!, (string)row["proof"]!));
        Assert.Equal("listen-only", (string)Assert.Single(row["others"]!.AsArray())!["reason"]!);
        Assert.True(await Reaches("45.95.11.7", "web-1.shop.example", 443));
        Assert.Contains("The rule is in force, and hosts do not prove it", (await Text("status")).Output, StringComparison.Ordinal);
    }
}
