using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>The whole of the evidence and acts: every page of every partition, or an exception.</summary>
internal sealed class ContentReading(LedgerTable table, LedgerKeys keys, EvidenceKinds kinds, ActItems acts, RestingItems resting)
{
    // Everything else sorts before it.
    private static readonly SortRange Rest = SortRange.Before(LedgerKeys.Sightings);

    public async Task<LedgerContent> ReadAsync(EvidenceScope scope, CancellationToken cancellationToken)
    {
        // Before the acts, so that all up to there are among them.
        var endRead = acts.ReadEndAsync(cancellationToken);
        // Not in one go: what was recorded with a sighting was recorded before it (EvidenceBatch).
        var sightings = scope.HasAlive
            ? await ReadAsync(SortRange.StartingWith(LedgerKeys.Sightings), cancellationToken)
            : await ReadPartiesAsync(scope.Parties, cancellationToken);
        var (atRest, statesAtRest) = await ReadRestingAsync(scope, cancellationToken);
        var end = await endRead;
        var pceRead = ReadPartitionAsync(keys.Pce, SortRange.StartingWith(LedgerKeys.PceAddresses), cancellationToken);
        var rest = await ReadAsync(Rest, cancellationToken);
        var (verified, chain) = await acts.VerifyAsync([.. rest.OfType<ActItem>()], end, cancellationToken);
        return new LedgerContent
        {
            // A copy too many is left where putting to rest or waking was broken off.
            Sightings = Merged(sightings.Cast<Sighting>(), atRest, one => one.Key, (one, other) => one.Merge(other)),
            States = Merged(rest.OfType<FindingState>(), statesAtRest, one => one.Key, (one, other) => one.Merge(other)),
            OwnAddresses = [.. rest.OfType<OwnAddress>()],
            Acts = verified,
            ActChain = chain,
            Resolutions = [.. rest.OfType<Resolution>()],
            PceAddresses = [.. (await pceRead).Cast<OwnAddress>()],
        };
    }

    private async Task<ImmutableArray<object>> ReadPartiesAsync(IEnumerable<Indicator> parties, CancellationToken cancellationToken) =>
        [
            .. (
                await Task.WhenAll(
                    parties
                        .Select(keys.SightingsOf)
                        .Select(one => ReadPartitionAsync(one.Partition, SortRange.StartingWith(one.Sort), cancellationToken))
                )
            ).SelectMany(some => some),
        ];

    private async Task<(ImmutableArray<Sighting>, ImmutableArray<FindingState>)> ReadRestingAsync(
        EvidenceScope scope,
        CancellationToken cancellationToken
    )
    {
        if (scope.HasResting)
        {
            return await resting.ReadAllAsync(cancellationToken);
        }

        ImmutableArray<Sighting> sightings =
        [
            .. (await resting.ReadAsync(scope.Parties, cancellationToken)).SelectMany(party => party.Sightings),
        ];
        return (sightings, await resting.ReadStatesAsync(sightings, cancellationToken));
    }

    private static ImmutableArray<T> Merged<T, TKey>(
        IEnumerable<T> alive,
        ImmutableArray<T> atRest,
        Func<T, TKey> keyOf,
        Func<T, T, T> merge
    )
        where TKey : notnull =>
        atRest.IsEmpty ? [.. alive] : [.. alive.Concat(atRest).GroupBy(keyOf).Select(same => same.Aggregate(merge))];

    private async Task<ImmutableArray<object>> ReadAsync(SortRange range, CancellationToken cancellationToken) =>
        [
            .. (
                await Task.WhenAll(keys.Partitions.Select(partition => ReadPartitionAsync(partition, range, cancellationToken)))
            ).SelectMany(some => some),
        ];

    private async Task<List<object>> ReadPartitionAsync(string partition, SortRange range, CancellationToken cancellationToken)
    {
        var all = new List<object>();
        await foreach (var item in table.QueryAsync(partition, range, cancellationToken))
        {
            all.Add(table.Read(item, ReadItem));
        }

        return all;
    }

    private object ReadItem(Item item) =>
        item.Text("sk") switch
        {
            var sort when sort.StartsWith(LedgerKeys.Sightings, StringComparison.Ordinal) => kinds.Sightings.ReadItem(item),
            var sort when sort.StartsWith(LedgerKeys.States, StringComparison.Ordinal) => kinds.States.ReadItem(item),
            var sort when sort.StartsWith(LedgerKeys.OwnAddresses, StringComparison.Ordinal) => kinds.OwnAddresses.ReadItem(item),
            var sort when sort.StartsWith(LedgerKeys.Resolutions, StringComparison.Ordinal) => kinds.Resolutions.ReadItem(item),
            var sort when sort.StartsWith(LedgerKeys.PceAddresses, StringComparison.Ordinal) => kinds.PceAddresses.ReadItem(item),
            var sort when sort.StartsWith(LedgerKeys.Acts, StringComparison.Ordinal) => ActItems.Read(item),
            _ => throw new FormatException("an item of no known kind"),
        };
}
