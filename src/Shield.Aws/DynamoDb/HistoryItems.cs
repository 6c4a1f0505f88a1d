using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>
/// The hash chain and the baseline beside it. Appended in one transaction with the proof of the lease; verified on the way out.
/// </summary>
internal sealed class HistoryItems(LedgerTable table, LedgerKeys keys, LeaseItem lease)
{
    /// <summary>A day of reconciles is some dozens of records: a page must not read a megabyte to give the last two.</summary>
    private const int PageSize = 40;

    private const int Attempts = 10;

    public async Task AppendAsync(long fence, HistoryRecord record, Baseline? baseline, CancellationToken cancellationToken)
    {
        var item = await lease.ReadItemAsync(cancellationToken);
        var (held, head) = table.Read(item, present => (LeaseItem.Read(present), ChainHead.Read(present)));
        if (held.Holder is null || held.Fence != fence)
        {
            throw new LedgerException($"The lease with fence {fence} is no longer held: history record {record.Sequence} was not written.");
        }

        if (!head.IsFollowedBy(record))
        {
            throw new LedgerException(
                $"History record {record.Sequence} does not follow {head.Sequence}, the last one: nothing was written."
            );
        }

        var next = head.After(record);
        var change = new Update
        {
            Key = keys.Lease.ToItem(),
            UpdateExpression = ChainHead.Change,
            ConditionExpression = $"{LeaseItem.Held} AND {head.IsPresent}",
            ExpressionAttributeValues = next.Values(head),
        };
        change.ExpressionAttributeValues[":fence"] = fence.ToAttribute();
        var puts = ToItems(record, next)
            .Select(put => new Put { Item = put, ConditionExpression = "attribute_not_exists(pk)" })
            .Concat(baseline is null ? [] : ToItems(baseline).Select(put => new Put { Item = put }));
        if (!await table.TransactAsync(change, puts, cancellationToken))
        {
            throw new LedgerException(
                $"The lease with fence {fence} was lost while history record {record.Sequence} was written: nothing was written."
            );
        }
    }

    public async Task<HistoryTail> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var head = await ReadHeadAsync(cancellationToken);
            var records = await ReadRecordsAsync(head, since, cancellationToken);
            var baseline = await ReadBaselineItemsAsync(cancellationToken);
            // Several requests, one moment: nobody appended between the first and the last.
            if (await ReadHeadAsync(cancellationToken) == head)
            {
                return new HistoryTail(
                    Verified(records, head),
                    baseline is [] ? null : table.Read(baseline[0], _ => ReadBaseline(baseline))
                );
            }
        }

        throw new LedgerException($"The ledger's history changed {Attempts} times while it was read");
    }

    private IEnumerable<Item> ToItems(HistoryRecord record, ChainHead head)
    {
        var item = keys.Record(record.Sequence).ToItem();
        item["sequence"] = record.Sequence.ToAttribute();
        item["kind"] = record.KindName.ToAttribute();
        item["at"] = record.At.ToAttribute();
        item["previous"] = record.PreviousHash.ToAttribute();
        item["hash"] = record.Hash.ToAttribute();
        item["latest"] = head.Latest.ToAttribute();
        return Pieces.Cut(item, record.Content);
    }

    // Pieces of a longer one that it replaces may stay behind; the head says how many count.
    private IEnumerable<Item> ToItems(Baseline baseline)
    {
        var item = keys.Baseline.ToItem();
        item["hash"] = baseline.OutcomeHash.ToAttribute();
        return Pieces.Cut(item, LedgerJson.Write(BaselineJson.Of(baseline), LedgerJson.Terse.BaselineJson));
    }

    private static Baseline ReadBaseline(List<Item> items) =>
        LedgerJson.Read(Pieces.Join(items), LedgerJson.Terse.BaselineJson).ToBaseline(items[0].Text("hash"));

    private static HistoryRecord ReadRecord(Item[] items) =>
        new()
        {
            Sequence = items[0].Number("sequence"),
            KindName = items[0].Text("kind"),
            At = Instant.Read(items[0].Text("at")),
            PreviousHash = items[0].Text("previous"),
            Hash = items[0].Text("hash"),
            Content = Pieces.Join(items),
        };

    private async Task<ChainHead> ReadHeadAsync(CancellationToken cancellationToken) =>
        table.Read(await lease.ReadItemAsync(cancellationToken), ChainHead.Read);

    /// <summary>Backwards from the end, so that nothing is read that was not asked for; oldest first.</summary>
    private async Task<ImmutableArray<HistoryRecord>> ReadRecordsAsync(
        ChainHead head,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var always = head.LastIntent is 0 ? head.Sequence : head.LastIntent;
        var hasOutcome = false;
        var records = new Stack<HistoryRecord>();
        var pieces = new Stack<Item>();
        await foreach (
            var item in table.QueryAsync(
                keys.History,
                SortRange.StartingWith(LedgerKeys.Records),
                cancellationToken,
                lastFirst: true,
                PageSize
            )
        )
        {
            pieces.Push(item);
            if (!Pieces.IsHead(item))
            {
                continue;
            }

            // No record before this one is later than its "latest".
            var (sequence, latest) = table.Read(item, first => (first.Number("sequence"), first.Time("latest", DateTimeOffset.MaxValue)));
            if (sequence < always && hasOutcome && latest < since)
            {
                break;
            }

            records.Push(table.Read(item, _ => ReadRecord([.. pieces])));
            pieces.Clear();
            hasOutcome |= records.Peek().Kind is HistoryKind.Outcome;
        }

        return [.. records];
    }

    private async Task<List<Item>> ReadBaselineItemsAsync(CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        await foreach (var item in table.QueryAsync(keys.History, SortRange.StartingWith(LedgerKeys.BaselinePrefix), cancellationToken))
        {
            items.Add(item);
        }

        return items;
    }

    private ImmutableArray<HistoryRecord> Verified(ImmutableArray<HistoryRecord> records, ChainHead head)
    {
        HistoryRecord? previous = null;
        foreach (var record in records)
        {
            previous = record.Follows(previous)
                ? record
                : throw table.Edited($"history record {record.Sequence} was changed, or one before it is missing");
        }

        return (previous?.Hash ?? HistoryRecord.Genesis) == head.Hash
            ? records
            : throw table.Edited($"history ends at record {previous?.Sequence ?? 0}, and {head.Sequence} were written");
    }
}
