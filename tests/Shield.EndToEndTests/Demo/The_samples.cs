using System.Globalization;
using System.Text;
using Shield.Cli.Samples;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Demo;

/// <summary>The findings of the folder samples, as <c>shield samples</c> and the demo make them.</summary>
public sealed class The_samples : CliTest
{
    private static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public async Task Are_read_without_a_fault_and_say_what_their_table_says()
    {
        var found =
            from sample in Findings(Now)
            from sighting in Extraction.From(sample.Finding, "samples", Now).Sightings
            select $"{sample.Name} {sighting.Key.Indicator}";
        Assert.Equal(
            [
                "01-ssh-brute-force 51.68.144.77",
                "02-port-probe-by-three 167.71.62.19",
                "02-port-probe-by-three 88.198.211.146",
                "02-port-probe-by-three 2a01:4f9:c011:7a1e::2",
                "03-command-and-control 45.76.83.201",
                "04-victim-of-our-port-scan 161.97.88.41",
                "05-sample-finding 198.51.100.0",
                "06-private-address 10.20.9.44",
                "07-partner 198.27.66.140",
                "08-own-address 52.28.14.101",
                "09-unusual-volume 81.169.181.90",
                "10-unknown-type 193.24.210.57",
            ],
            found
        );

        var table = await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "README.md"), Cancellation);
        Assert.All(found, line => Assert.Contains(line.Split(' ')[0], table, StringComparison.Ordinal));
        Assert.All(found, line => Assert.Contains(line.Split(' ')[1], table, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("01-ssh-brute-force", Verdict.Block, Directions.Inbound, "brute-force")]
    [InlineData("02-port-probe-by-three", Verdict.Block, Directions.Inbound, "scanner")]
    [InlineData("03-command-and-control", Verdict.Block, Directions.Both, "c2")]
    [InlineData("04-victim-of-our-port-scan", Verdict.Ignore, Directions.Both, "victim")]
    [InlineData("07-partner", Verdict.Block, Directions.Inbound, "scanner")]
    [InlineData("09-unusual-volume", Verdict.Hold, Directions.Both, "anomaly")]
    [InlineData("10-unknown-type", Verdict.Hold, Directions.Both, "unknown-type")]
    public void Are_judged_by_their_rows(string name, Verdict verdict, Directions directions, string reason)
    {
        var finding = Findings(Now).Single(sample => sample.Name == name).Finding;
        Assert.All(
            Extraction.From(finding, "samples", Now).Sightings,
            sighting =>
                Assert.Equal(
                    new TypeAnswer
                    {
                        Verdict = verdict,
                        Directions = directions,
                        Reason = reason,
                    },
                    TypeTable.Find(sighting.Latest.Type).Judge(Assert.Single(sighting.Circumstances), PolicySwitches.Default)
                )
        );
    }

    [Fact]
    public void Happened_in_the_last_hours_before_they_were_made() =>
        Assert.All(
            Findings(Now),
            sample =>
            {
                Assert.InRange(sample.Finding.EventFirstSeen, Now.AddHours(-8), Now);
                Assert.InRange(sample.Finding.EventLastSeen, Now.AddHours(-4), Now);
            }
        );

    [Fact]
    public void Are_other_findings_whenever_they_are_made_again()
    {
        var ids = Findings(Now).Concat(Findings(Now.AddMilliseconds(1))).Select(sample => sample.Finding.Key.Id).ToList();
        Assert.Equal(20, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public void Hold_one_finding_that_is_a_sample() =>
        Assert.Equal(["05-sample-finding"], Findings(Now).Where(sample => sample.Finding.IsSample).Select(sample => sample.Name));

    [Fact]
    public void Have_no_date_and_no_id_in_the_repository_that_could_grow_old() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.json"),
            file =>
            {
                var text = System.IO.File.ReadAllText(file);
                Assert.EndsWith(".template.json", file, StringComparison.Ordinal);
                Assert.DoesNotMatch(@"20\d\d-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}-|""id"": ""[^{]", text);
            }
        );

    [Fact]
    public async Task Are_blocked_where_they_are_printed_and_fed_at_once()
    {
        (await Initialise()).Expect(0);
        var printed = (await Text("samples")).Expect(0).Output;
        Assert.Equal(10, printed.TrimEnd().Split('\n').Length);
        (await Run(["ingest", "-", "--apply"], printed)).Expect(0);
        Assert.Contains("51.68.144.77", await Listed());
        Assert.False(await Reaches("51.68.144.77", "web-1.shop.example", 443));

        // The document of -o json is fed as well as the lines, and a later print holds other findings of the same parties.
        Clock.Advance(TimeSpan.FromMinutes(1));
        var document = await Json("samples");
        Assert.Null(document.Json["files"]);
        var again = (await Json("ingest", File("samples.json", document.Output))).Expect(0);
        Assert.Equal((10, 0), ((int)again.Json["findings"]!, (int)again.Json["duplicates"]!));
    }

    [Fact]
    public async Task Are_written_into_a_folder_one_file_each()
    {
        var folder = PathOf("findings");
        var run = await Json("samples", "--to", folder);
        Assert.Equal(
            Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal),
            run.Expect(0).Json["files"]!.AsArray().Select(file => (string)file!)
        );
        Assert.Equal(10, (int)(await Json("ingest", folder)).Expect(0).Json["findings"]!);
        Assert.Equal(10, (await Text("samples", "--to", PathOf("more"))).Expect(0).Output.TrimEnd().Split('\n').Length);

        var refused = (await Text("samples", "--to", Path.Combine(File("a-file"), "below"))).Expect(1);
        Assert.Contains("a-file", refused.Error, StringComparison.Ordinal);
    }

    private static List<(string Name, Finding Finding)> Findings(DateTimeOffset now) =>
        [
            .. from sample in SampleFindings.At(now)
            let parsed = FindingParser.Parse(Encoding.UTF8.GetBytes(sample.Json))
            select (
                Path.GetFileNameWithoutExtension(sample.FileName),
                parsed is { Finding: { } finding, Faults: [] }
                    ? finding
                    : throw new FormatException(
                        string.Create(CultureInfo.InvariantCulture, $"{sample.FileName} {string.Join("; ", parsed.Faults)}")
                    )
            ),
        ];
}
