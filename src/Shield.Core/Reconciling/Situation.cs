using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Core.Reconciling;

/// <summary>What the ledger says at one moment, and what follows from it.</summary>
public sealed record Decided
{
    public required DateTimeOffset Now { get; init; }

    public required LedgerContent Ledger { get; init; }

    public required HistoryTail History { get; init; }

    public required NeverBlock NeverBlock { get; init; }

    public required ImmutableArray<Decision> Decisions { get; init; }
}

/// <summary>The same beside what the PCE says: what <c>plan</c>, <c>status</c> and <c>explain</c> show, and what a reconcile does.</summary>
public sealed record Situation
{
    public required Decided Decided { get; init; }

    public required PceView View { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>Removals by hand that were seen just now and are not in the ledger yet; the decisions count them already.</summary>
    public required ImmutableArray<Act> NewlyRemovedByHand { get; init; }
}
