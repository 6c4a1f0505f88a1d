using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

public sealed class Ingesting : CliTest
{
    [Fact]
    public async Task Counts_the_inputs_indicators_by_their_decision()
    {
        var file = File(
            "f.json",
            FindingText.BruteForce("45.83.64.1"),
            FindingText.BruteForce("45.83.64.1", id: "another"),
            FindingText.BruteForce("10.0.0.5"),
            FindingText.BruteForce("8.8.8.8"),
            FindingText.BruteForce("45.83.64.7", change: finding => finding["type"] = "New:EC2/Thing")
        );
        var answer = (await Json("ingest", file)).Expect(0).Json;
        Assert.Equal((5, 5, 0), ((int)answer["findings"]!, (int)answer["sightings"]!, (int)answer["duplicates"]!));
        Assert.Equal((1, 1), ((int)answer["blocked"]!, (int)answer["held"]!));
        Assert.Equal("""{"public-resolver":1,"special-purpose":1}""", answer["ignored"]!.ToJsonString());
        Assert.Equal(5, (int)(await Json("ingest", file)).Expect(0).Json["duplicates"]!);
    }

    /// <summary>More than are decided about at once: the counts are those of a decision about all together.</summary>
    [Fact]
    public async Task Counts_many_parties_as_a_list_of_all_of_them_does()
    {
        (await Json("allow", "add", "45.83.0.0/29", "--reason", "partner", "--record-only")).Expect(0);
        (await Json("threats", "block", "45.99.0.1", "--reason", "not of the input", "--record-only")).Expect(0);
        var findings = Enumerable
            .Range(0, 4_500)
            .Select(n =>
                FindingText.BruteForce(
                    n % 9 is 0 ? $"2a01:4f8::{n:x}" : $"45.83.{n / 250}.{n % 250}",
                    id: $"{n:x32}",
                    change: finding => finding["type"] = n % 7 is 0 ? "New:EC2/Thing" : (string)finding["type"]!
                )
            );
        var told = (await Json("ingest", File("f.json", [.. findings]))).Expect(0).Json;
        var listed = (await Json("threats", "list", "--all")).Expect(0).Json.AsArray();
        int Count(string verdict) => listed.Count(row => (string)row!["verdict"]! == verdict && (string)row["indicator"]! != "45.99.0.1");
        Assert.Equal((Count("block"), Count("hold")), ((int)told["blocked"]!, (int)told["held"]!));
        Assert.Equal(Count("ignore"), told["ignored"]!.AsObject().Sum(reason => (int)reason.Value!));
        Assert.Equal(4_500, Count("block") + Count("hold") + Count("ignore"));
    }

    /// <summary>One of them names nobody, and leaves no party that could be held.</summary>
    [Fact]
    public async Task Says_how_many_findings_are_of_types_that_nobody_knows()
    {
        var file = File(
            "f.json",
            FindingText.BruteForce("45.83.64.1"),
            FindingText.BruteForce("45.83.64.2", change: finding => finding["type"] = "New:EC2/Thing"),
            FindingText.BruteForce("45.83.64.3", change: finding => finding["type"] = "NEW:EC2/thing"),
            FindingText.BruteForce(
                "45.83.64.4",
                change: finding => (finding["type"], finding["service"]!["action"]) = ("Other:EC2/Thing", null)
            )
        );
        var json = (await Json("ingest", file)).Expect(0);
        Assert.Contains("shield: 3 finding(s) are of types that the table does not know", json.Error, StringComparison.Ordinal);
        Assert.Contains("New:EC2/Thing (2), Other:EC2/Thing (1)", json.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Thing", json.Output, StringComparison.Ordinal);
        Assert.Equal(2, (int)json.Json["held"]!);
        var text = (await Text("ingest", file)).Expect(0);
        Assert.Contains("3 finding(s) are of types that the table does not know", text.Output, StringComparison.Ordinal);
        Assert.Matches(@"New:EC2/Thing +2", text.Output);
        Assert.DoesNotContain(
            "does not know",
            (await Text("ingest", File("known.json", FindingText.BruteForce("45.83.64.5")))).Expect(0).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Says_them_where_the_PCE_is_away_too()
    {
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var run = (
            await Json(
                "ingest",
                File("f.json", FindingText.BruteForce("45.83.64.1", change: finding => finding["type"] = "New:EC2/Thing")),
                "--apply"
            )
        ).Expect(1);
        Assert.Contains("New:EC2/Thing (1)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_no_more_than_the_most_frequent_of_the_types_that_nobody_knows()
    {
        var all = Enumerable
            .Range(0, 1_100)
            .Select(i => FindingText.BruteForce("45.83.64.1", id: $"f{i}", change: finding => finding["type"] = $"New:EC2/Thing{i:0000}"));
        var frequent = FindingText.BruteForce("45.83.64.1", id: "again", change: finding => finding["type"] = "New:EC2/Thing0999");
        var run = (await Text("ingest", File("f.json", [.. all, frequent]))).Expect(0);
        Assert.Equal(20, System.Text.RegularExpressions.Regex.Count(run.Output, "New:EC2/Thing"));
        Assert.Contains("1101 finding(s) are of types that the table does not know", run.Output, StringComparison.Ordinal);
        Assert.Contains("1080 of them of types that are not listed", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"New:EC2/Thing0999 +2", run.Output);
    }

    /// <summary>Half a file is no file: the second member's header is damaged, and what it holds must not be missed in silence.</summary>
    [Fact]
    public async Task Fails_where_a_part_of_a_packed_file_cannot_be_read()
    {
        var (first, second) = (Packed(FindingText.BruteForce("45.83.64.1")), Packed(FindingText.BruteForce("45.83.64.2")));
        second[0] ^= 1;
        System.IO.File.WriteAllBytes(PathOf("two.json.gz"), [.. first, .. second]);
        var run = (await Json("ingest", PathOf("two.json.gz"))).Expect(1);
        Assert.Equal(1, (int)run.Json["findings"]!);
        Assert.Contains(
            $"byte {first.Length} of the packed file",
            (string)run.Json["rejected"]!.AsArray().Single()!["reason"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Says_how_many_findings_named_nobody_though_their_type_does()
    {
        var file = File(
            "f.json",
            FindingText.BruteForce("45.83.64.1"),
            FindingText.BruteForce("45.83.64.2", id: "two", change: finding => finding["service"]!["action"] = new JsonObject())
        );
        var json = (await Json("ingest", file)).Expect(0);
        Assert.Equal("""{"UnauthorizedAccess:EC2/SSHBruteForce":1}""", json.Json["nameless"]!.ToJsonString());
        Assert.Contains(
            "shield: 1 finding(s) are of types that name a party, but no party could be read in them",
            json.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("UnauthorizedAccess:EC2/SSHBruteForce (1)", json.Error, StringComparison.Ordinal);
        Assert.Contains("no party could be read in them", (await Text("ingest", file)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(
            "{}",
            (await Json("ingest", File("g.json", FindingText.BruteForce("45.83.64.1")))).Expect(0).Json["nameless"]!.ToJsonString()
        );
    }

    /// <summary>The news is that a host of ours attacks; the other side is its victim.</summary>
    [Fact]
    public async Task Names_the_host_of_ours_that_attacked_somebody()
    {
        var file = File(
            "f.json",
            FindingText.BruteForce(
                "45.83.64.5",
                change: finding =>
                {
                    finding["service"]!["resourceRole"] = "ACTOR";
                    finding["service"]!["action"]!["networkConnectionAction"]!["connectionDirection"] = "OUTBOUND";
                    finding["resource"] = JsonNode.Parse("""{"resourceType":"Instance","instanceDetails":{"instanceId":"i-0123abc"}}""");
                }
            )
        );
        var json = (await Json("ingest", file)).Expect(0);
        Assert.Equal("""{"victim":1}""", json.Json["ignored"]!.ToJsonString());
        Assert.Contains("i-0123abc", json.Error, StringComparison.Ordinal);
        var texts = new[] { (await Text("ingest", file)).Expect(0).Output, (await Text("explain", "45.83.64.5")).Expect(0).Output };
        Assert.All(texts, text => Assert.Contains("i-0123abc", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.Contains("victim", text, StringComparison.Ordinal));
        Assert.All(
            [.. texts, json.Output, (await Json("explain", "45.83.64.5")).Expect(0).Output],
            text => Assert.DoesNotContain("tried passwords", text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Reads_standard_input()
    {
        var run = await Run(["ingest", "-", "-o", "json"], FindingText.BruteForce("45.83.64.1"));
        Assert.Equal(1, (int)run.Expect(0).Json["findings"]!);
    }

    [Fact]
    public async Task Names_a_file_that_does_not_exist_and_loses_nothing_of_the_others()
    {
        var run = (
            await Json(
                "ingest",
                File("a.json", FindingText.BruteForce("45.83.64.1")),
                PathOf("none.json"),
                File("b.json", FindingText.BruteForce("45.83.64.2"))
            )
        ).Expect(1);
        Assert.Equal(2, (int)run.Json["findings"]!);
        Assert.EndsWith("none.json", (string)run.Json["rejected"]!.AsArray().Single()!["source"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_every_rejected_record_with_its_place_and_exits_with_4()
    {
        var run = (
            await Json(
                "ingest",
                File(
                    "f.json",
                    FindingText.BruteForce("45.83.64.1"),
                    "{\"a\":",
                    "<html>",
                    FindingText.BruteForce("attacker.example.com"),
                    FindingText.BruteForce("45.83.64.2")
                )
            )
        ).Expect(4);
        Assert.Equal((3, 2), ((int)run.Json["findings"]!, (int)run.Json["sightings"]!));
        Assert.All(run.Json["rejected"]!.AsArray(), row => Assert.NotEqual("", (string)row!["position"]!));
        Assert.Equal(
            ["line 2", "line 3", "line 4"],
            run.Json["rejected"]!.AsArray().Select(row => ((string)row!["position"]!)[..6]).Distinct()
        );
    }

    [Fact]
    public async Task Puts_3_before_4()
    {
        var run = (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1"), "nonsense"), "--apply")).Expect(3);
        Assert.Equal("refused", (string)run.Json["apply"]!["outcome"]!);
        Assert.Contains("recorded, refused", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_what_it_recorded_where_the_PCE_is_away()
    {
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var run = (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")), "--apply")).Expect(1);
        Assert.Equal(("pce-unreachable", 1), (run.ErrorCode, (int)run.Json["error"]!["recorded"]!["findings"]!));
        Environment.Remove("SHIELD_PCE__URL");
        Assert.Single((await Json("threats", "list")).Expect(0).Json.AsArray());
    }

    [Fact]
    public async Task Keeps_back_what_a_limit_holds_and_accepts_exactly_that_set()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "1";
        var file = File(
            "f.json",
            FindingText.BruteForce("45.83.64.1", severity: 8),
            FindingText.BruteForce("45.83.64.2"),
            FindingText.BruteForce("45.83.64.3")
        );
        var run = (await Json("ingest", file, "--apply")).Expect(3);
        Assert.Equal(
            ("kept-back", 1, 2),
            ((string)run.Json["apply"]!["outcome"]!, (int)run.Json["apply"]!["added"]!, (int)run.Json["apply"]!["keptBack"]!)
        );
        Assert.Equal(["45.83.64.1"], await Listed());

        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        (await Json("plan")).Expect(3);
        var waiting = (await Json("apply")).Expect(3);
        var fingerprint = (string)waiting.Json["fingerprint"]!;
        Assert.Contains($"shield apply --accept-plan {fingerprint}", (await Text("apply")).Expect(3).Output, StringComparison.Ordinal);
        Assert.Equal("unknown-plan", (await Json("apply", "--accept-plan", "0123456789ab", "--reason", "x")).Expect(1).ErrorCode);

        var accepted = (await Json("apply", "--accept-plan", fingerprint, "--reason", "x")).Expect(0);
        Assert.Equal(
            ("applied", 2, 2),
            ((string)accepted.Json["outcome"]!, (int)accepted.Json["added"]!, accepted.Json["accepted"]!.AsArray().Count)
        );
        Assert.Equal(["45.83.64.1", "45.83.64.2", "45.83.64.3"], (await Listed()).Order());
    }

    [Fact]
    public async Task Accepts_a_set_that_only_history_knows()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "1";
        var first = (
            await Json(
                "ingest",
                File("f.json", FindingText.BruteForce("45.83.64.1", severity: 8), FindingText.BruteForce("45.83.64.2")),
                "--apply"
            )
        ).Expect(3);
        var fingerprint = first.Error.Split("--accept-plan ")[1].Split(' ')[0];
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        (await Json("ingest", File("g.json", FindingText.BruteForce("45.83.64.3")))).Expect(0);
        var accepted = (await Json("apply", "--accept-plan", fingerprint, "--reason", "x")).Expect(3);
        Assert.Equal(["45.83.64.2"], accepted.Json["accepted"]!.AsArray().Select(indicator => (string)indicator!));
        Assert.Equal(["45.83.64.1", "45.83.64.2"], (await Listed()).Order());
    }

    [Fact]
    public async Task Reads_the_files_of_findings_in_a_directory_and_below_it_packed_or_not()
    {
        Directory.CreateDirectory(PathOf("export/2026/01"));
        File("export/b.json", FindingText.BruteForce("45.83.64.1"));
        File("export/notes.txt", "no finding");
        Pack("export/2026/01/a.jsonl.gz", FindingText.BruteForce("45.83.64.2"), FindingText.BruteForce("45.83.64.3"));
        Assert.Equal(3, (int)(await Json("ingest", PathOf("export"))).Expect(0).Json["blocked"]!);
        Assert.Equal(3, (int)(await Json("ingest", PathOf("export/b.json"), PathOf("export/2026"))).Expect(0).Json["duplicates"]!);
    }

    [Fact]
    public async Task Says_of_a_directory_without_findings_that_it_has_none()
    {
        Directory.CreateDirectory(PathOf("empty"));
        var run = (await Json("ingest", PathOf("empty"), File("a.json", FindingText.BruteForce("45.83.64.1")))).Expect(1);
        Assert.Equal(1, (int)run.Json["blocked"]!);
        Assert.Contains(
            "holds no file of findings",
            (string)run.Json["rejected"]!.AsArray().Single()!["reason"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Says_after_which_record_a_packed_file_is_cut_and_keeps_what_came_before()
    {
        var path = Pack(
            "cut.gz",
            [.. Enumerable.Range(0, 3000).Select(i => FindingText.BruteForce($"45.83.{i / 250}.{i % 250}", id: $"{i:x8}"))]
        );
        var bytes = await System.IO.File.ReadAllBytesAsync(path, Cancellation);
        await System.IO.File.WriteAllBytesAsync(path, bytes[..^20], Cancellation);
        var run = (await Json("ingest", path)).Expect(1);
        var rejected = run.Json["rejected"]!.AsArray().Single()!;
        Assert.InRange((int)run.Json["findings"]!, 1, 3000);
        Assert.Equal($"after line {(int)run.Json["findings"]!}", (string)rejected["position"]!);
        Assert.StartsWith("cannot be read any further: ", (string)rejected["reason"]!, StringComparison.Ordinal);
        Assert.Equal((int)run.Json["findings"]!, (await Json("threats", "list")).Json.AsArray().Count);
    }

    [Fact]
    public async Task Lists_ten_thousand_rejections_and_counts_the_others()
    {
        var file = File("f.json", [.. Enumerable.Repeat("{}", 10_005), FindingText.BruteForce("45.83.64.1")]);
        var run = (await Json("ingest", file)).Expect(4);
        Assert.Equal((1, 10_001), ((int)run.Json["blocked"]!, run.Json["rejected"]!.AsArray().Count));
        Assert.Equal("5 more were rejected, and are not listed", (string)run.Json["rejected"]!.AsArray()[^1]!["reason"]!);
    }

    [Theory]
    [InlineData("ArchiveFindings", "", "withdraw", "archived")]
    [InlineData("UpdateFindingsFeedback", "NOT_USEFUL", "expire", "not-useful")]
    public async Task Takes_back_at_once_what_people_did_away_with_in_GuardDuty(
        string name,
        string feedback,
        string onArchive,
        string reason
    )
    {
        Environment["SHIELD_POLICY__ONARCHIVE"] = onArchive;
        const string Id = "d6b94fb03a66ff665f7db8764e000001";
        await Initialise();
        Assert.Equal(
            1,
            (int)
                (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1", id: Id)), "--apply")).Expect(0).Json["apply"]![
                    "added"
                ]!
        );

        // By the administrator of the organisation.
        var call = new JsonObject
        {
            ["detail-type"] = "AWS API Call via CloudTrail",
            ["source"] = "aws.guardduty",
            ["detail"] = new JsonObject
            {
                ["eventSource"] = "guardduty.amazonaws.com",
                ["eventName"] = name,
                ["eventTime"] = DateTimeOffset.UtcNow.ToString(
                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                    System.Globalization.CultureInfo.InvariantCulture
                ),
                ["awsRegion"] = "eu-west-1",
                ["recipientAccountId"] = "999999999999",
                ["requestParameters"] = new JsonObject { ["findingIds"] = new JsonArray(Id), ["feedback"] = feedback },
            },
        };
        var file = File("call.json", call.ToJsonString());
        var run = (await Json("ingest", file, "--apply")).Expect(0);
        Assert.Equal(
            (0, 0, 0, 0),
            ((int)run.Json["findings"]!, (int)run.Json["sightings"]!, (int)run.Json["duplicates"]!, run.Json["rejected"]!.AsArray().Count)
        );
        Assert.Equal(("applied", 1), ((string)run.Json["apply"]!["outcome"]!, (int)run.Json["apply"]!["removed"]!));
        Assert.Contains("1 call(s) of GuardDuty's API", run.Error, StringComparison.Ordinal);
        Assert.Equal(reason, (string)(await Json("explain", "45.83.64.1")).Json["reason"]!);
        Assert.Contains("1 call(s) of GuardDuty's API", (await Text("ingest", file)).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opens_every_envelope()
    {
        var finding = FindingText.BruteForce("45.83.64.1");
        var sns = new JsonObject { ["Type"] = "Notification", ["Message"] = finding };
        var sqs = new JsonObject
        {
            ["Records"] = new JsonArray(new JsonObject { ["body"] = sns.ToJsonString() }, new JsonObject { ["body"] = "no" }),
        };
        var run = (await Json("ingest", File("f.json", sqs.ToJsonString()))).Expect(4);
        Assert.Equal(1, (int)run.Json["blocked"]!);
        Assert.StartsWith(
            "Records[1].body (line 1, byte ",
            (string)run.Json["rejected"]!.AsArray().Single()!["position"]!,
            StringComparison.Ordinal
        );
    }

    private string Pack(string name, params string[] lines)
    {
        using var file = System.IO.File.Create(PathOf(name));
        using var packed = new GZipStream(file, CompressionLevel.Fastest);
        packed.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return PathOf(name);
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
