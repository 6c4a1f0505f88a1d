using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
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
    private const int LongestReason = 300;

    /// <summary>
    /// Entries that it refused together, of which it is not known yet which are at fault: they wait, and the next reconcile goes on
    /// searching. The newest such set takes the
    /// place of the earlier ones. Absent where nothing is said of it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<IntentEntry>? Unsearched { get; init; }

    /// <summary>How long it holds; then it is tried once more.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    public static PceRefusal Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.PceRefusal) ?? throw new LedgerException($"history record {record.Sequence} is no refusal of the PCE");

    public static string Shortened(string text) => text.Length <= LongestReason ? text : text[..LongestReason];

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.PceRefusal);
}

internal static class PceRefusals
{
    public static ImmutableArray<PceRefusal> RefusalsIn(this HistoryTail history, DateTimeOffset since, DateTimeOffset now) =>
        [.. history.Between(since, now).Where(record => record.Kind is HistoryKind.PceRefusal).Select(PceRefusal.Read)];

    public static int? LearntTotal(this ImmutableArray<PceRefusal> refusals) => refusals.Min(refusal => refusal.Total);

    public static ImmutableArray<IntentEntry> Unsearched(this ImmutableArray<PceRefusal> refusals) =>
        refusals.Select(refusal => refusal.Unsearched).LastOrDefault(unsearched => unsearched is not null) ?? [];

    /// <param name="refusals">Oldest first.</param>
    /// <param name="withUnsearched">Whether what was refused only together with others counts as well.</param>
    public static ImmutableDictionary<(ListPurpose List, Indicator Entry), string> Rejected(this ImmutableArray<PceRefusal> refusals, bool withUnsearched)
    {
        var lists = Enum.GetValues<ListPurpose>().ToDictionary(list => list.ToWord());
        return refusals
            .SelectMany(refusal => refusal.Rejected)
            .Concat(withUnsearched ? refusals.Unsearched().Select(entry => entry with { Why = $"refused together with others, and not searched to the end yet: {entry.Why}" }) : [])
            .DistinctBy(rejected => (rejected.List, rejected.Entry))
            .ToImmutableDictionary(rejected => (lists[rejected.List], Indicator.Parse(rejected.Entry)), rejected => rejected.Why);
    }
}
