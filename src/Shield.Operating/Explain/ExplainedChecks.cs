using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Effects;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Explain;

/// <summary>Every question that was asked of a party, in the order in which it is asked, with its answer.</summary>
public static class ExplainedChecks
{
    public static IEnumerable<CheckRow> Of(
        Indicator asked,
        Decision? decision,
        ImmutableArray<BlockingRule> excluded,
        Reached? reached,
        Overview overview
    ) =>
        [
            .. decision is null || decision.Indicator == asked
                ? []
                : new[] { new CheckRow("covered-by", decision.Verdict.ToWord(), decision.Indicator.ToString()) },
            .. Inside(asked, overview),
            .. decision is null ? NeverBlockChecks(asked, overview.Decided.NeverBlock) : decision.Checks.Select(CheckRow.Of),
            .. excluded.Select(rule => new CheckRow(rule.Direction.ToWord(), Verdict.Block.ToWord(), rule.Detail)),
            .. (reached?.Proofs ?? []).Select(proof => new CheckRow(
                "policy-check",
                proof.IsBlocked ? Verdict.Block.ToWord() : null,
                proof.Detail
            )),
        ];

    /// <summary>Whether one lies wholly in the other: an address in a range, a name in a domain.</summary>
    public static bool IsInside(Indicator inner, Indicator outer) =>
        outer.Covers(inner) || (outer.Domain is { } above && inner.Domain is { } below && below.IsAtOrBelow(above));

    private static IEnumerable<CheckRow> Inside(Indicator asked, Overview overview)
    {
        var inside = overview
            .Decided.Decisions.Where(decision => decision.Indicator != asked && IsInside(decision.Indicator, asked))
            .ToList();
        var named = string.Join(
            ", ",
            inside
                .OrderByDescending(decision => decision.Verdict)
                .ThenBy(decision => decision.Indicator)
                .Take(ChangedRow.Most)
                .Select(decision => $"{decision.Indicator} ({decision.Verdict.ToWord()})")
        );
        var more = inside.Count > ChangedRow.Most ? $" and {inside.Count - ChangedRow.Most} more (shield threats list --all)" : "";
        var blocked = inside.Count(decision => decision.Verdict is Verdict.Block);
        return inside is []
            ? []
            :
            [
                new CheckRow(
                    "inside",
                    null,
                    $"{inside.Count} known indicator(s) lie inside it, {blocked} of them to be blocked: {named}{more}"
                ),
            ];
    }

    private static IEnumerable<CheckRow> NeverBlockChecks(Indicator asked, NeverBlock neverBlock)
    {
        var touching = neverBlock.Touching(asked, isCanary: false).ToDictionary(tier => tier.Reason);
        return NeverBlock
            .Reasons.Select(reason =>
                touching.TryGetValue(reason, out var tier)
                    ? new CheckRow(reason, Verdict.Ignore.ToWord(), tier.Detail)
                    : new CheckRow(reason, null, null)
            )
            .Concat(
                neverBlock
                    .SoftTouching(asked)
                    .Select(match => new CheckRow(
                        match.List.Kind.ToWord(),
                        (match.List.Kind.IsHeld() ? Verdict.Hold : Verdict.Block).ToWord(),
                        match.Detail
                    ))
            );
    }
}
