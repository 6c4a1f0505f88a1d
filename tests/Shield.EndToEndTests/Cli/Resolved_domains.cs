using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Shield.EndToEndTests.Resolving;

namespace Shield.EndToEndTests.Cli;

/// <summary><c>Policy:ResolveDomains</c>, from the finding to the list and off it again.</summary>
public sealed class Resolved_domains : CliTest
{
    private const string Evil = "cdn-update-check.net";
    private const string Server = "45.95.11.7";

    private readonly DnsServer _dns = new();

    public Resolved_domains() => Environment["SHIELD_POLICY__RESOLVEDOMAINS"] = "true";

    protected override ImmutableArray<IPEndPoint> NameServers => [_dns.EndPoint];

    [Fact]
    public async Task Put_their_addresses_on_the_outbound_list_and_say_so()
    {
        _dns.Answer(Evil, DnsRecord.Address(Evil, Server, 7_200));
        await IngestTheName();
        var applied = (await Json("apply")).Expect(0);
        Assert.Equal(1, (int)applied.Json["added"]!);
        Assert.Contains("no list of NeverBlock:Files names front doors", applied.Error, StringComparison.Ordinal);
        Assert.Equal([Server], await Outbound());
        Assert.Empty(await Listed());

        var explained = (await Json("explain", Server)).Expect(0).Json;
        Assert.Equal(
            ("block", "active", "outbound", "resolved"),
            ((string?)explained["verdict"], (string?)explained["state"], (string?)explained["direction"], (string?)explained["reason"])
        );
        Assert.Equal((Evil, Server, "block"), RowOf(explained["resolved"]!.AsArray().Single()!));
        Assert.Equal((Evil, Server, "block"), RowOf((await Json("explain", Evil)).Expect(0).Json["resolved"]!.AsArray().Single()!));
        Assert.Contains(Evil, (await Text("explain", Server)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("Where it led to", (await Text("explain", Evil)).Expect(0).Output, StringComparison.Ordinal);
        var row = (await Json("threats", "list")).Expect(0).Json.AsArray().Single(row => (string?)row!["indicator"] == Server)!;
        Assert.Equal(("resolved", 8.0), ((string?)row["reason"], (double?)row["severity"]));
        var status = (await Json("status")).Expect(0).Json["resolved"]!;
        Assert.Equal((1, 1, 0), ((int)status["names"]!, (int)status["blocked"]!, status["refused"]!.AsArray().Count));
    }

    [Fact]
    public async Task Carry_the_mark_of_the_names_finding()
    {
        _dns.Answer(Evil, DnsRecord.Address(Evil, Server));
        await IngestTheName();
        (await Json("apply")).Expect(0);
        var entry = (await OutboundList())["ip_ranges"]!.AsArray().Single(range => (string?)range!["from_ip"] == Server)!;
        Assert.StartsWith(
            "gds1|test-owner|Backdoor:EC2/C&CActivity.B!DNS|d0000001|",
            (string?)entry["description"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Leave_the_list_when_no_answer_leads_there_any_more_or_the_name_is_let_go()
    {
        _dns.Answer(Evil, DnsRecord.Address(Evil, Server, 60), DnsRecord.Address(Evil, "45.95.11.8", 60));
        await IngestTheName();
        (await Json("apply")).Expect(0);
        Assert.Equal([Server, "45.95.11.8"], await Outbound());

        // Moved away: the old address runs to its end, the new one is there at once. A failure changes nothing.
        Clock.Advance(TimeSpan.FromMinutes(40));
        _dns.Answer(Evil, DnsRecord.Address(Evil, "45.95.11.9", 60));
        (await Json("apply")).Expect(0);
        Assert.Equal([Server, "45.95.11.8", "45.95.11.9"], (await Outbound()).Order());
        Clock.Advance(TimeSpan.FromMinutes(30));
        _dns.Fail(Evil, DnsServer.ServerFailure);
        var failed = (await Json("apply")).Expect(0);
        Assert.Contains(
            $"could not be resolved, and what is known of them stands: {Evil}: the name server answers ServerFailure",
            failed.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(["45.95.11.9"], await Outbound());
        Assert.Equal(("ended", "resolution-ended"), StateOf((await Json("explain", Server)).Expect(0).Json));

        (await Json("unblock", Evil, "--reason", "ours after all")).Expect(0);
        Assert.Empty(await Outbound());
    }

    [Fact]
    public async Task Are_refused_where_the_answer_is_poisoned_and_that_is_said()
    {
        Environment["SHIELD_NEVERBLOCK__FILES__0__NAME"] = "cdn";
        Environment["SHIELD_NEVERBLOCK__FILES__0__PATH"] = File("cdn.txt", "45.95.12.0/24");
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = "plain";
        Environment["SHIELD_NEVERBLOCK__FILES__0__KIND"] = "front-door";
        string[] poisoned = ["10.0.0.5", "127.0.0.2", "8.8.8.8", "169.254.169.254", "45.95.12.3"];
        _dns.Answer(Evil, [.. poisoned.Select(address => DnsRecord.Address(Evil, address)), DnsRecord.Address(Evil, Server)]);
        await IngestTheName();
        var applied = (await Json("apply")).Expect(0);
        Assert.Equal([Server], await Outbound());
        Assert.Contains($"{Evil} leads to 10.0.0.5, which is not blocked (special-purpose)", applied.Error, StringComparison.Ordinal);
        Assert.Contains($"{Evil} leads to 8.8.8.8, which is not blocked (public-resolver)", applied.Error, StringComparison.Ordinal);
        Assert.Contains($"{Evil} leads to 45.95.12.3, which is held (front-door)", applied.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("names front doors", applied.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Server, applied.Error, StringComparison.Ordinal);

        var all = (await Json("threats", "list", "--all"))
            .Expect(0)
            .Json.AsArray()
            .ToDictionary(row => (string)row!["indicator"]!, row => (string)row!["reason"]!);
        Assert.Equal(
            ["special-purpose", "special-purpose", "public-resolver", "special-purpose", "front-door"],
            poisoned.Select(address => all[address])
        );
        Assert.Equal("special-purpose", (string?)(await Json("explain", "10.0.0.5")).Expect(0).Json["reason"]);
        var status = (await Json("status")).Expect(0).Json["resolved"]!;
        Assert.Equal((1, 5), ((int)status["blocked"]!, status["refused"]!.AsArray().Count));
        Assert.Contains("8.8.8.8", (await Text("status")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_followed_to_256_addresses_a_week_and_32_at_once()
    {
        await IngestTheName();
        for (var run = 0; run < 8; run++)
        {
            _dns.Answer(Evil, [.. Enumerable.Range(0, 32).Select(i => DnsRecord.Address(Evil, $"45.95.{20 + run}.{i}", 1))]);
            var applied = (await Json("apply")).Expect(0);
            Assert.DoesNotContain("not followed", applied.Error, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Range(0, 32).Select(i => $"45.95.{20 + run}.{i}").Order(), (await Outbound()).Order());
            Clock.Advance(TimeSpan.FromMinutes(31));
        }

        // The last one it knows already.
        _dns.Answer(
            Evil,
            [.. Enumerable.Range(0, 5).Select(i => DnsRecord.Address(Evil, $"45.95.40.{i}", 1)), DnsRecord.Address(Evil, "45.95.27.0", 1)]
        );
        Assert.Contains(
            $"{Evil} has led to 256 addresses of late: 5 more are not followed",
            (await Json("apply")).Expect(0).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(32, (await Outbound()).Length);
        Clock.Advance(TimeSpan.FromMinutes(50));
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.95.27.0"], await Outbound());
    }

    [Fact]
    public async Task Are_asked_for_by_a_reconcile_only_and_not_again_before_half_their_life()
    {
        _dns.Answer(Evil, DnsRecord.Address(Evil, Server, 60));
        await IngestTheName();
        foreach (var looking in new[] { "plan", "status" })
        {
            await Json(looking);
        }

        await Json("explain", Evil);
        Assert.Empty(_dns.Asked);

        (await Json("apply")).Expect(0);
        Assert.Equal([Evil, Evil], _dns.Asked);
        Clock.Advance(TimeSpan.FromMinutes(20));
        (await Json("apply")).Expect(0);
        Assert.Equal(2, _dns.Asked.Count);

        // An answer that only says the same once more writes nothing on the PCE.
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("nothing", (string?)(await Json("apply")).Expect(0).Json["outcome"]);
        Assert.Equal(4, _dns.Asked.Count);
        Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal("nothing", (string?)(await Json("apply")).Expect(0).Json["outcome"]);
        Assert.Equal([Server], await Outbound());
    }

    [Fact]
    public async Task Count_for_nothing_once_resolving_is_off()
    {
        _dns.Answer(Evil, DnsRecord.Address(Evil, Server));
        await IngestTheName();
        (await Json("apply")).Expect(0);
        Environment["SHIELD_POLICY__RESOLVEDOMAINS"] = "false";
        (await Json("apply")).Expect(0);
        Assert.Empty(await Outbound());
        Assert.Equal(JsonValueKind(null), JsonValueKind((await Json("status")).Expect(0).Json["resolved"]));
        Clock.Advance(TimeSpan.FromHours(2));
        var asked = _dns.Asked.Count;
        (await Json("apply")).Expect(0);
        Assert.Equal(asked, _dns.Asked.Count);
    }

    [Fact]
    public async Task Are_never_asked_for_where_the_name_is_held()
    {
        (await Json("init", "--domains", "--apply")).Expect(0);
        (await IngestAndApply("45.95.11.200")).Expect(0);
        (
            await Json("ingest", File("hole.json", NameFinding("sinkholed.net", "Trojan:EC2/BlackholeTraffic!DNS", "d0000009")), "--apply")
        ).Expect(0);
        (await Json("apply")).Expect(0);
        Assert.Empty(_dns.Asked);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _dns.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static string JsonValueKind(JsonNode? node) => node is null ? "null" : node.GetValueKind().ToString();

    private static (string?, string?, string?) RowOf(JsonNode row) =>
        ((string?)row["domain"], (string?)row["address"], (string?)row["verdict"]);

    private static (string?, string?) StateOf(JsonNode explained) => ((string?)explained["state"], (string?)explained["reason"]);

    private static string NameFinding(string name, string type, string id) =>
        FindingText.BruteForce(
            "192.0.2.77",
            8,
            $"{id}aaaaaaaaaaaaaaaaaaaaaaaa",
            change: finding =>
            {
                finding["type"] = type;
                finding["service"]!["action"] = new JsonObject
                {
                    ["actionType"] = "DNS_REQUEST",
                    ["dnsRequestAction"] = new JsonObject
                    {
                        ["domain"] = name,
                        ["protocol"] = "UDP",
                        ["blocked"] = false,
                    },
                };
            }
        );

    private async Task IngestTheName()
    {
        (await Json("init", "--domains", "--apply")).Expect(0);
        (await Json("ingest", File("name.json", NameFinding(Evil, "Backdoor:EC2/C&CActivity.B!DNS", "d0000001")), "--apply")).Expect(0);
    }

    private async Task<JsonNode> OutboundList() =>
        (await Admin.Get("/sec_policy/active/ip_lists"))
            .AsArray()
            .Single(list => (string?)list!["external_data_reference"] == "test-owner/deny/outbound")!;

    private async Task<string[]> Outbound() =>
        [
            .. (await OutboundList())["ip_ranges"]!
                .AsArray()
                .Select(range => (string)range!["from_ip"]!)
                .Where(range => range is not "192.0.2.1"),
        ];
}
