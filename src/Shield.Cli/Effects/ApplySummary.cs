using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.Cli.Effects;

/// <summary>What a reconcile came to, inside the answer of another command.</summary>
public sealed record ApplySummary(string Outcome, int Added, int Removed, int KeptBack, long? PolicyVersion)
{
    /// <summary>
    /// Lists that hold blocks and that no enabled rule of ours uses: nothing on them is blocked. Absent where there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<UnenforcedRow>? NotEnforced { get; init; }

    /// <summary>What it made active. Absent where there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? MadeActive { get; init; }

    /// <summary>
    /// What it put on a list without a proven effect: names, and what stands on a list that no rule uses. Absent where there is nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Listed { get; init; }

    /// <summary>What it took off. Absent where there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Ended { get; init; }

    /// <summary>For people: of names we say that they are listed, and no more.</summary>
    [JsonIgnore]
    public int AddedNames { get; init; }

    /// <summary>For people: added, and not blocked.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Exempted { get; init; } = [];

    /// <summary>For people: exclusion mode, and another allow rule with Any lets in whom ours leaves out.</summary>
    [JsonIgnore]
    public bool IsOpenElsewhere { get; init; }

    /// <summary>For people: the reason of a refusal, a pause or whatever else came up.</summary>
    [JsonIgnore]
    public string? Reason { get; init; }

    [JsonIgnore]
    public string? Detail { get; init; }

    public static ApplySummary Of(ReconcileReport report, PceMode mode) =>
        new(report.ToWord(), report.Added, report.Removed, report.KeptBack, report.PolicyVersion)
        {
            NotEnforced = report.Unenforced is { IsDefaultOrEmpty: false } lists
                ? [.. lists.Select(list => UnenforcedRow.Of(list, mode))]
                : null,
            MadeActive = ChangedRow.Of(report.MadeActive),
            Listed = ChangedRow.Of(report.Listed),
            Ended = ChangedRow.Of(report.Ended),
            AddedNames = report.AddedNames,
            Exempted = report.Exempted,
            IsOpenElsewhere = report.IsOpenElsewhere,
            Reason = report.Reason,
            Detail = report.Detail,
        };
}
