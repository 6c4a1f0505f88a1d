using Shield.Core.Addresses;
using Shield.Core.Decisions;
using Shield.Core.Evidence;

namespace Shield.Core.Planning;

/// <summary>An entry that should be on a list and is not yet.</summary>
public sealed record Addition(Direction Direction, AddressRange Entry, Indicator Indicator, DirectionAnswer Answer);

/// <summary>An entry of ours that goes, and why: no entry goes because it was "not seen this time".</summary>
public sealed record Removal(Direction Direction, AddressRange Entry, string Cause);

/// <summary>An addition that waits: for a limit, for room, for somebody's draft, for a never-block source.</summary>
public sealed record KeptBack(Addition Addition, string Reason);

/// <summary>An entry without our mark; it stays. With another owner's mark it is a conflict, shown and never resolved silently.</summary>
/// <param name="NeverBlocked">The reason for which Shield itself would never block it; null where there is none.</param>
public sealed record ForeignEntry(Direction Direction, ListEntry Entry, string? OtherOwner, string? NeverBlocked);

/// <summary>An entry with our mark that the ledger does not know: kept and shown, since a lost ledger must not open the door.</summary>
public sealed record Orphan(Direction Direction, AddressRange Entry, EntryMark Mark);

/// <summary>A decision that waits for a person.</summary>
/// <param name="IsListed">An entry of ours that turned to a hold: it stays until its end.</param>
public sealed record Held(Direction Direction, Indicator Indicator, DirectionAnswer Answer, bool IsListed);
