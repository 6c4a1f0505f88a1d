using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;

namespace Shield.Tests.Findings;

/// <summary>What an input comes to under the default policy, at the moment of its last sighting.</summary>
internal static class Told
{
    /// <summary>Each party with its answer, then what named nobody, then what was rejected.</summary>
    public static async Task<string> OfAsync(Stream input) => Of(await Written.ReadAsync(input));

    public static string Of(IEnumerable<FindingRecord> read)
    {
        var records = read.ToList();
        var findings = records.Select(record => record.Finding).OfType<Finding>().ToList();
        var nameless = new NamelessFindings();
        findings.ForEach(nameless.Count);
        return string.Join(
            "; ",
            [
                .. DecisionsOf(findings).Select(decision => $"{decision.Indicator} {VerdictOf(decision)} {decision.Reason}"),
                .. nameless.ByType.Select(type => $"{type.Value} of {type.Key} named nobody"),
                .. records.SelectMany(record => record.Faults).Select(fault => $"rejected: {fault}"),
            ]
        );
    }

    private static string VerdictOf(Decision decision) =>
        decision.Verdict is Verdict.Block ? $"block-{decision.Directions.ToWord()}" : decision.Verdict.ToString().ToLowerInvariant();

    public static ImmutableArray<Decision> DecisionsOf(IReadOnlyCollection<Finding> findings)
    {
        var evidence = findings.Select(finding => Extraction.From(finding, "test", finding.EventLastSeen)).ToList();
        var ledger = World.Known(
            evidence.SelectMany(one => one.Sightings),
            own: evidence.SelectMany(one => one.OwnAddresses),
            states: evidence.Select(one => one.State)
        );
        return findings.Count is 0 ? [] : World.Decide(ledger, now: findings.Max(finding => finding.EventLastSeen));
    }
}
