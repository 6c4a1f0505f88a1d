using Shield.Core.Decisions;
using Shield.Core.Indicators;

namespace Shield.Core.Planning.Desired;

/// <summary>An entry that should be on a list and is not yet.</summary>
public sealed record Addition(ListPurpose List, Indicator Entry, Indicator Indicator, DirectionAnswer Answer)
{
    /// <summary>How many indicators a summary stands for; 0 for an ordinary entry.</summary>
    public int Summarises { get; init; }

    internal (bool, double) Rank => (Answer.IsOperators, Answer.Severity);
}

/// <summary>
/// An addition that waits: for a limit, for room, for somebody's draft, for a never-block source, or because the PCE refused it.
/// </summary>
/// <param name="Detail">What the PCE said; null otherwise.</param>
public sealed record KeptBack(Addition Addition, string Reason, string? Detail = null);

/// <summary>A decision that waits for a person.</summary>
/// <param name="IsListed">An entry of ours that turned to a hold: it stays until its end.</param>
public sealed record Held(ListPurpose List, Indicator Indicator, DirectionAnswer Answer, bool IsListed);
