using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// What history holds of a set that was kept back (<see cref="KeptBackSet"/>): that there was one, and how large. At most one record an
/// hour, since a set may change with every finding.
/// </summary>
/// <param name="Fingerprint">Of its plan.</param>
/// <param name="Count">How many indicators.</param>
public sealed record KeptBackNote(string Fingerprint, int Count)
{
    /// <summary>Between two records.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public static KeptBackNote Of(KeptBackSet set) => new(set.Fingerprint, set.Indicators.Length);

    /// <summary>Of a record of either form.</summary>
    /// <exception cref="LedgerException">It is neither.</exception>
    public static KeptBackNote Read(HistoryRecord record)
    {
        var wire = WireOf(record);
        return new KeptBackNote(wire.Fingerprint, wire.Count ?? wire.Indicators?.Length ?? 0);
    }

    /// <summary>The set as ledgers of layouts before 10.0 hold it: whole, in the record. Null where the record is a note.</summary>
    /// <exception cref="LedgerException">It is neither.</exception>
    public static KeptBackSet? WholeSetIn(HistoryRecord record)
    {
        var wire = WireOf(record);
        return wire.Indicators is { } indicators ? new KeptBackSet(wire.Fingerprint, indicators) { OverLimit = wire.OverLimit } : null;
    }

    private static Wire WireOf(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.KeptBackWire)
        ?? throw new LedgerException($"history record {record.Sequence} is no kept-back set");

    public string ToJson() => JsonSerializer.Serialize(new Wire(Fingerprint) { Count = Count }, HistoryJson.Default.KeptBackWire);

    /// <summary>As history keeps it: a note has the count, a whole set of earlier versions the rest.</summary>
    internal sealed record Wire(string Fingerprint)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? Count { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ImmutableArray<string>? Indicators { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ImmutableArray<string>? OverLimit { get; init; }
    }
}
