using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Core.Ledger;

/// <summary>Everything that decisions are derived from, as one reading gave it (<see cref="ILedgerReader.ReadAsync"/>).</summary>
public sealed record LedgerContent
{
    public static readonly LedgerContent Empty = new()
    {
        Sightings = [],
        States = [],
        OwnAddresses = [],
        Acts = [],
        Resolutions = [],
    };

    public required ImmutableArray<Sighting> Sightings { get; init; }

    public required ImmutableArray<FindingState> States { get; init; }

    public required ImmutableArray<OwnAddress> OwnAddresses { get; init; }

    /// <summary>In the order of (<see cref="Act.At"/>, <see cref="Act.Id"/>).</summary>
    public required ImmutableArray<Act> Acts { get; init; }

    /// <summary>The same acts as a chain, verified.</summary>
    public ActChain ActChain { get; init; } = ActChain.Empty;

    /// <summary>Those of which none ended longer than <see cref="Resolution.Memory"/> ago; of older ones there may be some.</summary>
    public required ImmutableArray<Resolution> Resolutions { get; init; }

    /// <summary>What the PCE's name led to, and when last; of those that protect no more there may be some.</summary>
    public ImmutableArray<OwnAddress> PceAddresses { get; init; } = [];
}
