using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>One entry that the PCE refused.</summary>
/// <param name="Why">In the PCE's words.</param>
public sealed record RefusedEntry(ListPurpose List, Indicator Entry, string Why)
{
    private const int LongestReason = 300;

    /// <summary>Of a list that the PCE refused as a whole, these additions.</summary>
    public static ImmutableArray<RefusedEntry> Of(ListPurpose list, IEnumerable<Addition> additions, PceException refused)
    {
        var why = refused.Message.Length <= LongestReason ? refused.Message : refused.Message[..LongestReason];
        return [.. additions.Select(addition => new RefusedEntry(list, addition.Entry, why))];
    }
}

/// <summary>What the PCE would not take, remembered for a day: a refusal is learnt, not asked for again and again.</summary>
/// <param name="Total">Entries of all lists on the PCE when it answered that its hard limit is reached; null for another refusal.</param>
/// <param name="Rejected">Entries that it refused by themselves.</param>
public sealed record PceRefusal(int? Total, ImmutableArray<RefusedEntry> Rejected)
{
    /// <summary>How long it holds; then it is tried once more.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>
    /// Entries that it refused together, while it is not known yet which of them are at fault: they wait, and the next reconcile goes on
    /// searching. The newest such set takes the place of the earlier ones. Null where nothing is said of it.
    /// </summary>
    public ImmutableArray<RefusedEntry>? Unsearched { get; init; }

    public static PceRefusal Read(HistoryRecord record)
    {
        var wire =
            JsonSerializer.Deserialize(record.Content, HistoryJson.Default.PceRefusalWire)
            ?? throw new LedgerException($"history record {record.Sequence} is no refusal of the PCE");
        return new PceRefusal(wire.Total, [.. wire.Rejected.Select(Entry)])
        {
            Unsearched = wire.Unsearched is { } entries ? [.. entries.Select(Entry)] : null,
        };

        RefusedEntry Entry(IntentJson.EntryJson entry) =>
            new(IntentJson.ListOf(entry.List, record), IntentJson.IndicatorOf(entry.Entry, record), entry.Why);
    }

    public string ToJson()
    {
        return JsonSerializer.Serialize(
            new Wire(Total, [.. Rejected.Select(Entry)]) { Unsearched = Unsearched is { } entries ? [.. entries.Select(Entry)] : null },
            HistoryJson.Default.PceRefusalWire
        );

        static IntentJson.EntryJson Entry(RefusedEntry entry) => new(entry.List.ToWord(), entry.Entry.ToString(), entry.Why);
    }

    /// <summary>As history keeps it.</summary>
    internal sealed record Wire(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total,
        ImmutableArray<IntentJson.EntryJson> Rejected
    )
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ImmutableArray<IntentJson.EntryJson>? Unsearched { get; init; }
    }
}

internal static class PceRefusals
{
    public static ImmutableArray<PceRefusal> RefusalsIn(this HistoryTail history, DateTimeOffset since, DateTimeOffset now) =>
        [.. history.Between(since, now).Where(record => record.Kind is HistoryKind.PceRefusal).Select(PceRefusal.Read)];

    public static int? LearntTotal(this ImmutableArray<PceRefusal> refusals) => refusals.Min(refusal => refusal.Total);

    public static ImmutableArray<RefusedEntry> Unsearched(this ImmutableArray<PceRefusal> refusals) =>
        refusals.Select(refusal => refusal.Unsearched).LastOrDefault(unsearched => unsearched is not null) ?? [];

    /// <param name="refusals">Oldest first.</param>
    /// <param name="withUnsearched">Whether what was refused only together with others counts as well.</param>
    public static ImmutableDictionary<(ListPurpose List, Indicator Entry), string> Rejected(
        this ImmutableArray<PceRefusal> refusals,
        bool withUnsearched
    ) =>
        refusals
            .SelectMany(refusal => refusal.Rejected)
            .Concat(withUnsearched ? refusals.Unsearched().Select(AsUnsearched) : [])
            .DistinctBy(rejected => (rejected.List, rejected.Entry))
            .ToImmutableDictionary(rejected => (rejected.List, rejected.Entry), rejected => rejected.Why);

    private static RefusedEntry AsUnsearched(RefusedEntry entry) =>
        entry with
        {
            Why = $"refused together with others, and not searched to the end yet: {entry.Why}",
        };
}
