using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Cli.Wording;
using Shield.Core.FindingTypes;
using Shield.Core.Planning;
using Shield.Core.Reconciling;

namespace Shield.Cli.Output;

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

/// <param name="List"><c>inbound</c>, <c>outbound</c> or <c>domains</c>.</param>
/// <param name="Rule">The condition of its rule.</param>
/// <param name="Detail">Which rule, and what is wrong with it.</param>
public sealed record UnenforcedRow(string List, string Rule, string? Detail, string Remedy)
{
    public static UnenforcedRow Of(UnenforcedList list, PceMode mode) =>
        new(list.List, list.Condition, list.Detail, RuleText.RemedyOf(list.Condition, list.List, mode.ToWord()));
}

/// <summary>Blocks that a reconcile made active, listed or ended.</summary>
/// <param name="Count">Of all of them.</param>
/// <param name="Indicators">The first <see cref="Most"/>.</param>
public sealed record ChangedRow(int Count, ImmutableArray<string> Indicators)
{
    public const int Most = 20;

    /// <summary>Null for none.</summary>
    public static ChangedRow? Of(ChangedBlocks? changed) =>
        changed is { Count: > 0 } ? new ChangedRow(changed.Count, [.. changed.Names.Take(Most)]) : null;
}

/// <summary>Of <c>apply</c>.</summary>
public sealed record ApplyAnswer
{
    public required string Outcome { get; init; }

    public required int Added { get; init; }

    public required int Removed { get; init; }

    public required int KeptBack { get; init; }

    public required long? PolicyVersion { get; init; }

    /// <inheritdoc cref="ApplySummary.NotEnforced"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<UnenforcedRow>? NotEnforced => Summary.NotEnforced;

    /// <inheritdoc cref="ApplySummary.MadeActive"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? MadeActive => Summary.MadeActive;

    /// <inheritdoc cref="ApplySummary.Listed"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Listed => Summary.Listed;

    /// <inheritdoc cref="ApplySummary.Ended"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Ended => Summary.Ended;

    /// <summary>The same as other commands tell it.</summary>
    [JsonIgnore]
    public ApplySummary Summary { get; init; } = new("nothing", 0, 0, 0, null);

    /// <inheritdoc cref="ReconcileReport.OverLimit"/>
    [JsonIgnore]
    public int? OverLimit { get; init; }

    /// <summary>Of the plan; what <c>--accept-plan</c> takes where additions were kept back.</summary>
    public required string? Fingerprint { get; init; }

    /// <summary>The code of a refusal.</summary>
    public required string? Reason { get; init; }

    public required string? Detail { get; init; }

    /// <summary>Provisioned, and yet the read-back says otherwise.</summary>
    public required ImmutableArray<string> Unproven { get; init; }

    /// <summary>What people took off the PCE and stays off.</summary>
    public required ImmutableArray<RemovedByHandRow> RemovedByHand { get; init; }

    /// <summary>Indicators for which <c>--accept-plan</c> lifted the limits.</summary>
    public required ImmutableArray<string> Accepted { get; init; }
}

public static class OutcomeWords
{
    public static string ToWord(this ReconcileOutcome outcome) =>
        outcome switch
        {
            ReconcileOutcome.Applied => "applied",
            ReconcileOutcome.Observed => "observed",
            ReconcileOutcome.Refused => "refused",
            ReconcileOutcome.KeptBack => "kept-back",
            ReconcileOutcome.Paused => "paused",
            ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => "not-yet",
            _ => "nothing",
        };

    /// <summary>Whatever else happened, that nothing enforces a list is said first.</summary>
    public static string ToWord(this ReconcileReport report) => report.IsUnenforced ? "not-enforced" : report.Outcome.ToWord();

    public static int ToExitCode(this ReconcileReport report) => report.IsUnenforced ? ExitCode.Refused : report.Outcome.ToExitCode();

    public static int ToExitCode(this ReconcileOutcome outcome) =>
        outcome switch
        {
            ReconcileOutcome.Refused or ReconcileOutcome.Paused or ReconcileOutcome.KeptBack => ExitCode.Refused,
            ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => ExitCode.Error,
            _ => ExitCode.Done,
        };
}
