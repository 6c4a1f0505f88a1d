using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>The ledger's content by what it is about; indexed once for all decisions.</summary>
/// <param name="feeds">How severe what a feed lists is taken: as the settings say now, whatever they said when it was recorded.</param>
internal sealed class KnownEvidence(LedgerContent ledger, ImmutableSortedDictionary<string, FeedPolicy> feeds)
{
    private readonly ILookup<Indicator, Sighting> _sightings = ledger.Sightings.ToLookup(
        sighting => sighting.Key.Indicator,
        sighting =>
            sighting.Key.Finding.Feed is { } feed && feeds.TryGetValue(feed, out var taken)
                ? sighting with
                {
                    Severity = taken.Severity,
                }
                : sighting
    );
    private readonly ActIndex _acts = new(ledger.Acts);
    private readonly ILookup<Indicator, Resolution> _resolutions = ledger.Resolutions.ToLookup(resolution => new Indicator(
        resolution.Address
    ));

    /// <summary>Whatever a finding, an operator or an answer of DNS ever named; in their order.</summary>
    public IEnumerable<Indicator> Indicators =>
        _sightings.Select(group => group.Key).Union(_acts.Indicators).Union(_resolutions.Select(group => group.Key)).Order();

    public ImmutableArray<Resolution> Resolutions => ledger.Resolutions;

    public IReadOnlyDictionary<FindingKey, FindingState> States { get; } = StatesOf(ledger);

    public ImmutableArray<Sighting> SightingsOf(Indicator indicator) => [.. _sightings[indicator]];

    public ImmutableArray<Act> ActsOn(Indicator indicator) => _acts.On(indicator);

    /// <summary>The names that led to it.</summary>
    public IEnumerable<Resolution> ResolutionsTo(Indicator indicator) => _resolutions[indicator];

    /// <summary>
    /// With what people did about a finding under another account: in an organisation its administrator archives, in a call of its own
    /// account, what its members' detectors found. GuardDuty's own ids, 32 hexadecimal digits, are the same finding wherever they are
    /// named; of any other id that is not known.
    /// </summary>
    private static Dictionary<FindingKey, FindingState> StatesOf(LedgerContent ledger)
    {
        var handled = ledger
            .States.Where(state => (state.Archiving ?? (object?)state.Feedback) is not null && IsGuardDutysOwn(state.Key.Id))
            .ToLookup(state => (state.Key.Region, state.Key.Id));
        return ledger.States.ToDictionary(
            state => state.Key,
            state =>
                handled.Count is 0
                    ? state
                    : handled[(state.Key.Region, state.Key.Id)].Aggregate(state, (known, other) => known.After(other))
        );
    }

    private static bool IsGuardDutysOwn(string id) => id.Length is 32 && id.All(char.IsAsciiHexDigit);
}
