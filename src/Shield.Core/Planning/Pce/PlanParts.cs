using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>An entry of ours that goes, and why: no entry goes because it was "not seen this time".</summary>
public sealed record Removal(ListPurpose List, Indicator Entry, string Cause)
{
    public EntryChange Change => new(List, Entry, IsStart: false);
}

/// <summary>An entry without our mark; it stays. With another owner's mark it is a conflict, shown and never resolved silently.</summary>
/// <param name="NeverBlocked">The reason for which Shield itself would never block it; null where there is none.</param>
public sealed record ForeignEntry(ListPurpose List, ListEntry Entry, string? OtherOwner, string? NeverBlocked);

/// <summary>An entry with our mark that the ledger does not know: kept and shown, since a lost ledger must not open the door.</summary>
public sealed record Orphan(ListPurpose List, Indicator Entry, EntryMark Mark);

/// <summary>An entry of ours that stays, with what is wanted of it.</summary>
/// <param name="Stands">The blocks that it stands for: one, or a summary's several; none where it stays for another reason (a hold, an
/// orphan).</param>
/// <param name="Day">When it was first blocked, as its mark says.</param>
internal sealed record Kept(Indicator Entry, ImmutableArray<Addition> Stands, string Day);
