using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// Records a batch: own addresses first, then finding states, then sightings. A reading asks in the opposite order, so whoever sees a
/// sighting sees what was recorded with it, and a batch that broke off has blocked nobody whom the whole of it would have spared.
/// </summary>
/// <remarks>
/// The first reading is of a moment ago, at half the price: what is put back on the condition that it is still there may have been read so.
/// Whether a party is at rest is asked once its new sighting stands (<see cref="RestingItems"/>), and answered as of now.
/// </remarks>
internal sealed class EvidenceBatch(LedgerTable table, EvidenceKinds kinds, RestingItems resting)
{
    private readonly MergedItems<OwnAddress> _own = new(table, kinds.OwnAddresses);
    private readonly MergedItems<FindingState> _states = new(table, kinds.States);
    private readonly MergedItems<Sighting> _sightings = new(table, kinds.Sightings);

    public async Task<ImmutableArray<bool>> RecordAsync(IReadOnlyList<FindingEvidence> evidence, CancellationToken cancellationToken)
    {
        var told = evidence.ToImmutableArray();
        var statesAtRest = await ReadAsync(told, cancellationToken);
        var news = told.Select(Merge).ToImmutableArray();
        await _own.WriteAsync(cancellationToken);
        await _states.WriteAsync(cancellationToken);
        await new ItemForgetting<FindingState>(table, kinds.RestingStates).RunAsync(statesAtRest, cancellationToken);
        await _sightings.WriteAsync(cancellationToken);
        var parties = await resting.ReadAsync(news.SelectMany(one => one.Sightings).Select(one => one.Key.Indicator), cancellationToken);
        await resting.WakeAsync(parties.Select(party => party.Indicator), cancellationToken);
        return [.. news.Select(one => one.Others || one.Sightings.Any(sighting => !parties.Any(party => party.Knows(sighting))))];
    }

    /// <returns>States at rest of the findings that are told of: they count as told, too.</returns>
    private async Task<ImmutableArray<FindingState>> ReadAsync(ImmutableArray<FindingEvidence> told, CancellationToken cancellationToken)
    {
        var own = told.SelectMany(one => one.OwnAddresses).Select(_own.KeyOf).ToHashSet();
        var states = told.Select(one => _states.KeyOf(one.State)).ToHashSet();
        var sightings = told.SelectMany(one => one.Sightings).Select(_sightings.KeyOf).ToHashSet();
        var atRest = told.Select(one => kinds.RestingStates.KeyOf(one.State)).ToHashSet();
        var present = await table.GetAsync(own.Concat(states).Concat(sightings).Concat(atRest), isConsistent: false, cancellationToken);
        _own.Add(own, present);
        _states.Add(states, present);
        _sightings.Add(sightings, present);
        ImmutableArray<FindingState> resting =
        [
            .. atRest.Where(present.ContainsKey).Select(key => table.Read(present[key], kinds.RestingStates.ReadItem)),
        ];
        foreach (var state in resting)
        {
            _states.Merge(state);
        }

        return resting;
    }

    /// <returns>What of it is news: which sightings, and whether anything else.</returns>
    private (ImmutableArray<Sighting> Sightings, bool Others) Merge(FindingEvidence one)
    {
        var others = _states.Merge(one.State);
        foreach (var own in one.OwnAddresses)
        {
            others |= _own.Merge(own);
        }

        return ([.. one.Sightings.Where(_sightings.Merge)], others);
    }
}
