using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Operating.Apply;

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
    public ImmutableArray<UnenforcedRow>? NotEnforced { get; init; }

    /// <inheritdoc cref="ApplySummary.MadeActive"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? MadeActive { get; init; }

    /// <inheritdoc cref="ApplySummary.Listed"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Listed { get; init; }

    /// <inheritdoc cref="ApplySummary.Ended"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Ended { get; init; }

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

    public static ApplyAnswer Of(ApplyResult result)
    {
        var (report, summary) = (result.Effect.Report, ApplySummary.Of(result.Effect));
        return new ApplyAnswer
        {
            Outcome = summary.Outcome,
            Added = summary.Added,
            Removed = summary.Removed,
            KeptBack = summary.KeptBack,
            PolicyVersion = summary.PolicyVersion,
            NotEnforced = summary.NotEnforced,
            MadeActive = summary.MadeActive,
            Listed = summary.Listed,
            Ended = summary.Ended,
            Fingerprint = report.Fingerprint,
            Reason = report.Reason,
            Detail = report.Detail,
            Unproven = report.Unproven,
            RemovedByHand = result.RemovedByHand,
            Accepted = result.Accepted,
        };
    }
}
