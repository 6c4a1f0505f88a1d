using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.Ledger;
using Shield.Operating.Acts;
using Shield.Operating.Plans;

namespace Shield.Operating.Undoing;

/// <summary>Of <c>undo</c>.</summary>
public sealed record UndoAnswer
{
    /// <summary>The acts that it takes back, the newest first.</summary>
    public required ImmutableArray<ActRow> Acts { get; init; }

    /// <summary>Those that were asked for and are left as they are.</summary>
    public required ImmutableArray<NotUndoneRow> Leaves { get; init; }

    /// <summary>Whose answer changes; null where the PCE could not be read from here.</summary>
    public required ImmutableArray<ForeseenRow>? Changes { get; init; }

    /// <summary>What an apply does then; null where the PCE could not be read from here.</summary>
    public required PlanAnswer? Plan { get; init; }

    /// <summary>What came of it; null where it was only shown.</summary>
    public required ActAnswer? Applied { get; init; }

    public static UndoAnswer Of(UndoResult result) =>
        new()
        {
            Acts = [.. result.Undo.Takes.Select(ActRow.Of)],
            Leaves = [.. result.Undo.Leaves.Select(NotUndoneRow.Of)],
            Changes = result.Foreseen is { } foreseen ? [.. foreseen.Changes.Select(ForeseenRow.Of)] : null,
            Plan = result.Foreseen?.Plan,
            Applied = result.Done is { } done ? ActAnswer.Of(done) : null,
        };
}

/// <summary>An act that is left as it is, and why.</summary>
public sealed record NotUndoneRow : ActFields
{
    private NotUndoneRow(Act act)
        : base(act) { }

    /// <summary><c>withdrawn</c>, <c>over</c>, <c>accept</c>, <c>pause</c>, <c>resume</c> or <c>removed-by-hand</c>.</summary>
    [JsonPropertyOrder(1)]
    public required string Reason { get; init; }

    [JsonPropertyOrder(2)]
    public required string Detail { get; init; }

    public static NotUndoneRow Of(NotUndone left) =>
        new(left.Act) { Reason = NotUndoneText.WordOf(left.Why), Detail = NotUndoneText.DetailOf(left) };
}
