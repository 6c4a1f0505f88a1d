using Shield.Core.Evidence;
using Shield.Core.Findings;

namespace Shield.Tests.Findings;

/// <summary>Findings from public sources, where the shared folder is present: what is extracted from each is what its manifest expects.</summary>
public sealed class Public_findings
{
    [Fact]
    public async Task Name_the_parties_that_the_manifest_expects()
    {
        var manifest = File.ReadLines(SharedFolder.File("corpus", "MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();
        List<string> differences = [];
        var judged = 0;
        foreach (var row in manifest.Where(IsInReach))
        {
            judged++;
            var found = await ExtractedAsync(SharedFolder.File("corpus", "findings", row[0]));
            if (found != row[4])
            {
                differences.Add($"{row[0]}: expected '{row[4]}', found '{found}'");
            }
        }

        Assert.Empty(differences);
        Assert.InRange(judged, 30, manifest.Count);
    }

    [Fact]
    public async Task Are_each_read_or_rejected_with_a_reason()
    {
        var folder = Path.GetDirectoryName(SharedFolder.File("corpus", "findings", "110-empty-GetFindings-page.json"))!;
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            await using var input = File.OpenRead(file);
            foreach (var record in await Written.ReadAsync(input))
            {
                Assert.True(record.Finding is not null || record.Faults.Length is 1, file);
            }
        }
    }

    // Types in the table, or none at all, in the spellings of EventBridge, the API and S3.
    private static bool IsInReach(string[] row) =>
        row[2] is "eventbridge" or "eventbridge-partial" or "api-camel" or "s3-export" or "malformed" or "not-a-finding"
        && (FindingTypes.Find(row[1]).IsKnown || row[2] is "malformed" or "not-a-finding");

    // As the manifest counts: the parties of rows that suspect somebody, whatever never-block says of them.
    private static async Task<string> ExtractedAsync(string file)
    {
        await using var input = File.OpenRead(file);
        var parties =
            from record in await Written.ReadAsync(input)
            where record.Finding is not null
            let finding = record.Finding!
            from sighting in Extraction.From(finding, file, finding.UpdatedAt).Sightings
            let type = FindingTypes.Find(sighting.Latest.Type)
            where type.IsKnown && type.Reason is not ("anomaly" or "resolver")
            where sighting.Circumstances.Any(circumstance => type.Judge(circumstance, PolicySwitches.Default).Verdict is not Core.Decisions.Verdict.Ignore)
            select sighting.Key.Indicator.ToString();
        return string.Join(',', parties.Order(StringComparer.Ordinal));
    }
}
