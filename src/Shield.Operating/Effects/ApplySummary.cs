using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.Reconciling;

namespace Shield.Operating.Effects;

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

    public static ApplySummary Of(ReconcileEffect effect)
    {
        var report = effect.Report;
        return new ApplySummary(report.ToWord(), report.Added, report.Removed, report.KeptBack, report.PolicyVersion)
        {
            NotEnforced = UnenforcedRow.Of(effect),
            MadeActive = ChangedRow.Of(report.MadeActive),
            Listed = ChangedRow.Of(report.Listed),
            Ended = ChangedRow.Of(report.Ended),
        };
    }
}
