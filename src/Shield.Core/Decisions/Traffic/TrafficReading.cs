using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions.Traffic;

/// <summary>What the PCE's traffic between two moments says of some parties.</summary>
public sealed record TrafficReading
{
    private static readonly PartyTraffic NotAsked = new() { NotKnown = "the PCE was not asked about it" };

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Every party that the PCE was asked about.</summary>
    public required ImmutableSortedDictionary<Indicator, PartyTraffic> Parties { get; init; }

    /// <summary>Of a party that was not asked about, nothing is known.</summary>
    public PartyTraffic Of(Indicator party) => Parties.GetValueOrDefault(party, NotAsked);

    /// <summary>Nobody was asked, or nobody answered.</summary>
    public static TrafficReading NotKnown(IEnumerable<Indicator> parties, DateTimeOffset since, DateTimeOffset until, string why) =>
        new()
        {
            Since = since,
            Until = until,
            Parties = parties.Distinct().ToImmutableSortedDictionary(party => party, _ => new PartyTraffic { NotKnown = why }),
        };
}
