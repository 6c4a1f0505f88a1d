using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>The whole of the evidence and acts: every page of every partition, or an exception.</summary>
internal sealed class ContentReading(LedgerTable table, LedgerKeys keys, EvidenceKinds kinds, ActItems acts)
{
    // Everything else sorts before it.
    private static readonly SortRange Rest = SortRange.Before(LedgerKeys.Sightings);

    public async Task<LedgerContent> ReadAsync(CancellationToken cancellationToken)
    {
        // Before the acts, so that all up to there are among them.
        var end = await acts.ReadEndAsync(cancellationToken);
        // Not in one go: what was recorded with a sighting was recorded before it (EvidenceBatch).
        var sightings = await ReadAsync(SortRange.StartingWith(LedgerKeys.Sightings), cancellationToken);
        var rest = await ReadAsync(Rest, cancellationToken);
        var (verified, chain) = await acts.VerifyAsync([.. rest.OfType<ActItem>()], end, cancellationToken);
        return new LedgerContent
        {
            Sightings = [.. sightings.Cast<Sighting>()],
            States = [.. rest.OfType<FindingState>()],
            OwnAddresses = [.. rest.OfType<OwnAddress>()],
            Acts = verified,
            ActChain = chain,
            Resolutions = [.. rest.OfType<Resolution>()],
            PceAddresses =
            [
                .. (
                    await ReadPartitionAsync(keys.Pce, SortRange.StartingWith(LedgerKeys.PceAddresses), cancellationToken)
                ).Cast<OwnAddress>(),
            ],
        };
    }

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
