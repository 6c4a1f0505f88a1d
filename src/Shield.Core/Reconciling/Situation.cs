using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>What the ledger says at one moment, and what follows from it.</summary>
public sealed record Decided
{
    /// <summary>On which kind of lists it would be blocked.</summary>
    public required PceMode Mode { get; init; }

    public required LedgerContent Ledger { get; init; }

    public required HistoryTail History { get; init; }

    /// <summary>Null where the ledger holds nothing that is dated after now.</summary>
    public DatedAhead? DatedAhead { get; init; }

    public required DecisionContext Context { get; init; }

    public required ImmutableArray<Decision> Decisions { get; init; }

    public DateTimeOffset Now => Context.Now;

    public NeverBlock NeverBlock => Context.NeverBlock;

    /// <summary>What is decided about one indicator, also about one that the ledger does not know.</summary>
    public Decision About(Indicator indicator) => Decide.About(indicator, Ledger, Context);
}

/// <summary>
/// The same beside what the PCE says: what <c>plan</c>, <c>status</c> and <c>explain</c> show, and what a reconcile does.
/// </summary>
public sealed record Situation
{
    public required Decided Decided { get; init; }

    public required PceView View { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>What the ledger had noted of the PCE's traffic; what holds now is in the decisions.</summary>
    public PartyUseNote NotedUses { get; init; } = PartyUseNote.None;

    /// <summary>
    /// What somebody must know at once, for people: entries of ours that are gone and that nobody is proven to have removed, and a second
    /// ledger of the same owner.
    /// </summary>
    public required ImmutableArray<string> Alarms { get; init; }

    /// <summary>Lists that hold active entries of ours now, while no enabled rule of ours uses them: nothing on them is blocked.</summary>
    public ImmutableArray<UnenforcedList> Unenforced =>
        UnenforcedList.In(View, purpose => Plan.Lists.Any(list => list.List == purpose && list.Ours(list.Pair.Active?.Entries ?? []) > 0));

    /// <summary>Removals by hand that were seen just now and are not in the ledger yet; the decisions count them already.</summary>
    public required ImmutableArray<Act> NewlyRemovedByHand { get; init; }
}
