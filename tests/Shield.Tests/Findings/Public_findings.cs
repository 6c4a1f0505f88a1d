using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;

namespace Shield.Tests.Findings;

/// <summary>
/// Findings from public sources, where the shared folder is present: each gives what the folder's manifest expects of a correct reader.
/// </summary>
public sealed class Public_findings
{
    /// <summary>
    /// Findings without any time: when they were seen is not known, so they are rejected. The manifest has nothing extracted from them
    /// either.
    /// </summary>
    private static readonly string[] WithoutATime =
    [
        "168-UnauthorizedAccess-EC2-MaliciousIPCaller.Custom.json",
        "169-Discovery-S3-BucketEnumeration.Unusual.json",
        "170-UnauthorizedAccess-EC2-MaliciousIPCaller.Custom.json",
    ];

    private static readonly PolicySwitches Everything = new() { ApiCallers = Verdict.Block, RdsLogins = Verdict.Block };

    /// <summary>Among the never-block reasons any two count as equal: several fit one address.</summary>
    private static readonly string[] NeverBlocked =
    [
        ReasonCode.OwnAddress,
        ReasonCode.TestDomain,
        ReasonCode.PublicResolver,
        ReasonCode.RootServer,
        ReasonCode.SpecialPurpose,
        ReasonCode.Multicast,
        ReasonCode.NotGlobalUnicast,
    ];

    [Fact]
    public async Task Give_what_the_manifest_expects()
    {
        var rows = File.ReadLines(SharedFolder.File("corpus", "MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();
        List<string> differences = [];
        foreach (var row in rows)
        {
            var found = await FoundInAsync(row[0]);
            var expected = Expected(row);
            if (found != expected)
            {
                differences.Add($"{row[0]}:\n  expected {expected}\n  found    {found}");
            }
        }

        Assert.True(differences is [], string.Join('\n', differences));
        Assert.Equal(163, rows.Count);
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

    private static string Expected(string[] row)
    {
        var isNone = row[12] is "not-a-finding" or "no-findings" || WithoutATime.Contains(row[0]);
        return $"{(isNone ? "no finding" : "a finding")}; names [{row[4]}] [{row[5]}]; "
            + $"{row[11]} {Spell(row[12])}; with samples {row[13]} {Spell(row[14])}";
    }

    private static async Task<string> FoundInAsync(string file)
    {
        await using var input = File.OpenRead(SharedFolder.File("corpus", "findings", file));
        var findings = (await Written.ReadAsync(input))
            .Where(record => record.Finding is not null)
            .Select(record => record.Finding!)
            .ToList();
        var evidence = findings.Select(finding => Extraction.From(finding, "corpus", finding.EventLastSeen)).ToList();
        var named = evidence
            .SelectMany(one => one.Sightings)
            .Where(IsSuspected)
            .Select(sighting => sighting.Key.Indicator)
            .Distinct()
            .Order()
            .ToLookup(indicator => indicator.IsDomain);
        return $"{(findings is [] ? "no finding" : "a finding")}; "
            + $"names [{string.Join(',', named[false])}] [{string.Join(',', named[true])}]; "
            + $"{Judge(evidence, acceptSamples: false)}; with samples {Judge(evidence, acceptSamples: true)}";
    }

    // As the manifest counts: before policy, whoever is suspected by the row of the type with both switches at "block".
    private static bool IsSuspected(Sighting sighting)
    {
        var type = TypeTable.Find(sighting.Latest.Type);
        return type.IsKnown
            && type.Reason is not ("anomaly" or "resolver")
            && sighting.Circumstances.Any(circumstance => type.Judge(circumstance, Everything).Verdict is not Verdict.Ignore);
    }

    private static string Judge(List<FindingEvidence> evidence, bool acceptSamples)
    {
        if (evidence.SelectMany(one => one.Sightings) is var sightings && !sightings.Any())
        {
            return "none ";
        }

        var ledger = World.Known(sightings, own: evidence.SelectMany(one => one.OwnAddresses), states: evidence.Select(one => one.State));
        var decisions = World.Decide(
            ledger,
            new DecisionPolicy { AcceptSamples = acceptSamples },
            now: sightings.Max(sighting => sighting.LastSeen)
        );
        return string.Join(';', decisions.Select(decision => $"{VerdictOf(decision)} {Spell(decision.Reason)}").Distinct());
    }

    private static string VerdictOf(Decision decision) =>
        decision.Verdict is Verdict.Block ? $"block-{decision.Directions.ToWord()}" : decision.Verdict.ToString().ToLowerInvariant();

    // That nothing is extracted is one answer, whyever.
    private static string Spell(string reason) =>
        NeverBlocked.Contains(reason) ? "never-block"
        : reason is "no-findings" or "not-a-finding" or "no-remote" or "not-a-domain" or "not-an-address" ? ""
        : reason;
}
