using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Records a batch: own addresses first, then finding states, then sightings. A reading asks in the opposite order, so whoever sees a
/// sighting sees what was recorded with it, and a batch that broke off has blocked nobody whom the whole of it would have spared.
/// </summary>
internal sealed class EvidenceBatch(LedgerTable table, EvidenceKinds kinds)
{
    private readonly MergedItems<OwnAddress> _own = new(table, kinds.OwnAddresses);
    private readonly MergedItems<FindingState> _states = new(table, kinds.States);
    private readonly MergedItems<Sighting> _sightings = new(table, kinds.Sightings);

    public async Task<ImmutableArray<bool>> RecordAsync(IReadOnlyList<FindingEvidence> evidence, CancellationToken cancellationToken)
    {
        var told = evidence.ToImmutableArray();
        await ReadAsync(told, cancellationToken);
        var isNews = told.Select(Merge).ToImmutableArray();
        await _own.WriteAsync(cancellationToken);
        await _states.WriteAsync(cancellationToken);
        await _sightings.WriteAsync(cancellationToken);
        return isNews;
    }

    private async Task ReadAsync(ImmutableArray<FindingEvidence> told, CancellationToken cancellationToken)
    {
        var own = told.SelectMany(one => one.OwnAddresses).Select(_own.KeyOf).ToHashSet();
        var states = told.Select(one => _states.KeyOf(one.State)).ToHashSet();
        var sightings = told.SelectMany(one => one.Sightings).Select(_sightings.KeyOf).ToHashSet();
        var present = await table.GetAsync(own.Concat(states).Concat(sightings), cancellationToken);
        _own.Add(own, present);
        _states.Add(states, present);
        _sightings.Add(sightings, present);
    }

    private bool Merge(FindingEvidence one)
    {
        var isNews = _states.Merge(one.State);
        foreach (var sighting in one.Sightings)
        {
            isNews |= _sightings.Merge(sighting);
        }

        foreach (var own in one.OwnAddresses)
        {
            isNews |= _own.Merge(own);
        }

        return isNews;
    }
}
