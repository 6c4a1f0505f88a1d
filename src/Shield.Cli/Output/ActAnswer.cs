using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Cli.Output;

/// <summary>Of every act.</summary>
/// <param name="Apply">Null where nothing was reconciled: <c>--record-only</c>, or nothing of ours on the PCE yet.</param>
public sealed record ActAnswer(ActRow Act, ApplySummary? Apply)
{
    /// <summary>How its indicator stands now. Absent where nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? State { get; init; }

    /// <summary>Why it is in that state.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>What the reconcile did beside it. Absent where it did nothing else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlsoRow? Also { get; init; }

    /// <summary>
    /// Where one command was told of several indicators: all its acts, <see cref="Act"/> the first of them. Absent where it was one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<ActRow>? Acts { get; init; }

    /// <summary>
    /// Of an unblock and of <c>allow add</c>: what of other people's still covers the indicator. Absent where nothing does, or it was not
    /// read.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<CoverRow>? Others { get; init; }

    /// <summary>For people: the same as a sentence. Null where nobody looked.</summary>
    [JsonIgnore]
    public Wording.Standing? Standing { get; init; }

    /// <summary>For people: what would make it take effect.</summary>
    [JsonIgnore]
    public string? Remedy { get; init; }
}

/// <summary>What a reconcile did beside what its command was about.</summary>
public sealed record AlsoRow
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? MadeActive { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Listed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangedRow? Ended { get; init; }

    /// <summary>Null where it did nothing else.</summary>
    /// <param name="isOwn">Whether an indicator is what the command was about.</param>
    public static AlsoRow? Of(Core.Reconciling.ReconcileReport report, Func<string, bool> isOwn)
    {
        var also = new AlsoRow
        {
            MadeActive = ChangedRow.Of(report.MadeActive?.Without(isOwn)),
            Listed = ChangedRow.Of(report.Listed?.Without(isOwn)),
            Ended = ChangedRow.Of(report.Ended?.Without(isOwn)),
        };
        return also is { MadeActive: null, Listed: null, Ended: null } ? null : also;
    }
}
