using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Core.Ledger;

/// <summary>
/// Of which parties a reading gives the evidence (docs/ledger.md, "Upkeep"). Acts, own addresses and resolutions are in
/// every reading, all of them, but for <see cref="OnlyEvidence"/>.
/// </summary>
public sealed record EvidenceScope
{
    /// <summary>All that can decide something: what a reconcile reads.</summary>
    public static readonly EvidenceScope Alive = new() { HasAlive = true };

    /// <summary>What is at rest as well. It grows with all that the ledger ever saw.</summary>
    public static readonly EvidenceScope Everything = new() { HasAlive = true, HasResting = true };

    private EvidenceScope() { }

    /// <summary>All parties that are not at rest.</summary>
    public bool HasAlive { get; private init; }

    /// <summary>All parties that are.</summary>
    public bool HasResting { get; private init; }

    /// <summary>These, whether they are at rest or not.</summary>
    public ImmutableHashSet<Indicator> Parties { get; private init; } = [];

    /// <summary>Nobody asks for more than sightings and states.</summary>
    public bool IsEvidenceOnly { get; private init; }

    /// <summary>What is alive, and these parties too: for who asks about one of them.</summary>
    public static EvidenceScope AliveAnd(IEnumerable<Indicator> parties) => Alive with { Parties = [.. parties] };

    /// <summary>These parties and no other.</summary>
    public static EvidenceScope Only(IEnumerable<Indicator> parties) => new() { Parties = [.. parties] };

    /// <summary>
    /// The same for who has read all else already: a reading of it need not hold acts, own addresses, resolutions and addresses of the PCE.
    /// </summary>
    public static EvidenceScope OnlyEvidence(IEnumerable<Indicator> parties) => Only(parties) with { IsEvidenceOnly = true };
}
