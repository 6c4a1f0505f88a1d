using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

[JsonConverter(typeof(JsonStringEnumConverter<ReconcileOutcome>))]
public enum ReconcileOutcome
{
    Nothing,
    Applied,
    Observed,
    Refused,

    /// <summary>Additions wait for a limit, room or a foreign draft; the rest has gone.</summary>
    KeptBack,
    Paused,

    /// <summary>Somebody else held the lease for as long as we waited: recorded, not applied yet.</summary>
    NotYet,

    /// <summary>
    /// Nothing was written: the <see cref="VersionBucket"/> is empty. What is decided, removals too, waits until
    /// <see cref="ReconcileReport.RetryAt"/>.
    /// </summary>
    Waiting,
}

/// <summary>What one reconcile came to. Counts are of entries, and say only what the read-back has shown.</summary>
public sealed record ReconcileReport
{
    /// <summary>
    /// As it is kept with the lease, where no more than an item of a table has room: so many characters of the detail, so many entries.
    /// </summary>
    private const int LongestKept = 4_000;

    private const int MostKept = 500;

    public required ReconcileOutcome Outcome { get; init; }

    public int Added { get; init; }

    public int Removed { get; init; }

    /// <summary>How many of the added ones are names: of these nobody knows whether the PCE acts on them.</summary>
    public int AddedNames { get; init; }

    public int KeptBack { get; init; }

    public long? PolicyVersion { get; init; }

    /// <summary>Of the plan; what <c>apply --accept-plan</c> takes.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The reason code of a refusal.</summary>
    public string? Reason { get; init; }

    /// <summary>For people.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Provisioned, and yet the active list says otherwise: somebody else wrote at the same time. The next reconcile heals it.
    /// </summary>
    public ImmutableArray<string> Unproven { get; init; } = [];

    /// <summary>Added, and let through all the same, by an exclusion that somebody put on the list: not blocked.</summary>
    public ImmutableArray<string> Exempted { get; init; } = [];

    /// <summary>Of <see cref="ReconcileOutcome.Waiting"/>: when it is worth another try.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>
    /// When the round began, before it read the ledger: whatever was recorded earlier is in it. Null where none was, and of a version that
    /// did not say.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>When the round was done; null where none was.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When a round was last done that ended well, this or an earlier one; null: never yet.</summary>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>
    /// Of <see cref="KeptBack"/>, how many a limit keeps back: these <c>apply --accept-plan</c> can let pass. Null in a report of an older
    /// version.
    /// </summary>
    public int? OverLimit { get; init; }

    /// <summary>
    /// Lists that hold blocks and that no enabled rule of ours uses: what stands on them is not blocked. Null: every rule is in force, or a
    /// version that did not say.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<UnenforcedList>? Unenforced { get; init; }

    /// <summary>
    /// What became active: on a list by the read-back, and not before, and a rule of ours uses that list. Null: nothing, or a version that
    /// did not say.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedBlocks? MadeActive { get; init; }

    /// <summary>
    /// What came on a list, and nothing proves an effect: names, what an exclusion lets through, what stands on a list without a rule.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedBlocks? Listed { get; init; }

    /// <summary>What the read-back shows to be gone, less what only gave way to an entry that says the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedBlocks? Ended { get; init; }

    /// <summary>Entries on the lists with our mark that this ledger does not know. Null: none, or a version that did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedBlocks? Orphans { get; init; }

    /// <summary>Exclusion mode: another allow rule, with Any, lets in whom ours leaves out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOpenElsewhere { get; init; }

    /// <summary>It was another instance's round, which held the lease.</summary>
    [JsonIgnore]
    public bool IsOfAnother { get; init; }

    /// <summary>
    /// What was decided in it, with the ledger that it read, so that whoever asked for it need not read the ledger again. Null of another
    /// instance's round.
    /// </summary>
    [JsonIgnore]
    public Decided? Decided { get; init; }

    /// <summary>The same beside what the PCE said before anything was written, for whoever tells what is news.</summary>
    [JsonIgnore]
    public Situation? Situation { get; init; }

    /// <summary>Whose answer it is, for people. Null: of a version that did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>With which settings (<see cref="ReconcileSettings.Fingerprint"/>). Null: of a version that did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Settings { get; init; }

    /// <summary>Records of the ledger that are dated after now, and since when that is known. Null: none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DatedAhead? DatedAhead { get; init; }

    /// <summary>
    /// A round is still wanted and the time was too short for it: nobody holds the lease now, so somebody must ask for another reconcile.
    /// </summary>
    [JsonIgnore]
    public bool Owes { get; init; }

    /// <summary>What the last round counted, for whoever measures; not kept with the lease.</summary>
    [JsonIgnore]
    public Tally? Tally { get; init; }

    /// <summary>
    /// Lists were written, or stand as they are, and no enabled rule of ours uses one of them: what is on it is not blocked.
    /// </summary>
    [JsonIgnore]
    public bool IsUnenforced =>
        Unenforced is { IsDefaultOrEmpty: false }
        && Outcome is (ReconcileOutcome.Applied or ReconcileOutcome.Nothing or ReconcileOutcome.KeptBack);

    /// <summary>The PCE holds what it may hold of what is decided, or people have said otherwise.</summary>
    [JsonIgnore]
    public bool IsGood => Outcome is not (ReconcileOutcome.Refused or ReconcileOutcome.NotYet or ReconcileOutcome.Waiting);

    /// <summary><see cref="LastGoodAt"/>; null where it is dated after now, which says nothing of when it was.</summary>
    public DateTimeOffset? GoodBefore(DateTimeOffset now) => LastGoodAt is { } at && at <= now + Ledger.DatedAhead.Tolerance ? at : null;

    /// <summary>Of two rounds under one lease: what both did, and how the later one found things.</summary>
    public ReconcileReport Then(ReconcileReport later) =>
        later with
        {
            Outcome = later.Outcome is ReconcileOutcome.Nothing ? Outcome : later.Outcome,
            Added = Added + later.Added,
            Removed = Removed + later.Removed,
            AddedNames = AddedNames + later.AddedNames,
            Exempted = [.. Exempted, .. later.Exempted],
            MadeActive = ChangedBlocks.Join(MadeActive, later.MadeActive),
            Listed = ChangedBlocks.Join(Listed, later.Listed),
            Ended = ChangedBlocks.Join(Ended, later.Ended),
            PolicyVersion = later.PolicyVersion ?? PolicyVersion,
            Detail = later.Detail ?? Detail,
            Tally = later.Tally?.After(Tally) ?? Tally,
        };

    public string ToJson() =>
        JsonSerializer.Serialize(
            this with
            {
                Detail = Detail?.Length > LongestKept ? Detail[..LongestKept] : Detail,
                Exempted = Exempted.Length > MostKept ? [.. Exempted.Take(MostKept), $"and {Exempted.Length - MostKept} more"] : Exempted,
                MadeActive = MadeActive?.First(MostKept),
                Listed = Listed?.First(MostKept),
                Ended = Ended?.First(MostKept),
                Orphans = Orphans?.First(MostKept),
                Unproven = Unproven.Length > MostKept ? [.. Unproven.Take(MostKept), $"and {Unproven.Length - MostKept} more"] : Unproven,
            },
            HistoryJson.Default.ReconcileReport
        );

    /// <returns>
    /// Null where there is none, and where a later version wrote one that this version cannot read: it is no answer to anybody here, and
    /// the next round replaces it.
    /// </returns>
    public static ReconcileReport? FromJson(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, HistoryJson.Default.ReconcileReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
