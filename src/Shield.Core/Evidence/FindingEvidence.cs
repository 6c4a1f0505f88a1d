using System.Collections.Immutable;

namespace Shield.Core.Evidence;

/// <summary>
/// All that one record of a finding leaves in the ledger. A reader of the ledger never sees one of its sightings without its state and its
/// own addresses.
/// </summary>
public sealed record FindingEvidence
{
    public required FindingState State { get; init; }

    public required ImmutableArray<Sighting> Sightings { get; init; }

    public required ImmutableArray<OwnAddress> OwnAddresses { get; init; }
}
