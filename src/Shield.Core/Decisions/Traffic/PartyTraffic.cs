using System.Collections.Immutable;

namespace Shield.Core.Decisions.Traffic;

/// <summary>
/// What the PCE's traffic says of one party. No flow proves nothing: workloads report late, in samples or not at all
/// (docs/pce.md#21-traffic). So it is never said that there was no contact, only that none was reported.
/// </summary>
public sealed record PartyTraffic
{
    public ImmutableArray<Flow> Flows { get; init; } = [];

    /// <summary>The PCE left rows out: there was at least this.</summary>
    public bool IsCut { get; init; }

    /// <summary>Why it is not known; null where the PCE answered.</summary>
    public string? NotKnown { get; init; }

    public bool IsKnown => NotKnown is null;
}
