using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

public sealed class Lists_of_threats : CliTest
{
    private async Task Begin()
    {
        (await Initialise()).Expect(0);
        var findings = File(
            "findings.json",
            FindingText.BruteForce("45.83.64.1", severity: 8, change: finding => Told(finding, "Germany", "AS1", "Evil GmbH")),
            FindingText.BruteForce(
                "45.83.65.1",
                severity: 2,
                id: "f2000000000000000000000000000002",
                change: finding => finding["accountId"] = "444455556666"
            ),
            FindingText.BruteForce(
                "2a00:1450:4001:81b::200e",
                severity: 5,
                id: "f3000000000000000000000000000003",
                change: finding => finding["region"] = "us-east-1"
            ),
            FindingText.BruteForce(
                "45.83.66.1",
                id: "f4000000000000000000000000000004",
                change: finding => finding["type"] = "Canary:EC2/Unheard"
            ),
            FindingText.BruteForce("8.8.8.8", id: "f5000000000000000000000000000005")
        );
        (await Json("ingest", findings, "--apply")).Expect(0);
    }

    [Fact]
    public async Task Tell_what_the_strongest_sighting_says()
    {
        await Begin();
        var weaker = FindingText.BruteForce(
            "45.83.64.1",
            severity: 1,
            id: "f9000000000000000000000000000009",
            change: finding => finding["accountId"] = "999999999999"
        );
        (await Json("ingest", File("weaker.json", weaker))).Expect(0);
        var row = (await Json("threats", "list")).Expect(0).Json.AsArray().Single(row => (string)row!["indicator"]! is "45.83.64.1")!;
        Assert.Equal(
            ("UnauthorizedAccess:EC2/SSHBruteForce", "111122223333", "eu-west-1", "i-0123456789abcdef0", "Germany", "AS1 Evil GmbH"),
            (
                (string)row["type"]!,
                (string)row["account"]!,
                (string)row["region"]!,
                (string)row["resource"]!,
                (string)row["country"]!,
                (string)row["asn"]!
            )
        );
    }

    [Theory]
    [InlineData("", "45.83.64.1 45.83.65.1 45.83.66.1 2a00:1450:4001:81b::200e")]
    [InlineData("--severity 5", "45.83.64.1 2a00:1450:4001:81b::200e")]
    [InlineData("--account 444455556666", "45.83.65.1")]
    [InlineData("--region us-east-1 --region eu-central-1", "2a00:1450:4001:81b::200e")]
    [InlineData("--in 45.83.64.0/23", "45.83.64.1 45.83.65.1")]
    [InlineData("--in 45.83.64.0/24 --in 2a00::/16", "45.83.64.1 2a00:1450:4001:81b::200e")]
    [InlineData("--type canary", "45.83.66.1")]
    [InlineData("--verdict hold", "45.83.66.1")]
    [InlineData("--verdict ignore", "8.8.8.8")]
    [InlineData("--state active --severity 6", "45.83.64.1")]
    [InlineData("--state ignored", "8.8.8.8")]
    [InlineData("--reason public-resolver --all", "8.8.8.8")]
    [InlineData("--direction outbound", "45.83.66.1")]
    [InlineData("--since 1h --limit 2 --sort severity", "45.83.64.1 2a00:1450:4001:81b::200e")]
    [InlineData("--since 2090-01-01", "")]
    public async Task Show_what_was_asked_for(string filter, string expected)
    {
        await Begin();
        var run = (await Text([.. "threats list -o plain".Split(' '), .. filter.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Expect(
            0
        );
        Assert.Equal(string.Concat(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(line => line + "\n")), run.Output);
    }

    [Theory]
    [InlineData("--severity high")]
    [InlineData("--severity -1")]
    [InlineData("--in 300.0.0.0/8")]
    [InlineData("--in evil.example")]
    [InlineData("--state blocked")]
    [InlineData("--limit 0")]
    [InlineData("--since soon")]
    [InlineData("--sort colour")]
    [InlineData("--by colour")]
    public async Task Name_a_filter_that_is_wrong(string filter) =>
        Assert.Equal("usage", (await Json([.. "threats list".Split(' '), .. filter.Split(' ')])).Expect(64).ErrorCode);

    [Theory]
    [InlineData("type", "UnauthorizedAccess:EC2/SSHBruteForce=3 Canary:EC2/Unheard=1")]
    [InlineData("account", "111122223333=3 444455556666=1")]
    [InlineData("country", "?=3 Germany=1")]
    public async Task Count_by_what_was_asked_for(string property, string expected)
    {
        await Begin();
        var rows = (await Json("threats", "list", "--by", property)).Expect(0).Json.AsArray();
        Assert.Equal(expected, string.Join(' ', rows.Select(row => $"{(string?)row!["value"] ?? "?"}={(int)row["indicators"]!}")));
    }

    [Fact]
    public async Task Hold_no_formula_in_CSV()
    {
        (await Initialise()).Expect(0);
        string[] hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "say \"hi\", all"];
        (
            await Json(
                "ingest",
                File(
                    "f.json",
                    [
                        .. hostile.Select(
                            (text, index) =>
                                FindingText.BruteForce($"45.83.64.{index + 1}", change: finding => Told(finding, text, "AS1", "x"))
                        ),
                    ]
                )
            )
        ).Expect(0);
        var output = (await Text("threats", "list", "-o", "csv")).Expect(0).Output;
        Assert.StartsWith(
            "indicator,kind,direction,verdict,state,reason,severity,firstSeen,lastSeen,until,sightings,type,account,region,resource,"
                + "country,asn\n45.83.64.1,address,",
            output,
            StringComparison.Ordinal
        );
        Assert.All(
            ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "' =1", "\"say \"\"hi\"\", all\""],
            cell => Assert.Contains($",{cell},AS1 x\n", output, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            output.Split('\n').SelectMany(line => line.Split(',')),
            cell => cell.TrimStart('"') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]
        );
    }

    [Theory]
    [InlineData("threats acts")]
    [InlineData("allow list")]
    [InlineData("never-block list")]
    [InlineData("policy show")]
    public async Task Of_every_kind_are_also_CSV_and_plain(string command)
    {
        (await Json("allow", "add", "45.83.64.0/24", "--reason", "=cmd()", "--record-only")).Expect(0);
        var (rows, csv, plain) = (
            await Json(command.Split(' ')),
            await Text([.. command.Split(' '), "-o", "csv"]),
            await Text([.. command.Split(' '), "-o", "plain"])
        );
        var count = rows.Expect(0).Json.AsArray().Count;
        Assert.Equal((count + 1, count), (csv.Expect(0).Output.Count(c => c is '\n'), plain.Expect(0).Output.Count(c => c is '\n')));
        Assert.DoesNotContain(",=cmd", csv.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unblock 45.83.64.1 --reason x -o csv")]
    [InlineData("status -o plain")]
    public async Task Are_the_only_answers_in_CSV(string line)
    {
        (await Text(line.Split(' '))).Expect(64);
        Assert.Empty((await Json("threats", "acts")).Json.AsArray());
    }

    private static void Told(JsonObject finding, string country, string asn, string organization)
    {
        var remote = finding["service"]!["action"]!["networkConnectionAction"]!["remoteIpDetails"]!;
        remote["country"] = new JsonObject { ["countryName"] = country };
        remote["organization"] = new JsonObject { ["asn"] = asn, ["asnOrg"] = organization };
    }
}
