using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shield.EndToEndTests.Cli;

/// <summary><c>shield report</c>: a period, made of history and of what is decided.</summary>
public sealed class A_report : CliTest
{
    private const string Party = "45.83.64.1";
    private const string Later = "45.83.64.2";
    private const string Held = "45.83.64.3";
    private const string Hostile = "<script>alert(1)</script>|[x](https://evil.example)`*\u001b[2J&amp;";

    [Fact]
    public async Task Counts_what_was_blocked_held_and_ended_in_its_period()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        (await Json("unblock", Party, "--reason", "a partner")).Expect(0);
        Clock.Advance(TimeSpan.FromHours(3));
        await Ingest(
            FindingText.BruteForce(Later, change: In("France")),
            FindingText.BruteForce(Held, change: OfType("Canary:EC2/Unheard"))
        );

        var whole = (await Json("report")).Expect(0).Json;
        var period = whole["period"]!;
        Assert.Equal((2, 1, 1), (Count(period, "blocked"), Count(period, "ended"), Count(period, "held")));
        Assert.Equal(["UnauthorizedAccess:EC2/SSHBruteForce 2"], Rows(period["blocked"]!["byType"]!));
        Assert.Equal(["111122223333 1"], Rows(period["ended"]!["byAccount"]!));
        Assert.Equal(["not known 1", "France 1"], Rows(period["blocked"]!["byCountry"]!));
        Assert.Equal(["Canary:EC2/Unheard 1"], Rows(period["held"]!["byType"]!));
        Assert.Equal([Party, Later], period["attackers"]!.AsArray().Select(row => (string)row!["indicator"]!));
        Assert.Equal(Held, (string)period["waiting"]![0]!["indicator"]!);
        Assert.Equal((3, 1), ((int)period["reconciles"]!, (int)period["acts"]!));
        Assert.NotEmpty(whole["reach"]!.AsArray());

        var last = (await Json("report", "--since", "1h")).Expect(0).Json["period"]!;
        Assert.Equal((1, 0), (Count(last, "blocked"), Count(last, "ended")));
        var first = (await Json("report", "--since", "7d", "--until", "2h")).Expect(0).Json["period"]!;
        Assert.Equal((1, 1), (Count(first, "blocked"), Count(first, "ended")));
    }

    /// <summary>Law 16: what stands on a list that no rule in force uses is not blocked.</summary>
    [Fact]
    public async Task Counts_nothing_as_blocked_that_was_listed_while_the_rule_was_disabled()
    {
        (await Initialise()).Expect(0);
        await SwitchRulesAsync(Admin, isOn: false);
        (await Json("ingest", File("r.json", [FindingText.BruteForce(Party)]), "--apply")).Expect(3);
        Assert.Equal([Party], await Listed());

        var period = (await Json("report")).Expect(0).Json["period"]!;

        Assert.Equal(
            (0, 0, 0),
            (Count(period, "blocked"), period["attackers"]!.AsArray().Count, (int)period["timeToActive"]!["measured"]!)
        );
    }

    [Fact]
    public async Task Tells_how_long_it_took_from_GuardDutys_update_to_active()
    {
        (await Initialise()).Expect(0);
        foreach (var (party, minutes) in new[] { (Party, 1), (Later, 2), (Held, 30) })
        {
            await Ingest(FindingText.BruteForce(party, seen: Clock.GetUtcNow().AddMinutes(-minutes)));
        }

        var time = (await Json("report")).Expect(0).Json["period"]!["timeToActive"]!;
        Assert.Equal(3, (int)time["measured"]!);
        Assert.InRange((double)time["p50Seconds"]!, 119, 150);
        Assert.InRange((double)time["p99Seconds"]!, 1_799, 1_830);
    }

    [Fact]
    public async Task Escapes_hostile_text_in_every_form()
    {
        (await Initialise()).Expect(0);
        await Ingest(
            FindingText.BruteForce(Party, change: In(Hostile)),
            FindingText.BruteForce(Held, change: OfType("Canary:EC2/Un<b>|heard"))
        );
        var html = (await Text("report", "--format", "html")).Expect(0).Output;
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(?i)(src|href)\\s*="), html);
        Assert.DoesNotContain('\u001b', html);

        var markdown = (await Text("report", "--format", "markdown")).Expect(0).Output;
        Assert.StartsWith("# GuardDuty Shield", markdown, StringComparison.Ordinal);
        Assert.Contains(
            "\\<script\\>alert\\(1\\)\\<\\/script\\>\\|\\[x\\]\\(https\\:\\/\\/evil\\.example\\)\\`\\*",
            markdown,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\u001b', markdown);

        // A table has as many bars in each of its lines as in its head.
        var bars = markdown.Split('\n').Where(line => line.StartsWith('|')).Select(line => Regex.Count(line, "(?<!\\\\)\\|")).Distinct();
        Assert.All(bars, count => Assert.InRange(count, 3, 8));
        Assert.DoesNotContain('\u001b', (await Text("report")).Expect(0).Output);
    }

    [Fact]
    public async Task Says_what_waits_and_what_could_not_be_read()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        (await Json("pause", "--reason", "change freeze")).Expect(0);
        await Json("ingest", File("g.json", FindingText.BruteForce(Later)), "--apply");
        var waiting = (await Text("report")).Expect(0).Output;
        Assert.Contains("change freeze", waiting, StringComparison.Ordinal);
        Assert.Contains("1 additions are kept back", waiting, StringComparison.Ordinal);

        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var blind = (await Json("report")).Expect(0).Json;
        Assert.Equal(1, Count(blind["period"]!, "blocked"));
        Assert.Null(blind["keptBack"]);
        Assert.Null(blind["reach"]);
        Assert.Contains("could not be read", (await Text("report")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_empty_ledger_is_empty()
    {
        var period = (await Json("report")).Expect(0).Json["period"]!;
        Assert.Equal((0, 0, 0), (Count(period, "blocked"), Count(period, "ended"), Count(period, "held")));
        Assert.Null(period["timeToActive"]!["p50Seconds"]);
    }

    [Theory]
    [InlineData("report", "--since", "yesterday")]
    [InlineData("report", "--format", "pdf")]
    [InlineData("report", "--since", "1h", "--until", "2h")]
    public async Task Refuses_what_makes_no_sense(params string[] arguments) => (await Json(arguments)).Expect(64);

    private async Task Ingest(params string[] findings) => (await Json("ingest", File("r.json", findings), "--apply")).Expect(0);

    private static Action<JsonObject> OfType(string type) => finding => finding["type"] = type;

    private static Action<JsonObject> In(string country) =>
        finding =>
            finding["service"]!["action"]!["networkConnectionAction"]!["remoteIpDetails"]!["country"] = new JsonObject
            {
                ["countryName"] = country,
            };

    private static int Count(JsonNode period, string what) => (int)period[what]!["count"]!;

    private static string[] Rows(JsonNode rows) =>
        [.. rows.AsArray().Select(row => $"{(string?)row!["value"] ?? "not known"} {(int)row["indicators"]!}")];
}
