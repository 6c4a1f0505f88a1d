using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// A set that was kept back, under the fingerprint of its plan: <c>apply --accept-plan</c> accepts what of it a limit kept back.
/// </summary>
public sealed record KeptBackSet(string Fingerprint, ImmutableArray<string> Indicators)
{
    /// <summary>Those among them that a limit kept back: only these can be accepted. Absent in sets of 0.1, which did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OverLimit { get; init; }

    public static KeptBackSet Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.KeptBackSet)
        ?? throw new LedgerException($"history record {record.Sequence} is no kept-back set");

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.KeptBackSet);
}
