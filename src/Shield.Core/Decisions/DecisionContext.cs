using Shield.Core.Planning;

namespace Shield.Core.Decisions;

/// <summary>Everything a decision depends on besides evidence and acts.</summary>
public sealed record DecisionContext
{
    public required NeverBlock NeverBlock { get; init; }

    public required DecisionPolicy Policy { get; init; }

    public required PceMode Mode { get; init; }

    /// <summary>A list of ours for names is on the PCE: names are blocked as far as the PCE does that, and no longer held.</summary>
    public bool HasDomainsList { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>When a reconcile first found records in the ledger that are dated after now (<see cref="Ledger.DatedAhead"/>): that is what they count as dated. Null: just now.</summary>
    public DateTimeOffset? DatesAheadNoticed { get; init; }
}
