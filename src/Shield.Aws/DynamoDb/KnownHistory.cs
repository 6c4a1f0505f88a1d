using Shield.Core.Ledger;

namespace Shield.Aws.DynamoDb;

/// <summary>The end of history as a process read it. It is so for as long as its head is the head.</summary>
/// <param name="Since">All records since then are in it.</param>
internal sealed record KnownHistory(ChainHead Head, DateTimeOffset Since, HistoryTail Tail)
{
    /// <summary>After this record was appended to just this head.</summary>
    public KnownHistory With(HistoryRecord record, Baseline? baseline) =>
        new(Head.After(record), Since, new HistoryTail([.. Tail.Records, record], baseline ?? Tail.Baseline));

    /// <summary>What a reading since then gives: no record before the last intent and the last outcome that is older.</summary>
    public KnownHistory Shortened(DateTimeOffset since)
    {
        var records = Tail.Records;
        var always = Head.LastIntent is 0 ? Head.Sequence : Head.LastIntent;
        var outcome = records.LastOrDefault(record => record.Kind is HistoryKind.Outcome)?.Sequence ?? 0;
        var old = records.TakeWhile(record => record.At < since && record.Sequence < always && record.Sequence < outcome).Count();
        return old is 0 ? this with { Since = since } : new(Head, since, Tail with { Records = records[old..] });
    }
}
