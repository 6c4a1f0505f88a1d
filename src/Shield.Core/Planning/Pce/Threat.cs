using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;

namespace Shield.Core.Planning.Pce;

/// <summary>A decision with the state of its entries on the PCE: a row of <c>threats list</c>.</summary>
/// <param name="Reason">Why it is in that state: what keeps a pending one back, else the decision's own reason.</param>
public sealed record Threat(Decision Decision, EntryState State, string Reason)
{
    private static readonly ImmutableHashSet<string> EndedReasons =
    [
        ReasonCode.Stale,
        ReasonCode.Suppressed,
        ReasonCode.Rejected,
        ReasonCode.RemovedByHand,
        ReasonCode.ResolutionEnded,
    ];

    /// <summary>Without the PCE nobody knows what still stands on a list: the decision stands, its effect is unknown.</summary>
    public static Threat WithoutPce(Decision decision) => new(decision, EntryState.Unknown, decision.Reason);

    internal static EntryState StateOfIgnored(Decision decision) =>
        EndedReasons.Contains(decision.Reason) ? EntryState.Ended : EntryState.Ignored;
}
