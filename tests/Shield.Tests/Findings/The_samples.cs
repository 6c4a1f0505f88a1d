using System.Globalization;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Findings;
using Shield.Core.Indicators;

namespace Shield.Tests.Findings;

/// <summary>The findings of the folder samples, with which the demo is made.</summary>
public sealed class The_samples
{
    private static readonly DateTimeOffset Anchor = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Are_read_without_a_fault_and_say_what_their_table_says()
    {
        var found =
            from file in Files()
            from sighting in Extraction.From(file.Finding, "samples", Anchor).Sightings
            select $"{file.Name} {sighting.Key.Indicator}";
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
            found);

        var table = await File.ReadAllTextAsync(Path.Combine(Folder(), "README.md"), TestContext.Current.CancellationToken);
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
        var finding = Files().Single(file => file.Name == name).Finding;
        Assert.All(Extraction.From(finding, "samples", Anchor).Sightings, sighting => Assert.Equal(
            new TypeAnswer { Verdict = verdict, Directions = directions, Reason = reason },
            TypeTable.Find(sighting.Latest.Type).Judge(Assert.Single(sighting.Circumstances), PolicySwitches.Default)));
    }

    [Fact]
    public void Happen_shortly_before_the_moment_that_the_demo_takes_for_now() =>
        Assert.All(Files(), file =>
        {
            Assert.InRange(file.Finding.EventFirstSeen, Anchor.AddHours(-8), Anchor);
            Assert.InRange(file.Finding.EventLastSeen, Anchor.AddHours(-4), Anchor);
        });

    [Fact]
    public void Hold_one_finding_that_is_a_sample() =>
        Assert.Equal(["05-sample-finding"], Files().Where(file => file.Finding.IsSample).Select(file => file.Name));

    private static List<(string Name, Finding Finding)> Files() =>
    [
        .. from path in Directory.GetFiles(Folder(), "*.json").Order(StringComparer.Ordinal)
           let parsed = FindingParser.Parse(File.ReadAllBytes(path))
           select (Path.GetFileNameWithoutExtension(path), parsed is { Finding: { } finding, Faults: [] }
               ? finding
               : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{path} {string.Join("; ", parsed.Faults)}"))),
    ];

    private static string Folder() => RepositoryFolder.Path("samples");
}
