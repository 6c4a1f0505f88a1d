using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>The ledger's content by what it is about; indexed once for all decisions.</summary>
internal sealed class KnownEvidence(LedgerContent ledger)
{
    private readonly ILookup<Indicator, Sighting> _sightings = ledger.Sightings.ToLookup(sighting => sighting.Key.Indicator);
    private readonly ActIndex _acts = new(ledger.Acts);
    private readonly ILookup<Indicator, Resolution> _resolutions = ledger.Resolutions.ToLookup(resolution => new Indicator(resolution.Address));

    /// <summary>Whatever a finding, an operator or an answer of DNS ever named; in their order.</summary>
    public IEnumerable<Indicator> Indicators => _sightings.Select(group => group.Key).Union(_acts.Indicators).Union(_resolutions.Select(group => group.Key)).Order();

    public ImmutableArray<Resolution> Resolutions => ledger.Resolutions;

    public IReadOnlyDictionary<FindingKey, FindingState> States { get; } = ledger.States.ToDictionary(state => state.Key);

    public ImmutableArray<Sighting> SightingsOf(Indicator indicator) => [.. _sightings[indicator]];

    public ImmutableArray<Act> ActsOn(Indicator indicator) => _acts.On(indicator);

    /// <summary>The names that led to it.</summary>
    public IEnumerable<Resolution> ResolutionsTo(Indicator indicator) => _resolutions[indicator];
}
