using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.Reconciling;

namespace Shield.Cli.Output;

/// <summary>What a reconcile came to, inside the answer of another command.</summary>
public sealed record ApplySummary(string Outcome, int Added, int Removed, int KeptBack, long? PolicyVersion)
{
    /// <summary>For people: of names we say that they are listed, and no more.</summary>
    [JsonIgnore]
    public int AddedNames { get; init; }

    /// <summary>For people: added, and not blocked.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Exempted { get; init; } = [];

    public static ApplySummary Of(ReconcileReport report) =>
        new(report.Outcome.ToWord(), report.Added, report.Removed, report.KeptBack, report.PolicyVersion) { AddedNames = report.AddedNames, Exempted = report.Exempted };
}

/// <summary>Of <c>apply</c>.</summary>
public sealed record ApplyAnswer
{
    public required string Outcome { get; init; }

    public required int Added { get; init; }

    public required int Removed { get; init; }

    public required int KeptBack { get; init; }

    public required long? PolicyVersion { get; init; }

    /// <inheritdoc cref="ApplySummary.AddedNames"/>
    [JsonIgnore]
    public int AddedNames { get; init; }

    /// <inheritdoc cref="ReconcileReport.OverLimit"/>
    [JsonIgnore]
    public int? OverLimit { get; init; }

    /// <inheritdoc cref="ApplySummary.Exempted"/>
    [JsonIgnore]
    public ImmutableArray<string> Exempted { get; init; } = [];

    /// <summary>Of the plan; what <c>--accept-plan</c> takes where additions were kept back.</summary>
    public required string? Fingerprint { get; init; }

    /// <summary>The code of a refusal.</summary>
    public required string? Reason { get; init; }

    public required string? Detail { get; init; }

    /// <summary>Provisioned, and yet the read-back says otherwise.</summary>
    public required ImmutableArray<string> Unproven { get; init; }

    /// <summary>Indicators that <c>--accept-plan</c> approved.</summary>
    public required ImmutableArray<string> Accepted { get; init; }
}

public static class OutcomeWords
{
    public static string ToWord(this ReconcileOutcome outcome) => outcome switch
    {
        ReconcileOutcome.Applied => "applied",
        ReconcileOutcome.Observed => "observed",
        ReconcileOutcome.Refused => "refused",
        ReconcileOutcome.KeptBack => "kept-back",
        ReconcileOutcome.Paused => "paused",
        ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => "not-yet",
        _ => "nothing",
    };

    public static int ToExitCode(this ReconcileOutcome outcome) => outcome switch
    {
        ReconcileOutcome.Refused or ReconcileOutcome.Paused or ReconcileOutcome.KeptBack => ExitCode.Refused,
        ReconcileOutcome.NotYet or ReconcileOutcome.Waiting => ExitCode.Error,
        _ => ExitCode.Done,
    };
}
