using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>
/// What the acts on an indicator come to: the newest that is in force decides, before any evidence. It outranks the policy, but not what
/// the PCE can express, and not law 15.
/// </summary>
internal static class OperatorsWord
{
    /// <returns>Null where no act decides.</returns>
    public static DirectionAnswer? On(Indicator indicator, ImmutableArray<Act> acts, Direction direction, DecisionContext context) =>
        acts.Where(act => act.Directions.Has(direction) && Decides(act, indicator) && act.IsInForce(context.Now)).Max() switch
        {
            null => null,
            { Kind: ActKind.Unblock or ActKind.Reject or ActKind.RemovedByHand } undone => DirectionAnswer.Ignored(ReasonOf(undone)) with
            {
                Until = undone.Until,
            },
            var asked when WhyHeld(indicator, context) is { } reason => new DirectionAnswer
            {
                Verdict = Verdict.Hold,
                Reason = reason,
                Until = asked.Until,
                Entries = [],
            },
            var asked => new DirectionAnswer
            {
                Verdict = Verdict.Block,
                Reason = ReasonOf(asked),
                Until = asked.Until,
                Entries = [],
                Origin = new Origin(Type: null, asked.Id),
                IsExemptFromLimits = asked.AcceptedPlan is not null,
            },
        };

    /// <summary>Whether an operator lifted the limits for it: its severity, its rank and its end stay those of its own evidence.</summary>
    public static bool LiftsLimits(Indicator indicator, ImmutableArray<Act> acts, Direction direction, DateTimeOffset now) =>
        acts.Any(act => act.Kind is ActKind.Accept && act.Indicator == indicator && act.Directions.Has(direction) && act.IsInForce(now));

    /// <summary>Of a range: parts that an operator undid after the newest block of the whole.</summary>
    public static IEnumerable<AddressRange> UndoneIn(Indicator range, ImmutableArray<Act> acts, DateTimeOffset now)
    {
        var blocked = acts.Where(act => act.Kind is ActKind.Block or ActKind.Approve && act.Indicator == range && act.IsInForce(now)).Max();
        return acts.Where(act => Undoes(act) && !act.Indicator!.Value.Covers(range) && act.IsInForce(now))
            .Where(act => act.CompareTo(blocked) > 0)
            .Select(act => act.Indicator!.Value.Range);
    }

    public static IEnumerable<Check> Checks(ImmutableArray<Act> acts, DateTimeOffset now) =>
        acts.Where(act => act.IsInForce(now))
            .Select(act => new Check(
                ReasonOf(act),
                act.Kind is ActKind.Block or ActKind.Approve ? Verdict.Block
                    : Undoes(act) ? Verdict.Ignore
                    : null,
                $"by {act.Who}: {act.Why}"
            ));

    /// <summary>A block or approval is about exactly its indicator; what undoes one also undoes everything inside.</summary>
    private static bool Decides(Act act, Indicator indicator) =>
        act.Kind is ActKind.Block or ActKind.Approve ? act.Indicator == indicator : Undoes(act) && act.Indicator!.Value.Covers(indicator);

    private static bool Undoes(Act act) => act.Kind is ActKind.Unblock or ActKind.Reject or ActKind.RemovedByHand;

    private static string? WhyHeld(Indicator indicator, DecisionContext context) =>
        indicator.IsDomain ? Gates.WhyNoName(context)
        : Breadth.IsTooBroadForAnyList(indicator.Range) ? ReasonCode.TooBroad
        : null;

    private static string ReasonOf(Act act) =>
        act.Kind switch
        {
            ActKind.Unblock => ReasonCode.Suppressed,
            ActKind.Reject => ReasonCode.Rejected,
            ActKind.RemovedByHand => ReasonCode.RemovedByHand,
            ActKind.Accept => ReasonCode.Accepted,
            _ => ReasonCode.Operator,
        };
}
