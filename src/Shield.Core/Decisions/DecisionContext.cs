using Shield.Core.Decisions.Traffic;

namespace Shield.Core.Decisions;

/// <summary>Whether domains can be blocked. Where they cannot, a domain that should be blocked is held.</summary>
public enum DomainSupport
{
    /// <summary>Nobody ran <c>init --domains</c>, so there is no list for them: held with <c>domains-off</c>.</summary>
    Off,

    /// <summary>A list of ours for domains is on the PCE.</summary>
    On,

    /// <summary>The PCE is used in a way in which a domain cannot be written at all: held with <c>not-expressible</c>.</summary>
    NotExpressible,
}

/// <summary>Everything a decision depends on besides evidence and acts.</summary>
public sealed record DecisionContext
{
    public required NeverBlock NeverBlock { get; init; }

    public required DecisionPolicy Policy { get; init; }

    /// <summary>Whether a domain that should be blocked can go onto a list.</summary>
    public required DomainSupport Domains { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>By the PCE's traffic; empty where <see cref="DecisionPolicy.HoldWhenAllowedTraffic"/> is off.</summary>
    public PartyUses Uses { get; init; } = PartyUses.None;

    /// <summary>
    /// When a reconcile first found records in the ledger that are dated after now (<see cref="Ledger.DatedAhead"/>): that is what they
    /// count as dated. Null: just now.
    /// </summary>
    public DateTimeOffset? DatesAheadNoticed { get; init; }
}
