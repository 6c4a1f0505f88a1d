using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

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
}

/// <summary>What one reconcile came to. Counts are of entries, and say only what the read-back has shown.</summary>
public sealed record ReconcileReport
{
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

    /// <summary>Provisioned, and yet the active list says otherwise: somebody else wrote at the same time. The next reconcile heals it.</summary>
    public ImmutableArray<string> Unproven { get; init; } = [];

    /// <summary>Of two rounds under one lease: what both did, and how the later one found things.</summary>
    public ReconcileReport Then(ReconcileReport later) => later with
    {
        Outcome = later.Outcome is ReconcileOutcome.Nothing ? Outcome : later.Outcome,
        Added = Added + later.Added,
        Removed = Removed + later.Removed,
        AddedNames = AddedNames + later.AddedNames,
        PolicyVersion = later.PolicyVersion ?? PolicyVersion,
        Detail = later.Detail ?? Detail,
    };

    public string ToJson() => JsonSerializer.Serialize(this, HistoryJson.Default.ReconcileReport);

    public static ReconcileReport? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize(json, HistoryJson.Default.ReconcileReport);
}
