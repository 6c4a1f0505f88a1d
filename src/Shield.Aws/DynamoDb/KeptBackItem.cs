using Amazon.DynamoDBv2.Model;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>What was kept back last, beside history. Replaced in one transaction with the proof of the lease.</summary>
internal sealed class KeptBackItem(LedgerTable table, LedgerKeys keys)
{
    public async Task<KeptBackSet?> ReadAsync(CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        await foreach (var item in table.QueryAsync(keys.History, SortRange.StartingWith(LedgerKeys.KeptBackPrefix), cancellationToken))
        {
            items.Add(item);
        }

        return items is [] ? null : table.Read(items[0], _ => LedgerJson.Read(Pieces.Join(items), LedgerJson.Terse.KeptBackJson).ToSet());
    }

    public async Task ReplaceAsync(long fence, KeptBackSet set, CancellationToken cancellationToken)
    {
        var item = keys.KeptBack.ToItem();
        item["hash"] = set.Fingerprint.ToAttribute();
        var puts = Pieces
            .Cut(item, LedgerJson.Write(KeptBackJson.Of(set), LedgerJson.Terse.KeptBackJson))
            .Select(put => new Put { Item = put });
        // Changes nothing of the lease: it is in the transaction for its condition.
        var proof = new Update
        {
            Key = keys.Lease.ToItem(),
            UpdateExpression = "SET leaseFence = :fence",
            ConditionExpression = LeaseItem.Held,
            ExpressionAttributeValues = new Item { [":fence"] = fence.ToAttribute() },
        };
        if (!await table.TransactAsync(proof, puts, cancellationToken))
        {
            throw new LedgerException($"The lease with fence {fence} is no longer held: the set that was kept back was not written.");
        }
    }
}
