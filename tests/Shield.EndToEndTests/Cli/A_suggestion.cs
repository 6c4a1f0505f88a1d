using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.EndToEndTests.Simulator;
using Shield.Pce.Calling;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Cli;

/// <summary>Every command that explain suggests is one that is taken.</summary>
public sealed partial class A_suggestion : CliTest
{
    private const string Unliked = "45.85.0.104";

    protected override SimulatorOptions Options =>
        base.Options with
        {
            Users =
            [
                new ApiUser
                {
                    Key = "api_b0",
                    Secret = "bo-s",
                    Href = "/users/77",
                    Username = "bo@example.com",
                },
            ],
        };

    /// <summary>To a PCE that refuses one entry, for a reason of its own.</summary>
    protected override Func<PceOptions, HttpMessageHandler> Network => options => new Refusing(PceHandler.For(options));

    [Fact]
    public async Task Is_never_refused_whatever_is_asked_about()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2", "45.83.64.3", "10.0.0.5");
        (await Json("unblock", "45.83.64.2", "--reason", "x")).Expect(0);
        (await Json("threats", "reject", "45.83.64.3", "--reason", "x")).Expect(0);
        (await Json("allow", "add", "203.0.114.0/24", "--reason", "x")).Expect(0);
        (await Json("threats", "block", "45.90.0.0/24", "--reason", "x")).Expect(0);
        (await Json("threats", "block", "cdn-update-check.net", "--reason", "x")).Expect(3);
        Environment["SHIELD_POLICY__AUTONOMY"] = "ask";
        (
            await Json("ingest", File("h.json", FindingText.BruteForce("45.83.65.1"), FindingText.BruteForce("45.83.66.1")), "--apply")
        ).Expect(0);
        Environment.Remove("SHIELD_POLICY__AUTONOMY");
        (await Json("ingest", File("i.json", FindingText.BruteForce("45.83.67.1")))).Expect(0);
        await PutForeignAsync("45.84.1.1");

        var (checkedOnes, _) = await TryAllAsync(
            "45.83.64.1",
            "45.83.64.2",
            "45.83.64.3",
            "45.83.64.99",
            "10.0.0.5",
            "10.0.0.9",
            "192.0.2.7",
            "198.51.100.1",
            "203.0.114.7",
            "203.0.114.0/24",
            "45.90.0.7",
            "45.90.0.0/24",
            "45.90.0.0/23",
            "cdn-update-check.net",
            "www.cdn-update-check.net",
            "example.com",
            "45.83.65.1",
            "45.83.66.1",
            "45.83.67.1",
            "45.84.1.1",
            "8.8.8.8",
            "44.0.0.0/7",
            "0.0.0.0/0",
            "2000::/3",
            "224.0.0.1",
            "::1"
        );
        Assert.InRange(checkedOnes, 25, 100);
        Assert.DoesNotContain("allow add", (await Text("explain", "45.84.1.1")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("threats block", (await Text("explain", "192.0.2.7")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("threats approve", (await Text("explain", "cdn-update-check.net")).Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// One party for each reason that the evidence, the lists, the policy and the PCE can give, in both modes and with and without a list
    /// for names.
    /// </summary>
    [Theory]
    [InlineData("deny")]
    [InlineData("names")]
    [InlineData("exclusion")]
    public async Task Is_never_refused_whatever_the_reason(string world)
    {
        Environment["SHIELD_PCE__MODE"] = world is "exclusion" ? "exclusion" : null;
        (await Json(world is "exclusion" ? ["init", "--apply", "--all-any-rules"] : ["init", "--apply"])).Expect(0);
        if (world is "names")
        {
            (await Json("init", "--domains", "--apply")).Expect(0);
        }

        foreach (var (number, kind) in ((string[])["front-door", "open-resolver", "sinkhole", "top-site", "rentable"]).Index())
        {
            var file = $"SHIELD_NEVERBLOCK__FILES__{number}__";
            (Environment[file + "NAME"], Environment[file + "FORMAT"], Environment[file + "KIND"]) = (kind, "plain", kind);
            Environment[file + "PATH"] = File($"{kind}.txt", kind is "top-site" ? "top-site.evil-update.net" : $"45.86.{number}.0/24");
        }

        (await Json("threats", "block", "45.85.1.1", "--reason", "x", "--for", "1h")).Expect(0);
        Environment["SHIELD_POLICY__MINIMUMSEVERITY"] = "2";
        (Environment["SHIELD_POLICY__ACCOUNTS__222222222222__AUTONOMY"], Environment["SHIELD_POLICY__ACCOUNTS__333333333333__AUTONOMY"]) = (
            "observe",
            "ask"
        );
        Environment["SHIELD_NEVERBLOCK__RANGES__0"] = "45.87.9.0/24";
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "6";
        var findings = new Dictionary<string, string>
        {
            ["45.85.0.1"] = FindingText.BruteForce("45.85.0.1"),
            ["45.85.0.2"] = FindingText.BruteForce(
                "45.85.0.2",
                change: finding => finding["service"]!["additionalInfo"] = new JsonObject { ["sample"] = true }
            ),
            ["45.85.0.3"] = FindingText.BruteForce("45.85.0.3", change: finding => finding["service"]!["archived"] = true),
            ["45.85.0.4"] = FindingText.BruteForce("45.85.0.4", seen: DateTimeOffset.UtcNow.AddDays(-60)),
            ["45.85.0.5"] = FindingText.BruteForce("45.85.0.5", severity: 1),
            ["45.85.0.6"] = FindingText.BruteForce("45.85.0.6", change: finding => finding["type"] = "Canary:EC2/Unheard"),
            ["45.85.0.7"] = FindingText.BruteForce("45.85.0.7", change: finding => finding["service"]!["resourceRole"] = "ACTOR"),
            ["45.85.0.8"] = FindingText.BruteForce("45.85.0.8", change: finding => finding["service"]!.AsObject().Remove("resourceRole")),
            ["45.85.0.9"] = FindingText.BruteForce("45.85.0.9", change: finding => finding["service"]!["userFeedback"] = "NOT_USEFUL"),
            ["45.85.0.10"] = FindingText.BruteForce("45.85.0.10", change: finding => finding["accountId"] = "222222222222"),
            ["45.85.0.11"] = FindingText.BruteForce("45.85.0.11", change: finding => finding["accountId"] = "333333333333"),
            ["45.87.9.9"] = FindingText.BruteForce("45.87.9.9"),
            ["9.9.9.9"] = FindingText.BruteForce("9.9.9.9"),
            ["10.1.2.3"] = FindingText.BruteForce("10.1.2.3"),
            ["2a00:1450::9"] = FindingText.BruteForce("2a00:1450::9"),
            ["cdn-update-check.net"] = Asked("cdn-update-check.net"),
            ["top-site.evil-update.net"] = Asked("top-site.evil-update.net"),
        };
        foreach (var number in Enumerable.Range(0, 5))
        {
            findings[$"45.86.{number}.1"] = FindingText.BruteForce($"45.86.{number}.1");
        }

        Assert.InRange((await Json("ingest", File("all.json", [.. findings.Values]), "--apply")).ExitCode, 0, 3);
        (await Json("unblock", "45.85.0.1", "--reason", "x", "--record-only")).Expect(0);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "1";
        await Json(
            "ingest",
            File("more.json", [.. Enumerable.Range(1, 4).Select(number => FindingText.BruteForce($"45.88.0.{number}"))]),
            "--apply"
        );
        string[] asked =
        [
            .. findings.Keys,
            "45.85.1.1",
            "45.88.0.1",
            "45.88.0.2",
            "45.88.0.4",
            "45.86.0.0/24",
            "45.85.0.0/24",
            "evil-update.net",
            "www.cdn-update-check.net",
            "44.0.0.0/7",
        ];
        var (checkedOnes, reasons) = await TryAllAsync(asked);
        Environment["SHIELD_PCE__MAXENTRIES"] = "1";
        var (full, more) = await TryAllAsync("45.88.0.1", "45.88.0.4", "45.85.1.1");

        Assert.InRange(checkedOnes + full, 25, 120);
        string[] expected =
        [
            "suppressed",
            "sample",
            "archived",
            "not-useful",
            "stale",
            "below-severity",
            "unknown-type",
            "victim",
            "role-unclear",
            "observe",
            "ask",
            "operator",
            "allowlisted",
            "public-resolver",
            "special-purpose",
            "front-door",
            "open-resolver",
            "sinkhole",
            "over-limit",
        ];
        Assert.True(
            expected.All(reason => reasons.Contains(reason) || more.Contains(reason)),
            $"not told: {string.Join(", ", expected.Except([.. reasons, .. more]))}; told: {string.Join(", ", reasons.Union(more))}"
        );
        Assert.Contains(
            world switch
            {
                "exclusion" => "not-expressible",
                "deny" => "domains-off",
                _ => "top-site",
            },
            reasons
        );
    }

    /// <summary>What other people and the PCE itself keep from taking effect.</summary>
    [Fact]
    public async Task Is_never_refused_whatever_others_and_the_PCE_did()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.85.0.1", "45.85.0.2", "45.85.0.3");
        using var bo = new PceHands(Pce, "api_b0", "bo-s");
        await EditAsync(
            bo,
            ranges =>
                [
                    .. ranges.Where(range => (string)range["from_ip"]! is not "45.85.0.2"),
                    new JsonObject { ["from_ip"] = "45.85.0.3", ["exclusion"] = true },
                ]
        );
        await bo.Provision(await InboundAsync());
        (await Json("ingest", File("refused.json", FindingText.BruteForce(Unliked)), "--apply")).Expect(3);
        (await Json("ingest", File("later.json", FindingText.BruteForce("45.85.0.5")))).Expect(0);

        Assert.Equal("removed-by-hand", await TryAsync("45.85.0.2"));
        Assert.Equal("foreign-exclusion", await TryAsync("45.85.0.3"));
        Assert.Equal("pce-rejected", await TryAsync(Unliked));
        Environment["SHIELD_PCE__MAXENTRIES"] = "2";
        Assert.Equal("over-capacity", await TryAsync("45.85.0.5"));
        Environment.Remove("SHIELD_PCE__MAXENTRIES");
        await EditAsync(bo, ranges => [.. ranges, new JsonObject { ["from_ip"] = "45.89.1.1", ["description"] = "by hand" }]);
        Assert.Equal("foreign-draft", await TryAsync("45.85.0.5"));
    }

    [Fact]
    public async Task Is_not_all_that_is_told_of_a_range_with_a_hole_and_of_a_parent_domain()
    {
        (await Initialise()).Expect(0);
        (await Json("allow", "add", "45.90.0.0/25", "--reason", "x")).Expect(0);
        (await Json("threats", "block", "45.90.0.0/24", "--reason", "x")).Expect(0);
        (await Json("threats", "block", "45.90.0.200", "--reason", "x")).Expect(0);
        (await Json("threats", "block", "a.evil-update.net", "--reason", "x")).Expect(3);
        var explained = (await Json("explain", "45.90.0.0/24")).Expect(0).Json;
        Assert.Equal("45.90.0.128/25", (string)explained["pce"]!["entry"]!);
        Assert.NotNull(explained["reach"]);
        Assert.Contains("45.90.0.200 (block)", Inside(explained), StringComparison.Ordinal);
        Assert.Contains("a.evil-update.net", Inside((await Json("explain", "evil-update.net")).Expect(0).Json), StringComparison.Ordinal);
        var proofs = explained["checks"]!
            .AsArray()
            .Where(check => (string)check!["check"]! is "policy-check")
            .Select(check => (string)check!["detail"]!)
            .ToList();
        Assert.Contains(proofs, proof => proof.Contains("inbound, 45.90.0.128 to ", StringComparison.Ordinal));
        Assert.Contains(
            proofs,
            proof => proof.Contains("outbound, ", StringComparison.Ordinal) && proof.Contains(" to 45.90.0.128", StringComparison.Ordinal)
        );
    }

    /// <summary>Asks about each and carries out what is suggested, on a copy of the ledger.</summary>
    /// <returns>How many were carried out, and which reasons were told.</returns>
    private async Task<(int Checked, HashSet<string> Reasons)> TryAllAsync(params string[] indicators)
    {
        var (checkedOnes, reasons, copy) = (0, new HashSet<string>(), PathOf("copy.db"));
        foreach (var asked in indicators)
        {
            var explained = (await Json("explain", asked)).Expect(0).Json;
            reasons.UnionWith(new[] { (string?)explained["reason"] }.OfType<string>());
            var text = (await Text("explain", asked)).Expect(0).Output;
            foreach (Match suggested in Suggested().Matches(text.ReplaceLineEndings(" ")))
            {
                System.IO.File.Copy(Ledger, copy, overwrite: true);
                string[] arguments =
                [
                    .. suggested.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    "--reason",
                    "tried",
                ];
                var run = await Json([.. arguments, "--record-only"]);
                Assert.True(run.ExitCode is 0, $"explain {asked} suggests: {suggested.Value}, which is refused: {run.Output}{run.Error}");
                System.IO.File.Copy(copy, Ledger, overwrite: true);
                checkedOnes++;
            }
        }

        return (checkedOnes, reasons);
    }

    private static string Asked(string name) =>
        FindingText.BruteForce(
            "45.85.2.2",
            id: $"{name.Length:x32}",
            change: finding =>
            {
                finding["type"] = "Backdoor:EC2/C&CActivity.B!DNS";
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

    private static string Inside(JsonNode explained) =>
        (string)explained["checks"]!.AsArray().Single(check => (string)check!["check"]! is "inside")!["detail"]!;

    [GeneratedRegex("shield (?<words>(threats (block|approve|reject)|unblock|allow (add|remove)) \\S+) --reason \"…\"")]
    private static partial Regex Suggested();

    /// <summary>Carries out every suggestion about it, of which there is at least one.</summary>
    /// <returns>The reason that is told.</returns>
    private async Task<string> TryAsync(string indicator)
    {
        var (checkedOnes, reasons) = await TryAllAsync(indicator);
        Assert.InRange(checkedOnes, 1, 10);
        return Assert.Single(reasons);
    }

    private async Task PutForeignAsync(string address)
    {
        await EditAsync(Admin, ranges => [.. ranges, new JsonObject { ["from_ip"] = address, ["description"] = "by hand" }]);
        await Admin.Provision(await InboundAsync());
    }

    private async Task<string> InboundAsync() =>
        (string)
            (await Admin.Get("/sec_policy/draft/ip_lists"))
                .AsArray()
                .Single(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!["href"]!;

    /// <summary>The draft of our inbound list.</summary>
    private async Task EditAsync(PceHands hands, Func<JsonNode[], JsonNode[]> change)
    {
        var href = await InboundAsync();
        JsonNode[] ranges = [.. (await Admin.Get(href))["ip_ranges"]!.AsArray().Select(range => range!.DeepClone())];
        await hands.Put(href, new JsonObject { ["ip_ranges"] = new JsonArray(change(ranges)) });
    }

    private sealed class Refusing(HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Method == HttpMethod.Put
            && request.Content is { } content
            && (await content.ReadAsStringAsync(cancellationToken)).Contains($"\"{Unliked}\"", StringComparison.Ordinal)
                ? new HttpResponseMessage(HttpStatusCode.NotAcceptable)
                {
                    Content = new StringContent(
                        $$"""[{"token":"input_validation_error","message":"{{Unliked}} is not to our liking"}]""",
                        Encoding.UTF8,
                        "application/json"
                    ),
                }
                : await base.SendAsync(request, cancellationToken);
    }
}
