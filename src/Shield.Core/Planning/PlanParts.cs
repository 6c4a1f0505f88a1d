using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;

namespace Shield.Core.Planning;

/// <summary>An entry that should be on a list and is not yet.</summary>
public sealed record Addition(ListPurpose List, Indicator Entry, Indicator Indicator, DirectionAnswer Answer)
{
    public EntryChange Change => new(List, Entry, IsStart: true);

    /// <summary>How many indicators a summary stands for; 0 for an ordinary entry.</summary>
    public int Summarises { get; init; }

    internal (bool, double) Rank => (Answer.IsOperators, Answer.Severity);
}

/// <summary>An entry of ours that goes, and why: no entry goes because it was "not seen this time".</summary>
public sealed record Removal(ListPurpose List, Indicator Entry, string Cause)
{
    public EntryChange Change => new(List, Entry, IsStart: false);
}

/// <summary>
/// An addition that waits: for a limit, for room, for somebody's draft, for a never-block source, or because the PCE refused it.
/// </summary>
/// <param name="Detail">What the PCE said; null otherwise.</param>
public sealed record KeptBack(Addition Addition, string Reason, string? Detail = null);

/// <summary>An entry without our mark; it stays. With another owner's mark it is a conflict, shown and never resolved silently.</summary>
/// <param name="NeverBlocked">The reason for which Shield itself would never block it; null where there is none.</param>
public sealed record ForeignEntry(ListPurpose List, ListEntry Entry, string? OtherOwner, string? NeverBlocked);

/// <summary>An entry with our mark that the ledger does not know: kept and shown, since a lost ledger must not open the door.</summary>
public sealed record Orphan(ListPurpose List, Indicator Entry, EntryMark Mark);

/// <summary>A decision that waits for a person.</summary>
/// <param name="IsListed">An entry of ours that turned to a hold: it stays until its end.</param>
public sealed record Held(ListPurpose List, Indicator Indicator, DirectionAnswer Answer, bool IsListed);

/// <summary>An entry of ours that stays, with what is wanted of it.</summary>
/// <param name="Stands">The blocks that it stands for: one, or a summary's several; none where it stays for another reason (a hold, an
/// orphan).</param>
/// <param name="Day">When it was first blocked, as its mark says.</param>
internal sealed record Kept(Indicator Entry, ImmutableArray<Addition> Stands, string Day);
