using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>What a reconcile came to, written after the read-back.</summary>
/// <param name="IntentHash">Of the intent's record.</param>
/// <param name="PolicyVersion">Null where it was found out after a crash which of the intent took effect, not by which version.</param>
/// <param name="ActiveDigest">SHA-256 over our active entries, as the baseline holds them.</param>
public sealed record Outcome(
    [property: JsonPropertyName("intent")] string IntentHash,
    long? PolicyVersion,
    string ActiveDigest,
    int Inbound,
    int Outbound
)
{
    /// <summary>How many names. Absent where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Domains { get; init; }

    /// <summary>On whose lists. Absent in outcomes of deny mode.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(JsonStringEnumConverter<PceMode>))]
    public PceMode Mode { get; init; }

    /// <summary>The newest policy version there was: what was changed later has a greater number. Absent in outcomes of 0.1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? NewestVersion { get; init; }

    /// <summary>Which PCE it speaks of (<see cref="PceView.Pce"/>). Absent in outcomes of 0.1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pce { get; init; }

    /// <summary>Which lists it speaks of. Absent in outcomes of 0.1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ListIdentity>? Lists { get; init; }

    /// <summary>
    /// When the active lists were last written, by the PCE's clock: where they show another moment, somebody provisioned one of them
    /// since. Absent in outcomes of 0.1, and where there are no lists.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>
    /// What of its intent made no block and ended none (<see cref="IntentProof.WithoutEffect"/>). Absent in outcomes of versions that did
    /// not say: nobody knows of these.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ChangeText>? WithoutEffect { get; init; }

    /// <summary>Of active lists, as <see cref="WrittenAt"/> keeps it.</summary>
    public static DateTimeOffset? WrittenAtOf(IEnumerable<PceList> active) => active.Max(list => (DateTimeOffset?)list.UpdatedAt);

    /// <summary>
    /// What of its intent really began to block or ended a block of ours: the only changes of which anybody may say so (law 16). Names are
    /// left out, since of these nobody knows, and so are entries that gave way to others that say the same.
    /// </summary>
    /// <returns>Empty where this outcome does not say.</returns>
    public ImmutableArray<IntendedChange> EffectsOf(Intent intent)
    {
        if (WithoutEffect is not { } idle)
        {
            return [];
        }

        var without = idle.Select(change => (change.List, change.Entry)).ToHashSet();
        return
        [
            .. intent
                .All.Where(one => one.Change is { IsOurs: true, List: not ListPurpose.Domains } && !GivesWay(one))
                .Where(one => !without.Contains((one.Change.List.ToWord(), one.Change.ToString())))
                .DistinctBy(one => one.Change),
        ];
    }

    public static Outcome Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.Outcome)
        ?? throw new LedgerException($"history record {record.Sequence} is no outcome");

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.Outcome);

    private static bool GivesWay(IntendedChange one) => one.Why is ReasonCode.Replaced or ReasonCode.Summarised && !one.Change.IsStart;
}

/// <summary>A change as history keeps it.</summary>
/// <param name="List">In the word of history.</param>
/// <param name="Entry">With its sign: <c>+203.0.113.9</c>.</param>
public sealed record ChangeText(string List, string Entry)
{
    public static ChangeText Of(EntryChange change) => new(change.List.ToWord(), change.ToString());
}

/// <summary>Which list it was: an href is not used twice on one PCE, and a PCE that was rebuilt made its lists at another moment.</summary>
/// <param name="List">Its purpose, in the word of history.</param>
/// <param name="Href">Of its draft.</param>
/// <param name="CreatedAt">By the PCE's clock; null where the PCE does not say.</param>
public sealed record ListIdentity(string List, string Href, DateTimeOffset? CreatedAt)
{
    public static ListIdentity Of(ListPair pair) => new(pair.List.ToWord(), pair.Draft.Href, pair.Draft.CreatedAt);
}
