using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Operating.Plans;
using Shield.Operating.Words;

namespace Shield.Operating.Undoing;

/// <summary>What acts would come to, before anybody records them.</summary>
/// <param name="Changes">Whose answer they change, and how.</param>
/// <param name="Plan">What an apply would do then; whatever else waits to be applied is in it too.</param>
public sealed record Foreseen(ImmutableArray<ForeseenChange> Changes, PlanAnswer Plan)
{
    /// <param name="before">How everything stands.</param>
    /// <param name="reader">Looks ahead.</param>
    /// <param name="acts">Not recorded.</param>
    /// <returns>Null without acts.</returns>
    public static Foreseen? Of(Situation before, SituationReader reader, ImmutableArray<Act> acts)
    {
        if (acts.IsEmpty)
        {
            return null;
        }

        var after = reader.Supposing(before, Act.AllAfter(acts, before.Decided.Ledger));
        var was = before.Decided.Decisions.ToDictionary(decision => decision.Indicator);
        return new Foreseen(
            [
                .. from decision in after.Decided.Decisions
                from direction in decision.Indicator.IsDomain ? [Direction.Outbound] : Enum.GetValues<Direction>()
                let change = new ForeseenChange(
                    decision.Indicator,
                    direction,
                    was.GetValueOrDefault(decision.Indicator)?[direction],
                    decision[direction]
                )
                where change.IsOne
                select change,
            ],
            PlanPreview.Of(after)
        );
    }
}

/// <param name="Was">Null where nothing was known of it.</param>
public sealed record ForeseenChange(Indicator Indicator, Direction Direction, DirectionAnswer? Was, DirectionAnswer Becomes)
{
    public bool IsOne =>
        Was is null
            ? Becomes.Verdict is not Verdict.Ignore
            : (Was.Verdict, Was.Reason, Was.Until) != (Becomes.Verdict, Becomes.Reason, Becomes.Until)
                || !Was.Entries.SequenceEqual(Becomes.Entries);
}

/// <summary>The same in a document.</summary>
/// <param name="Was">A verdict; null where nothing was known of it.</param>
/// <param name="Reason">Why it becomes that.</param>
/// <param name="Until">The end of what it becomes.</param>
public sealed record ForeseenRow(
    string Indicator,
    string Direction,
    string? Was,
    string? WasReason,
    string Becomes,
    string Reason,
    DateTimeOffset? Until
)
{
    public static ForeseenRow Of(ForeseenChange change) =>
        new(
            change.Indicator.ToString(),
            change.Direction.ToWord(),
            change.Was?.Verdict.ToWord(),
            change.Was?.Reason,
            change.Becomes.Verdict.ToWord(),
            change.Becomes.Reason,
            change.Becomes.Until
        );
}
