using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary>
/// What pages of the console show is what commands say of the same state, in the same words. Asked over the wire: the page as it comes,
/// before any script has run.
/// </summary>
public sealed partial class The_pages_of_the_console : ServiceTest
{
    private const string Attacker = "45.83.7.9";
    private const string Hostile = "<img src=x onerror=alert(1)>\u202Egnp.exe";

    private Process? _process;
    private HttpClient? _service;

    [Fact]
    public async Task Show_the_plan_as_the_command_does()
    {
        Environment["SHIELD_POLICY__AUTONOMY"] = "ask";
        await Initialise();
        await Json("ingest", File("f.json", FindingText.BruteForce(Attacker)));
        var service = await ServeAsync();

        var page = await PageAsync(service, "/plan");

        var plan = (await Json("plan")).Json;
        Assert.Contains(
            $"{plan["held"]!.AsArray().Select(row => (string?)row!["indicator"]).Distinct().Count()} held",
            page,
            StringComparison.Ordinal
        );
        Assert.NotEmpty(plan["held"]!.AsArray());
        foreach (var row in plan["held"]!.AsArray())
        {
            Assert.Contains($"| {row!["indicator"]} | {row["direction"]} | {row["reason"]}", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Show_history_as_the_command_does()
    {
        await Initialise();
        await IngestAndApply(Attacker, "45.83.7.10");
        await Json("unblock", Attacker, "--reason", "a customer of ours");
        var service = await ServeAsync();

        var page = await PageAsync(service, "/history");
        var ofActs = await PageAsync(service, "/history?kind=act");

        var (all, acts) = ((await Json("history", "list")).Json.AsArray(), (await Json("history", "list", "--kind", "act")).Json.AsArray());
        Assert.True(all.Count > acts.Count);
        Assert.Equal(all.Select(row => (string?)row!["id"]), IdsIn(page));
        Assert.Equal(acts.Select(row => (string?)row!["id"]), IdsIn(ofActs));
        Assert.Contains("a customer of ours", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_one_event_with_its_entries()
    {
        await Initialise();
        await IngestAndApply(Attacker);
        var service = await ServeAsync();
        var id = (string)(await Json("history", "list", "--kind", "reconcile")).Json[0]!["id"]!;

        var page = await PageAsync(service, $"/history/{id}");

        var shown = (await Json("history", "show", id)).Json;
        Assert.NotEmpty(shown["entries"]!.AsArray());
        foreach (var entry in shown["entries"]!.AsArray())
        {
            Assert.Contains(
                $"| {entry!["change"]} | {entry["list"]} | {entry["entry"]} | {entry["why"] ?? "-"}",
                page,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Say_which_part_of_an_address_they_did_not_understand()
    {
        await Initialise();
        var service = await ServeAsync();

        var page = await PageAsync(service, "/history?since=yesterday&kind=gossip&limit=many");

        Assert.Contains("since takes a length of time such as 24h or 7d", page, StringComparison.Ordinal);
        Assert.Contains("not 'gossip'", page, StringComparison.Ordinal);
        Assert.Contains("not 'many'", page, StringComparison.Ordinal);
        Assert.Contains("history holds no event '99999'", await PageAsync(service, "/history/99999"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_the_allowlist_as_the_command_does_and_a_hostile_reason_as_text()
    {
        await Initialise();
        await Json("allow", "add", "198.51.100.7", "--reason", Hostile, "--who", Hostile);
        var service = await ServeAsync();

        var raw = await RawAsync(service, "/allowlist");
        var page = TextOf(raw);

        foreach (var row in (await Json("allow", "list")).Json.AsArray())
        {
            Assert.Contains($"| {row!["indicator"]} | {row["source"]} |", page, StringComparison.Ordinal);
        }

        Assert.Contains("<img src=x onerror=alert(1)>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", raw, StringComparison.Ordinal);
        foreach (var row in (await Json("never-block", "list")).Json.AsArray().Where(row => (string?)row!["strength"] is "hard"))
        {
            Assert.Contains($"| {row!["tier"]} | {row["runs"]} | {row["names"]} |", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData(Attacker)]
    [InlineData("10.0.0.0/8")]
    public async Task Say_of_an_address_whether_it_may_be_blocked_as_the_command_does(string asked)
    {
        await Initialise();
        var service = await ServeAsync();

        var page = await PageAsync(service, $"/allowlist?check={Uri.EscapeDataString(asked)}");

        var check = (await Json("never-block", "check", asked)).Json;
        foreach (var tier in check["tiers"]!.AsArray())
        {
            Assert.Contains($"{tier!["tier"]} ({tier["strength"]}", page, StringComparison.Ordinal);
        }

        Assert.Matches($"If a finding named it: +{check["byFinding"]!["verdict"]}", page);
        Assert.Matches($"If an operator blocked it: +{check["byOperator"]!["verdict"]}", page);
    }

    [Fact]
    public async Task Show_feeds_as_the_command_does()
    {
        Environment["SHIELD_FEEDS__BAD__PATH"] = File("bad.txt", "45.83.7.20", "45.83.7.21");
        await Initialise();
        await Json("feeds", "pull");
        var service = await ServeAsync();

        var (all, one) = (await PageAsync(service, "/feeds"), await PageAsync(service, "/feed/bad"));

        var feed = (await Json("feeds", "list")).Json[0]!;
        Assert.Equal(2, (int)feed["listed"]!);
        Assert.Contains($"| {feed["name"]} | {feed["state"]} |", all, StringComparison.OrdinalIgnoreCase);
        foreach (var party in (await Json("feeds", "show", "bad")).Json["parties"]!.AsArray())
        {
            Assert.Contains($"| {party!["indicator"]} | {party["verdict"]} | {party["reason"]} |", one, StringComparison.Ordinal);
        }

        Assert.Contains("no feed is called 'good'; there are", await PageAsync(service, "/feed/good"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_every_setting_in_force_and_no_secret()
    {
        await Initialise();
        var service = await ServeAsync();

        var page = await PageAsync(service, "/settings");

        var settings = (await Json("policy", "show")).Json.AsArray();
        Assert.True(settings.Count > 20);
        foreach (var setting in settings)
        {
            Assert.Contains($"| {setting!["key"]} | {setting["value"]}", page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Token, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_the_report_of_a_period_as_the_command_does()
    {
        await Initialise();
        await IngestAndApply(Attacker);
        var service = await ServeAsync();

        var page = await PageAsync(service, "/history/report?since=2d");

        var period = (await Json("report", "--since", "2d")).Json["period"]!;
        Assert.Equal(1, (int)period["blocked"]!["count"]!);
        Assert.Contains(
            $"{period["blocked"]!["count"]} blocked, {period["ended"]!["count"]} ended, by {period["reconciles"]} reconciles",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains($"| {Attacker} |", page, StringComparison.Ordinal);
    }

    /// <summary>Nobody is signed in on this machine.</summary>
    [Theory]
    [InlineData("/plan")]
    [InlineData("/history")]
    [InlineData("/allowlist")]
    [InlineData("/feeds")]
    public async Task Give_a_viewer_nothing_to_press_that_acts(string address)
    {
        await Initialise();
        await IngestAndApply(Attacker);
        var service = await ServeAsync();

        var raw = await RawAsync(service, address);

        Assert.DoesNotContain("…</button>", WebUtility.HtmlDecode(raw), StringComparison.Ordinal);
    }

    public override async ValueTask DisposeAsync()
    {
        _service?.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        await base.DisposeAsync();
    }

    /// <summary>The program itself: only there Blazor may hand components their parameters by reflection.</summary>
    private async Task<HttpClient> ServeAsync()
    {
        _process = Start("run", "--urls", "http://127.0.0.1:0");
        return _service = await WhenReadyAsync(_process);
    }

    private static async Task<string> RawAsync(HttpClient service, string address)
    {
        using var response = await service.GetAsync(address, Cancellation);
        var raw = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode is HttpStatusCode.OK, $"{address}: {(int)response.StatusCode}: {raw}");
        return Comment().Replace(raw, "");
    }

    private static async Task<string> PageAsync(HttpClient service, string address) => TextOf(await RawAsync(service, address));

    /// <summary>What somebody reads: each cell of a table stands behind a bar.</summary>
    private static string TextOf(string html) =>
        Spaces().Replace(WebUtility.HtmlDecode(Tag().Replace(Cell().Replace(html, " | "), "")), " ");

    private static IEnumerable<string> IdsIn(string page) => Id().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("<t[dh][^>]*>")]
    private static partial Regex Cell();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\| ([0-9a-f-]+) \| [0-9]{4}-[0-9]{2}-[0-9]{2} ")]
    private static partial Regex Id();
}
