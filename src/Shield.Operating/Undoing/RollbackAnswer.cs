using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Operating.Acts;
using Shield.Operating.Plans;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

/// <summary>Of <c>rollback</c>.</summary>
public sealed record RollbackAnswer
{
    public required EarlierPolicyRow To { get; init; }

    /// <summary>How many entries of ours were active then.</summary>
    public required int Then { get; init; }

    public required ImmutableArray<ActRow> Acts { get; init; }

    /// <summary>What was on a list then and is not put back, since it must never be blocked today.</summary>
    public required ImmutableArray<ForbiddenRow> Forbidden { get; init; }

    /// <summary>Null where something may be done, or nothing is to be.</summary>
    public required RefusalRow? Refused { get; init; }

    public required ImmutableArray<ForeseenRow>? Changes { get; init; }

    public required PlanAnswer? Plan { get; init; }

    /// <summary>What came of it; null where it was only shown, or there was nothing to do.</summary>
    public required ActAnswer? Applied { get; init; }

    public static RollbackAnswer Of(RollbackResult result) =>
        new()
        {
            To = new EarlierPolicyRow(
                result.Policy.Version.Number,
                result.Policy.Version.CreatedAt,
                EarlierPolicyText.WordOf(result.Policy.Check)
            ),
            Then = result.Then,
            Acts = [.. result.Acts.Select(ActRow.Of)],
            Forbidden =
            [
                .. result.Rollback.Forbidden.Select(one => new ForbiddenRow(
                    one.Entry.ToString(),
                    one.List.ToWord(),
                    one.By.Reason,
                    one.By.Detail
                )),
            ],
            Refused = result.Policy.IsContradicted
                ? new RefusalRow("history-differs", EarlierPolicyText.Contradiction(result.Policy))
                : null,
            Changes = result.Foreseen is { } foreseen ? [.. foreseen.Changes.Select(ForeseenRow.Of)] : null,
            Plan = result.Foreseen?.Plan,
            Applied = result.Done is { } done ? ActAnswer.Of(done) : null,
        };
}

/// <param name="At">By the PCE's clock; null where it does not say.</param>
/// <param name="Checked"><c>agrees</c>, <c>differs</c> or <c>not-in-history</c>.</param>
public sealed record EarlierPolicyRow(long Version, DateTimeOffset? At, string Checked);

public sealed record ForbiddenRow(string Entry, string List, string Reason, string? Detail);
