using System.Collections.Immutable;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Pausing;

/// <summary>What a pause or a resume came to on the PCE.</summary>
public sealed record PauseResult
{
    /// <summary>Why nothing was written.</summary>
    public PolicyRefusal? Refused { get; init; }

    /// <summary>The flag that stood there before, also one that was over; null for none.</summary>
    public PauseFlag? Earlier { get; init; }

    /// <summary>All our lists.</summary>
    public ImmutableArray<MarkedList> Lists { get; init; } = [];

    /// <summary>The flag that is in force now, on whichever list; null for none.</summary>
    public PauseFlag? Now { get; init; }
}
