using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Cli.Printing;
using Shield.Cli.Sources;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Settings;

namespace Shield.Cli.Policy;

/// <summary><c>policy check</c>: the same evidence under two policies. Is handed nothing that could write.</summary>
internal sealed class PolicyTrial(Decided now, ShieldSettings before, ShieldSettings after, PceAddresses pce)
{
    private readonly RejectedParts _rejected = new();

    /// <param name="file">The candidate, for the answer.</param>
    /// <param name="findings">Judged instead of the findings in the ledger; the ledger's acts count too. Null: the ledger's
    /// findings.</param>
    /// <param name="cancellationToken">Ends the reading of findings.</param>
    public async Task<Answer<PolicyDifference>> RunAsync(string file, IngestSource? findings, CancellationToken cancellationToken)
    {
        var evidence = findings is null ? now.Ledger : await ReadAsync(findings, cancellationToken);
        // Findings of last year are stale today under any policy. To compare policies by them, both judge as of the newest finding.
        var newest = evidence.Sightings.Select(sighting => sighting.LastSeen).DefaultIfEmpty(now.Now).Max();
        var at = findings is null || newest > now.Now ? now.Now : newest;
        var (old, @new) = (Context(before, at), Context(after, at));
        var decisions = Decide.All(evidence, old).Zip(Decide.All(evidence, @new)).ToImmutableArray();
        var changed =
            from pair in decisions
            from direction in Enum.GetValues<Direction>()
            let before = pair.First[direction]
            let after = pair.Second[direction]
            where (before.Verdict, before.Reason, before.Until) != (after.Verdict, after.Reason, after.Until)
            select new ChangedAnswer(pair.First.Indicator, direction, before, after);
        return new Answer<PolicyDifference>(
            new PolicyDifference
            {
                File = file,
                At = at,
                Indicators = decisions.Length,
                Changed = [.. changed],
                Rejected = _rejected.Listed,
                Unreadable = @new.NeverBlock.Unreadable,
            },
            _rejected.Count > 0 ? ExitCode.Rejected : ExitCode.Done
        );

        DecisionContext Context(ShieldSettings settings, DateTimeOffset moment) =>
            now.Context with
            {
                Policy = settings.Policy,
                NeverBlock = NeverBlock.Of(
                    NeverBlockSources.From(
                        evidence,
                        settings.NeverBlock,
                        settings.GivenNames,
                        [.. settings.NeverBlockFiles.Select(SoftFileReading.Read)],
                        pce,
                        moment
                    )
                ),
                Now = moment,
            };
    }

    private async Task<LedgerContent> ReadAsync(IngestSource source, CancellationToken cancellationToken)
    {
        var evidence = new List<FindingEvidence>();
        await using var stream = await source.OpenAsync(cancellationToken);
        var pieces = IntakePiece.ReadAsync(stream, source.Name, "file", before.MaxRecordBytes, () => now.Now, cancellationToken);
        await foreach (var piece in pieces)
        {
            _rejected.Add(piece.Rejections);
            evidence.AddRange(piece.Evidence);
        }

        return now.Ledger with
        {
            Sightings =
            [
                .. evidence
                    .SelectMany(one => one.Sightings)
                    .GroupBy(sighting => sighting.Key)
                    .Select(same => same.Aggregate((one, other) => one.Merge(other))),
            ],
            States =
            [
                .. evidence
                    .Select(one => one.State)
                    .GroupBy(state => state.Key)
                    .Select(same => same.Aggregate((one, other) => one.Merge(other))),
            ],
            OwnAddresses = [.. now.Ledger.OwnAddresses, .. evidence.SelectMany(one => one.OwnAddresses)],
        };
    }
}
