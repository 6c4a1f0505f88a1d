using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Core.Ledger;

/// <summary>The PCE's own addresses, or why they are not known; not knowing them stops new blocks.</summary>
public sealed record PceAddresses(ImmutableArray<AddressRange> Ranges, string? Unreadable);
