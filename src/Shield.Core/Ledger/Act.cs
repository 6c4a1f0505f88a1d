using Shield.Core.Evidence;

namespace Shield.Core.Ledger;

public enum ActKind
{
    Block,
    Unblock,
    Approve,
    Reject,
    Allow,
    Disallow,
    Pause,
    Resume,

    /// <summary>An entry of ours that a person took off the PCE; recorded by the reconcile that missed it.</summary>
    RemovedByHand,
}

/// <summary>What an operator did: with who, when and why. Keyed by its own id, append-only.</summary>
public sealed record Act : IComparable<Act>
{
    public required string Id { get; init; }

    public required ActKind Kind { get; init; }

    /// <summary>Null for pause and resume, which are about the whole.</summary>
    public required Indicator? Indicator { get; init; }

    public Directions Directions { get; init; } = Directions.Both;

    public required DateTimeOffset At { get; init; }

    /// <summary>When it ceases to be in force; null for never (allow).</summary>
    public required DateTimeOffset? Until { get; init; }

    public required string Who { get; init; }

    public required string Why { get; init; }

    /// <summary>The fingerprint of the plan that this approval accepts: such a block is exempt from the limits, never from capacity or never-block.</summary>
    public string? AcceptedPlan { get; init; }

    public bool IsInForce(DateTimeOffset now) => At <= now && (Until is null || now < Until);

    /// <summary>The newer act is the greater.</summary>
    public int CompareTo(Act? other) => other switch
    {
        null => 1,
        _ when At != other.At => At.CompareTo(other.At),
        _ => string.CompareOrdinal(Id, other.Id),
    };
}
