using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Reading;

namespace Shield.Operating.Plans;

/// <summary>What an apply would do, before it is told as JSON or as text.</summary>
/// <param name="Answer">The difference.</param>
/// <param name="Unenforced">Of which lists nothing enforces what is or would be on them.</param>
/// <param name="Situation">What it was made from.</param>
public sealed record PlanResult(PlanAnswer Answer, ImmutableArray<UnenforcedList> Unenforced, Situation Situation)
{
    /// <summary>Who of us talked with whom it adds or holds; null where nobody asked.</summary>
    public TalkedWith? Traffic { get; init; }

    public PceMode Mode => Situation.Decided.Mode;

    /// <summary>An apply would write nothing.</summary>
    public bool IsObserving => Situation.Decided.Context.Policy.Autonomy is Autonomy.Observe;

    /// <summary>Never-block sources that could not be read.</summary>
    public ImmutableArray<string> NeverBlockUnreadable => Situation.Decided.NeverBlock.Unreadable;
}
