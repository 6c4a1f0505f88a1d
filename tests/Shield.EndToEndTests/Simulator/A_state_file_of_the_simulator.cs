using System.Diagnostics;
using System.Text.Json.Nodes;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_state_file_of_the_simulator : IDisposable
{
    private const string Lists = "/sec_policy/draft/ip_lists";

    private readonly string _folder = Directory.CreateTempSubdirectory("shield-state-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string StatePath => Path.Combine(_folder, "pce.state");

    private SimulatorOptions Options =>
        PceHands.Options with
        {
            Seed = "three-tier",
            StateFile = StatePath,
            Users =
            [
                new ApiUser
                {
                    Key = "api_other",
                    Secret = "s",
                    Href = "/users/33",
                },
            ],
        };

    [Fact]
    public async Task Brings_back_everything_that_can_be_read()
    {
        string before;
        await using (var pce = await SimulatedPce.StartAsync(Options, Cancellation))
        {
            using var admin = new PceHands(pce);
            using var other = new PceHands(pce, "api_other", "s");
            await MakeHistory(pce, admin, other);
            before = await Everything(admin);
        }

        Assert.DoesNotContain(PceHands.Secret, await File.ReadAllTextAsync(StatePath, Cancellation), StringComparison.Ordinal);
        await using var again = await SimulatedPce.StartAsync(Options, Cancellation);
        using var hands = new PceHands(again);
        Assert.Equal(before, await Everything(hands));
    }

    /// <summary>Killed after a change was answered, over and over: no answer was a lie.</summary>
    [Fact]
    public async Task Survives_kill_9()
    {
        for (var round = 0; round < 3; round++)
        {
            using var shield = Process.Start(
                new ProcessStartInfo(
                    Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "shield.exe" : "shield"),
                    [
                        "pce-sim",
                        "--urls",
                        "http://127.0.0.1:0",
                        "--api-key",
                        PceHands.Key,
                        "--api-secret",
                        PceHands.Secret,
                        "--state",
                        StatePath,
                    ]
                )
                {
                    RedirectStandardOutput = true,
                    WorkingDirectory = _folder,
                }
            )!;
            try
            {
                var ready = await shield
                    .StandardOutput.ReadLineAsync(Cancellation)
                    .AsTask()
                    .WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
                using var admin = new PceHands(new Uri(ready!.Split(' ')[4]));
                Assert.Equal(1 + (round * 3), (await admin.Get(Lists)).AsArray().Count);
                for (var list = 0; list < 3; list++)
                {
                    await admin.CreateList($"{round}.{list}", "192.0.2.1");
                }
            }
            finally
            {
                shield.Kill();
                await shield.WaitForExitAsync(Cancellation);
            }
        }
    }

    [Fact]
    public async Task Loses_a_line_that_was_cut_off_and_nothing_else()
    {
        await using (var pce = await SimulatedPce.StartAsync(Options, Cancellation))
        {
            using var admin = new PceHands(pce);
            await admin.CreateList("Whole", "192.0.2.1");
            await admin.CreateList("Cut", "192.0.2.1");
        }

        var text = await File.ReadAllTextAsync(StatePath, Cancellation);
        await File.WriteAllTextAsync(StatePath, text[..^20], Cancellation);
        await using var again = await SimulatedPce.StartAsync(Options, Cancellation);
        using var hands = new PceHands(again);
        Assert.Equal(2, (await hands.Get(Lists)).AsArray().Count);
        await hands.CreateList("Cut", "192.0.2.1");
    }

    [Theory]
    [InlineData("rubbish\n", "line 1")]
    [InlineData("{\"simulated_pce\":1,\"org\":1,\"seed\":\"empty\",\"started\":\"2026-11-24T08:00:00Z\"}\n", "seed")]
    [InlineData("{\"simulated_pce\":1,\"org\":1,\"seed\":\"three-tier\",\"started\":\"2026-11-24T08:00:00Z\"}\n{\"at\":1}\n", "line 2")]
    [InlineData(
        "{\"simulated_pce\":1,\"org\":1,\"seed\":\"three-tier\",\"started\":\"2026-11-24T08:00:00Z\"}\n"
            + "{\"at\":\"2026-11-24T08:00:00Z\",\"by\":\"/users/1\",\"username\":\"u\",\"method\":\"DELETE\","
            + "\"href\":\"/orgs/1/sec_policy/draft/ip_lists/9\",\"body\":null}\n",
        "refuses"
    )]
    public async Task Is_refused_where_it_is_none_or_anothers(string text, string part)
    {
        await File.WriteAllTextAsync(StatePath, text, Cancellation);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SimulatedPce.StartAsync(Options, Cancellation));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains(StatePath, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Belongs_to_one_simulator_at_a_time()
    {
        await using var pce = await SimulatedPce.StartAsync(Options, Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(() => SimulatedPce.StartAsync(Options, Cancellation));
    }

    /// <summary>Of everything that has an id, a state or an author; refusals too, which must use up no id.</summary>
    private static async Task MakeHistory(SimulatedPce pce, PceHands admin, PceHands other)
    {
        var label = (string)(await admin.Post("/labels", new JsonObject { ["key"] = "env", ["value"] = "test" }))["href"]!;
        await admin.Post(
            "/workloads",
            new JsonObject { ["hostname"] = "printer", ["labels"] = new JsonArray(new JsonObject { ["href"] = label }) }
        );
        var list = await admin.CreateList("L", "192.0.2.1");
        JsonObject RuleSet(string name) =>
            new()
            {
                ["name"] = name,
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
            };
        // The name is taken, and its rule had an id.
        (await admin.Send("POST", "/sec_policy/draft/rule_sets", RuleSet("Default"))).Expect(406);
        var ruleSet = (string)(await admin.Post("/sec_policy/draft/rule_sets", RuleSet("R")))["href"]!;
        await admin.Provision(list, ruleSet);
        pce.Script(
            new FaultRule
            {
                Path = "/noop",
                Effect = new Fault.AnotherAdministrator("L") { Add = ["192.0.2.9"], Provision = true },
            }
        );
        await admin.Get("/api/v2/noop");
        await other.Put(list, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2", "198.51.100.0/24") });
        await admin.Delete(await admin.CreateList("Gone", "192.0.2.1"));
        await admin.CreateList("Next", "192.0.2.1");
        await admin.Delete((string)(await admin.Get("/workloads?hostname=db-2"))[0]!["href"]!);
    }

    private static async Task<string> Everything(PceHands admin)
    {
        var answers = new List<string>();
        foreach (
            var path in new[]
            {
                Lists,
                "/sec_policy/active/ip_lists",
                "/sec_policy/draft/rule_sets",
                "/sec_policy/active/rule_sets",
                "/sec_policy",
                "/sec_policy/pending",
                "/sec_policy/3/modified_objects",
                "/labels",
                "/workloads?managed=false",
            }
        )
        {
            answers.Add($"{path} {(await admin.Get(path)).ToJsonString()}");
        }

        answers.AddRange(
            (await admin.Get("/workloads"))
                .AsArray()
                .Select(workload => $"{workload!["href"]} {workload["name"]} {workload["enforcement_mode"]}")
        );
        return string.Join('\n', answers);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
