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

    /// <summary>History as this process knows it: what was read last, with what was appended since.</summary>
    private KnownHistory? _known;

    public async Task AppendAsync(long fence, HistoryRecord record, Baseline? baseline, CancellationToken cancellationToken)
    {
        // Lease and predecessor are conditions of the transaction: what is known of the end need not be read again to be proved.
        if (
            _known is { } known
            && known.Head.IsFollowedBy(record)
            && await TryAppendAsync(fence, known.Head, record, baseline, cancellationToken)
        )
        {
            _known = known.With(record, baseline);
            return;
        }

        var head = await ReadHeadToFollowAsync(fence, record, cancellationToken);
        if (!await TryAppendAsync(fence, head, record, baseline, cancellationToken))
        {
            throw new LedgerException(
                $"The lease with fence {fence} was lost while history record {record.Sequence} was written: nothing was written."
            );
        }
    }

    /// <remarks>
    /// What is known is given again where the end is still the same: nothing can be appended without moving it, in the same transaction,
    /// and a hash never comes back.
    /// </remarks>
    public async Task<HistoryTail> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var head = await ReadHeadAsync(cancellationToken);
            if (_known is { } known && known.Head == head && known.Since <= since)
            {
                _known = known = known.Shortened(since);
                return known.Tail;
            }

            var baselineRead = ReadBaselineItemsAsync(cancellationToken);
            var records = await ReadRecordsAsync(head, since, cancellationToken);
            var baseline = await baselineRead;
            // Several requests, one moment: nobody appended between the first and the last.
            if (IsOfOneMoment(head, records, baseline) || await ReadHeadAsync(cancellationToken) == head)
            {
                var tail = new HistoryTail(
                    Verified(records, head),
                    baseline is [] ? null : table.Read(baseline[0], _ => ReadBaseline(baseline))
                );
                _known = new KnownHistory(head, since, tail);
                return tail;
            }
        }

        throw new LedgerException($"The ledger's history changed {Attempts} times while it was read");
    }

    /// <summary>The records end where the head says, and the baseline is that of the last outcome, with which it came.</summary>
    private static bool IsOfOneMoment(ChainHead head, ImmutableArray<HistoryRecord> records, List<Item> baseline) =>
        records is [.., var last]
        && last.Hash == head.Hash
        && records.LastOrDefault(record => record.Kind is HistoryKind.Outcome)?.Hash == baseline.FirstOrDefault()?.TextOrNull("hash");

    /// <exception cref="LedgerException">The lease is not held, or the record does not follow.</exception>
    private async Task<ChainHead> ReadHeadToFollowAsync(long fence, HistoryRecord record, CancellationToken cancellationToken)
    {
        var item = await lease.ReadItemAsync(cancellationToken);
        var (held, head) = table.Read(item, present => (LeaseItem.Read(present), ChainHead.Read(present)));
        if (held.Holder is null || held.Fence != fence)
        {
            throw new LedgerException($"The lease with fence {fence} is no longer held: history record {record.Sequence} was not written.");
        }

        return head.IsFollowedBy(record)
            ? head
            : throw new LedgerException(
                $"History record {record.Sequence} does not follow {head.Sequence}, the last one: nothing was written."
            );
    }

    /// <returns>False where the lease is not held, or the head is another one.</returns>
    private Task<bool> TryAppendAsync(
        long fence,
        ChainHead head,
        HistoryRecord record,
        Baseline? baseline,
        CancellationToken cancellationToken
    )
    {
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
        return table.TransactAsync(change, puts, cancellationToken);
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
