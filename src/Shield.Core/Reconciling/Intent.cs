using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>One entry of an intent, by list and in the PCE's spelling.</summary>
/// <param name="Why">The reason of an addition, the cause of a removal; <c>carried</c> for what an earlier draft of ours already holds.</param>
public sealed record IntentEntry(string List, string Entry, string Why);

/// <summary>What a reconcile is about to do, written before its first PUT.</summary>
public sealed record Intent
{
    public required string Fingerprint { get; init; }

    /// <summary>Who or what asked: a command with its user, a schedule.</summary>
    public required string Trigger { get; init; }

    /// <summary>Newly written by this reconcile; what the day's limit counts.</summary>
    public required ImmutableArray<IntentEntry> Add { get; init; }

    public required ImmutableArray<IntentEntry> End { get; init; }

    /// <summary>
    /// What becomes active of an earlier draft of ours, signed <c>+</c> or <c>-</c>; also what still waits on a list that this reconcile
    /// does not provision: it must not be forgotten whose it is.
    /// </summary>
    public required ImmutableArray<IntentEntry> Carried { get; init; }

    /// <summary>Somebody else's draft edits that are taken along.</summary>
    public required ImmutableArray<IntentEntry> TakesAlong { get; init; }

    /// <summary>What it left in the <see cref="VersionBucket"/>, in its units. Absent: it takes no token, as of a command.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? VersionsLeft { get; init; }

    /// <summary>
    /// Where the chain of acts ended when this was decided: with this record's hash, which goes to the PCE's version history, all acts up
    /// to there are
    /// anchored outside the ledger. Absent in intents of versions that knew no such chain.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ActChainHead? Acts { get; init; }

    public static Intent For(Plan plan, string trigger)
    {
        var provisioned = plan.Lists.Where(list => list.NeedsProvision).ToImmutableArray();
        return new Intent
        {
            Fingerprint = plan.Fingerprint,
            Trigger = trigger,
            Add = [.. plan.Add.Select(addition => new IntentEntry(addition.List.ToWord(), addition.Entry.ToString(), addition.Answer.Reason))],
            End = [.. plan.Remove.Select(removal => new IntentEntry(removal.List.ToWord(), removal.Entry.ToString(), removal.Cause))],
            Carried = [.. plan.Lists.SelectMany(CarriedBy)],
            TakesAlong = [.. provisioned.SelectMany(list => list.ForeignEdits.Select(edit => new IntentEntry(list.List.ToWord(), edit, "foreign")))],
        };
    }

    public static Intent Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.Intent) ?? throw new LedgerException($"history record {record.Sequence} is no intent");

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.Intent);

    /// <summary>True when this intent set out to make that entry active.</summary>
    public bool Starts(ListPurpose list, string entry) => Add.Any(Is(list, entry)) || Carried.Any(Is(list, '+' + entry));

    /// <summary>True when this intent set out to end that entry.</summary>
    public bool EndsEntry(ListPurpose list, string entry) => End.Any(Is(list, entry)) || Carried.Any(Is(list, '-' + entry));

    private static Func<IntentEntry, bool> Is(ListPurpose list, string entry) => e => e.Entry == entry && e.List == list.ToWord();

    private static IEnumerable<IntentEntry> CarriedBy(ListPlan list)
    {
        var fresh = list.Add.Select(addition => $"+{addition.Entry}")
            .Concat(list.Remove.Select(removal => $"-{removal.Entry}"))
            .Concat(list.ForeignEdits)
            .ToHashSet();
        var changes = list.NeedsProvision ? list.Starts.Select(entry => '+' + entry).Concat(list.Ends.Select(entry => '-' + entry)) : list.Explained;
        return changes
            .Where(change => !fresh.Contains(change))
            .Select(change => new IntentEntry(list.List.ToWord(), change, "carried"));
    }
}

/// <summary>What a reconcile came to, written after the read-back.</summary>
/// <param name="Intent">The hash of the intent's record.</param>
/// <param name="PolicyVersion">Null where it was found out after a crash which of the intent took effect, not by which version.</param>
/// <param name="ActiveDigest">SHA-256 over our active entries, as the baseline holds them.</param>
public sealed record Outcome(string Intent, long? PolicyVersion, string ActiveDigest, int Inbound, int Outbound)
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

    /// <summary>Of active lists, as <see cref="WrittenAt"/> keeps it.</summary>
    public static DateTimeOffset? WrittenAtOf(IEnumerable<PceList> active) => active.Max(list => (DateTimeOffset?)list.UpdatedAt);

    public static Outcome Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.Outcome) ?? throw new LedgerException($"history record {record.Sequence} is no outcome");

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.Outcome);
}

/// <summary>Which list it was: an href is not used twice on one PCE, and a PCE that was rebuilt made its lists at another moment.</summary>
/// <param name="List">Its purpose, in the word of history.</param>
/// <param name="Href">Of its draft.</param>
/// <param name="CreatedAt">By the PCE's clock; null where the PCE does not say.</param>
public sealed record ListIdentity(string List, string Href, DateTimeOffset? CreatedAt)
{
    public static ListIdentity Of(ListPair pair) => new(pair.List.ToWord(), pair.Draft.Href, pair.Draft.CreatedAt);
}

/// <summary>A set that was kept back, under the fingerprint of its plan: <c>apply --accept-plan</c> accepts what of it a limit kept back.</summary>
public sealed record KeptBackSet(string Fingerprint, ImmutableArray<string> Indicators)
{
    /// <summary>Those among them that a limit kept back: only these can be accepted. Absent in sets of 0.1, which did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OverLimit { get; init; }

    public static KeptBackSet Read(HistoryRecord record) =>
        JsonSerializer.Deserialize(record.Content, HistoryJson.Default.KeptBackSet) ?? throw new LedgerException($"history record {record.Sequence} is no kept-back set");

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.KeptBackSet);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Intent))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(KeptBackSet))]
[JsonSerializable(typeof(RuleChange))]
[JsonSerializable(typeof(PceRefusal))]
[JsonSerializable(typeof(ReconcileReport))]
[JsonSerializable(typeof(DecisionPolicy))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class HistoryJson : JsonSerializerContext;
