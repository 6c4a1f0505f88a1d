using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

public sealed class A_simulation : CliTest
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "Shield.EndToEndTests", "Cases");

    public static TheoryData<string> Corpus =>
        [.. Directory.GetFiles(Cases, "findings.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Cases, file))];

    [Fact]
    public async Task Says_what_another_policy_would_have_blocked_and_when_and_writes_nothing()
    {
        (await Initialise()).Expect(0);
        (
            await Json(
                "ingest",
                File(
                    "findings.json",
                    FindingText.BruteForce("45.83.64.1", severity: 8, seen: Clock.GetUtcNow().AddDays(-2)),
                    FindingText.BruteForce("45.83.64.2", severity: 2, seen: Clock.GetUtcNow().AddHours(-3)),
                    FindingText.BruteForce("45.83.64.3", severity: 2, seen: Clock.GetUtcNow().AddDays(-4))
                ),
                "--apply"
            )
        ).Expect(0);
        var before = await System.IO.File.ReadAllBytesAsync(Ledger, Cancellation);

        var run = (await Json("simulate", "--last", "30d", "--set", "Policy:MinimumSeverity=5")).Expect(0);

        Assert.Equal("3 0 1 2", Counts(run.Json["before"]!));
        Assert.Equal("1 0 0 1", Counts(run.Json["after"]!));
        Assert.Equal(2, (int)run.Json["changed"]!);
        var changed = run.Json["parties"]!.AsArray().ToDictionary(party => (string)party!["indicator"]!, party => party!);
        Assert.Equal("block brute-force > ignore below-severity", Verdicts(changed["45.83.64.2"]));
        Assert.Equal("ignore stale > ignore below-severity", Verdicts(changed["45.83.64.3"]));
        Assert.Equal(
            TimeSpan.FromDays(1),
            (DateTimeOffset)changed["45.83.64.3"]["before"]!["endedAt"]! - (DateTimeOffset)changed["45.83.64.3"]["before"]!["blockedAt"]!
        );
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(Ledger, Cancellation));
        Assert.Contains(
            "2 of 3 parties would fare differently",
            (await Text("simulate", "--last", "30d", "--set", "Policy:MinimumSeverity=5")).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Tries_a_settings_file_and_shows_every_party_where_it_is_asked_to()
    {
        var findings = File("findings.json", FindingText.BruteForce("45.83.64.1"), FindingText.BruteForce("45.83.64.2"));
        var policy = File("other.json", """{"Policy":{"Autonomy":"ask"},"NeverBlock":{"Ranges":["45.83.64.2"]}}""");

        var run = (await Json("simulate", findings, "--policy", policy, "--all")).Expect(0);

        Assert.Equal(
            ["block brute-force > hold ask", "block brute-force > ignore allowlisted"],
            run.Json["parties"]!.AsArray().Select(party => Verdicts(party!))
        );
        Assert.Equal(2, (await Json("simulate", findings, "--all")).Json["parties"]!.AsArray().Count);
        Assert.Empty((await Json("simulate", findings)).Json["parties"]!.AsArray());
    }

    /// <summary>The same findings, simulated, and then recorded and applied at the same moment.</summary>
    [Theory]
    [MemberData(nameof(Corpus))]
    public async Task Says_what_ingest_and_apply_then_do(string findings)
    {
        (await Initialise()).Expect(0);
        var file = Path.Combine(Cases, findings);
        var simulated = (await Json("simulate", file, "--all")).Json;
        Clock.Advance((DateTimeOffset)simulated["at"]! - Clock.GetUtcNow());

        await Json("ingest", file, "--apply");

        var listed = (await Json("threats", "list", "--all")).Json.AsArray();
        Assert.Equal(
            listed.Select(row => $"{row!["indicator"]} {row["verdict"]} {row["until"]}").Order(StringComparer.Ordinal),
            simulated["parties"]!
                .AsArray()
                .Select(party => $"{party!["indicator"]} {party["after"]!["verdict"]} {party["after"]!["until"]}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            (await Json("threats", "list")).Json.AsArray().Count(row => (string)row!["verdict"]! is "block"),
            (int)simulated["after"]!["standing"]!
        );
    }

    [Fact]
    public async Task Names_what_it_could_not_read()
    {
        (await Json("simulate", File("findings.json", FindingText.BruteForce("45.83.64.1"), "nonsense"))).Expect(4);
        (await Json("simulate", PathOf("missing.json"))).Expect(1);
        (await Json("simulate")).Expect(64);
        (await Json("simulate", "x.json", "--last", "3d")).Expect(64);
    }

    private static string Counts(JsonNode counts) => $"{counts["blocked"]} {counts["held"]} {counts["ended"]} {counts["standing"]}";

    private static string Verdicts(JsonNode party) =>
        $"{party["before"]!["verdict"]} {party["before"]!["reason"]} > {party["after"]!["verdict"]} {party["after"]!["reason"]}";
}
