using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>All that was read at one moment, and all that follows from it: what <c>plan</c>, <c>status</c> and <c>explain</c> show, and what a reconcile does.</summary>
public sealed record Situation
{
    public required DateTimeOffset Now { get; init; }

    public required LedgerContent Ledger { get; init; }

    public required HistoryTail History { get; init; }

    public required PceView View { get; init; }

    public required NeverBlock NeverBlock { get; init; }

    public required ImmutableArray<Decision> Decisions { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>Removals by hand that were seen just now and are not in the ledger yet; the decisions count them already.</summary>
    public required ImmutableArray<Act> NewlyRemovedByHand { get; init; }
}
