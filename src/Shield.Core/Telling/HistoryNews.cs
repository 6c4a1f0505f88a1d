using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;

namespace Shield.Core.Telling;

/// <summary>What began, ended and was refused by the records of history after one of them.</summary>
/// <param name="News">Oldest first.</param>
/// <param name="End">The last record that is done with: what stands after it is not complete yet.</param>
/// <param name="EndAt">Its date.</param>
internal sealed record HistoryNews(ImmutableArray<News> News, long End, DateTimeOffset EndAt)
{
    /// <summary>What is older is told to nobody any more: whoever comes back after so long wants to know how it stands.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    public static HistoryNews Since(long end, DateTimeOffset endAt, Standing standing)
    {
        ImmutableArray<HistoryRecord> records = [.. standing.History.Records.Where(record => record.Sequence > end)];
        var news = ImmutableArray.CreateBuilder<News>();
        Dictionary<string, HistoryRecord> intents = [];
        var open = false;
        foreach (var record in records)
        {
            switch (record.Kind)
            {
                case HistoryKind.Intent:
                    (open, intents[record.Hash]) = (true, record);
                    continue;
                case HistoryKind.Outcome when Outcome.Read(record) is var outcome:
                    open = false;
                    if (intents.TryGetValue(outcome.IntentHash, out var intent) && record.At >= standing.Now - Memory)
                    {
                        news.AddRange(Of(Intent.Read(intent), outcome, record, standing.Parties));
                    }

                    break;
                case HistoryKind.PceRefusal when PceRefusal.Read(record) is var refusal:
                    open = false;
                    news.AddRange(record.At >= standing.Now - Memory ? Of(refusal, record, standing.Parties) : []);
                    break;
            }

            if (!open)
            {
                (end, endAt) = (record.Sequence, record.At);
            }
        }

        return new HistoryNews(news.ToImmutable(), end, endAt);
    }

    private static IEnumerable<News> Of(Intent intent, Outcome outcome, HistoryRecord record, PartyLookup parties) =>
        outcome.EffectsOf(intent).GroupBy(one => (one.Change.Entry, one.Change.IsStart)).Select(same => Of([.. same], record, parties));

    private static News Of(ImmutableArray<IntendedChange> same, HistoryRecord record, PartyLookup parties)
    {
        var (entry, isStart) = (same[0].Change.Entry, same[0].Change.IsStart);
        ImmutableArray<ListPurpose> lists = [.. same.Select(one => one.Change.List).Distinct().Order()];
        var decision = parties.Find(lists[0], entry);
        return isStart
            ? PartyNews.OfBlocked(entry, lists, decision, record)
            : PartyNews.OfEnded(entry, lists, same[0].Why, decision, record);
    }

    private static IEnumerable<News> Of(PceRefusal refusal, HistoryRecord record, PartyLookup parties) =>
        refusal
            .Rejected.Select(one => PartyNews.OfRefused(one, parties.Find(one.List, one.Entry), record))
            .Concat(refusal.Total is { } total ? [PartyNews.OfHardLimit(total, record)] : []);
}
