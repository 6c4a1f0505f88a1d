using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Effects;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Acts;

/// <summary>The answer of every command that records an act, such as <c>unblock</c> or <c>allow add</c>.</summary>
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

    /// <summary>Of an approval: who of us talked with the party before. Absent where nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrafficAnswer? Traffic { get; init; }

    public static ActAnswer Of(ActResult result) =>
        new(ActRow.Of(result.Acts[0]), result.Effect is { } effect ? ApplySummary.Of(effect) : null)
        {
            Acts = result.Acts.Length > 1 ? [.. result.Acts.Select(ActRow.Of)] : null,
            State = result.Standing?.State.ToWord(),
            Reason = result.Standing?.Reason,
            Also = result.Also,
            Others = CoverRow.Of(result.Others),
            Traffic = result.Traffic is { } talked ? TrafficAnswer.Of(talked) : null,
        };
}
