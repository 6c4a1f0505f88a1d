using Shield.Cli.Ingest;
using Shield.Cli.Sources;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Settings;

namespace Shield.Cli.Policy;

/// <summary>
/// The same evidence for two policies, from the ledger or from an input: what <c>policy check</c> and <c>simulate</c> share. Is handed
/// nothing that could write.
/// </summary>
internal sealed class Trial(Decided now, PceAddresses pce)
{
    private readonly RejectedParts _rejected = new();

    public RejectedParts Rejected => _rejected;

    /// <summary>
    /// Findings of last year are stale today under any policy. To compare policies by them, both judge as of the newest finding.
    /// </summary>
    public DateTimeOffset NewestOf(LedgerContent evidence)
    {
        var newest = evidence.Sightings.Select(sighting => sighting.LastSeen).DefaultIfEmpty(now.Now).Max();
        return newest > now.Now ? now.Now : newest;
    }

    public DecisionContext ContextOf(ShieldSettings settings, LedgerContent evidence, DateTimeOffset moment) =>
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

    /// <summary>The findings of these sources instead of the ledger's; the ledger's acts and own addresses count too.</summary>
    /// <exception cref="IOException">A source cannot be read.</exception>
    public async Task<LedgerContent> ReadAsync(
        IAsyncEnumerable<IngestSource> sources,
        long maxRecordBytes,
        CancellationToken cancellationToken
    )
    {
        var evidence = new List<FindingEvidence>();
        await foreach (var source in sources.WithCancellation(cancellationToken))
        {
            await using var stream = await source.OpenAsync(cancellationToken);
            var pieces = IntakePiece.ReadAsync(stream, source.Name, "file", maxRecordBytes, () => now.Now, cancellationToken);
            await foreach (var piece in pieces)
            {
                _rejected.Add(piece.Rejections);
                evidence.AddRange(piece.Evidence);
            }
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
