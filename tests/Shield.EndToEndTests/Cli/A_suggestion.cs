using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shield.EndToEndTests.Cli;

/// <summary>Every command that explain suggests is one that is taken.</summary>
public sealed partial class A_suggestion : CliTest
{
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
        (await Json("ingest", File("h.json", FindingText.BruteForce("45.83.65.1"), FindingText.BruteForce("45.83.66.1")), "--apply")).Expect(0);
        Environment.Remove("SHIELD_POLICY__AUTONOMY");
        (await Json("ingest", File("i.json", FindingText.BruteForce("45.83.67.1")))).Expect(0);
        await PutForeignAsync("45.84.1.1");

        var checkedOnes = 0;
        var copy = PathOf("copy.db");
        foreach (var asked in new[]
        {
            "45.83.64.1", "45.83.64.2", "45.83.64.3", "45.83.64.99", "10.0.0.5", "10.0.0.9", "192.0.2.7", "198.51.100.1", "203.0.114.7", "203.0.114.0/24", "45.90.0.7", "45.90.0.0/24",
            "45.90.0.0/23", "cdn-update-check.net", "www.cdn-update-check.net", "example.com", "45.83.65.1", "45.83.66.1", "45.83.67.1", "45.84.1.1", "8.8.8.8", "44.0.0.0/7", "0.0.0.0/0", "2000::/3", "224.0.0.1", "::1",
        })
        {
            var text = (await Text("explain", asked)).Expect(0).Output;
            foreach (Match suggested in Suggested().Matches(text.ReplaceLineEndings(" ")))
            {
                System.IO.File.Copy(Ledger, copy, overwrite: true);
                string[] arguments = [.. suggested.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--reason", "tried"];
                var run = await Json([.. arguments, "--record-only"]);
                Assert.True(run.ExitCode is 0, $"explain {asked} suggests: {suggested.Value}, which is refused: {run.Output}{run.Error}");
                System.IO.File.Copy(copy, Ledger, overwrite: true);
                checkedOnes++;
            }
        }

        Assert.InRange(checkedOnes, 25, 100);
        Assert.DoesNotContain("allow add", (await Text("explain", "45.84.1.1")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("threats block", (await Text("explain", "192.0.2.7")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("threats approve", (await Text("explain", "cdn-update-check.net")).Output, StringComparison.Ordinal);
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
        var proofs = explained["checks"]!.AsArray().Where(check => (string)check!["check"]! is "policy-check").Select(check => (string)check!["detail"]!).ToList();
        Assert.Contains(proofs, proof => proof.Contains("inbound, 45.90.0.128 to ", StringComparison.Ordinal));
        Assert.Contains(proofs, proof => proof.Contains("outbound, ", StringComparison.Ordinal) && proof.Contains(" to 45.90.0.128", StringComparison.Ordinal));
    }

    private static string Inside(JsonNode explained) => (string)explained["checks"]!.AsArray().Single(check => (string)check!["check"]! is "inside")!["detail"]!;

    [GeneratedRegex("shield (?<words>(threats (block|approve|reject)|unblock|allow (add|remove)) \\S+) --reason \"…\"")]
    private static partial Regex Suggested();

    private async Task PutForeignAsync(string address)
    {
        var list = (await Admin.Get("/sec_policy/draft/ip_lists")).AsArray().Single(list => (string?)list!["external_data_reference"] == "test-owner/deny/inbound")!;
        var ranges = list["ip_ranges"]!.DeepClone().AsArray();
        ranges.Add(new JsonObject { ["from_ip"] = address, ["description"] = "by hand" });
        await Admin.Put((string)list["href"]!, new JsonObject { ["ip_ranges"] = ranges });
        await Admin.Provision((string)list["href"]!);
    }
}
