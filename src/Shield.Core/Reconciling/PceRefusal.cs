using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>What the PCE would not take, remembered for a day: a refusal is learnt, not asked for again and again.</summary>
/// <param name="Total">Entries of all lists on the PCE when it answered that its hard limit is reached; null for another refusal.</param>
/// <param name="Rejected">Entries that it refused by themselves, each with its words.</param>
public sealed record PceRefusal(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total,
    ImmutableArray<IntentEntry> Rejected)
{
    /// <summary>How long it holds; then it is tried once more.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    public static PceRefusal Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.PceRefusal) ?? throw new LedgerException($"history record {record.Sequence} is no refusal of the PCE");

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.PceRefusal);
}

internal static class PceRefusals
{
    public static ImmutableArray<PceRefusal> RefusalsIn(this HistoryTail history, DateTimeOffset since, DateTimeOffset now) =>
        [.. history.Between(since, now).Where(record => record.Kind is HistoryKind.PceRefusal).Select(PceRefusal.Read)];

    public static int? LearntTotal(this ImmutableArray<PceRefusal> refusals) => refusals.Min(refusal => refusal.Total);

    public static ImmutableDictionary<(ListPurpose List, Indicator Entry), string> Rejected(this ImmutableArray<PceRefusal> refusals)
    {
        var lists = Enum.GetValues<ListPurpose>().ToDictionary(list => list.ToWord());
        return refusals
            .SelectMany(refusal => refusal.Rejected)
            .DistinctBy(rejected => (rejected.List, rejected.Entry))
            .ToImmutableDictionary(rejected => (lists[rejected.List], Indicator.Parse(rejected.Entry)), rejected => rejected.Why);
    }
}
