using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Console.Map;

/// <summary>Finds the party that an address belongs to: itself, or else the narrowest range that holds it.</summary>
internal sealed class PartyIndex
{
    private readonly Dictionary<Indicator, int> _exact;
    private readonly ImmutableArray<(AddressRange Range, int At)> _wide;

    private PartyIndex(Dictionary<Indicator, int> exact, ImmutableArray<(AddressRange Range, int At)> wide) =>
        (_exact, _wide) = (exact, wide);

    public static PartyIndex Of(ImmutableArray<RemoteParty> parties)
    {
        var exact = new Dictionary<Indicator, int>(parties.Length);
        for (var at = 0; at < parties.Length; at++)
        {
            exact.TryAdd(parties[at].Indicator, at);
        }

        return new PartyIndex(
            exact,
            [
                .. exact
                    .Where(one => one.Key is { IsDomain: false, Range.IsSingle: false })
                    .OrderBy(one => one.Key.Range.Last - one.Key.Range.First)
                    .Select(one => (one.Key.Range, one.Value)),
            ]
        );
    }

    public int? Find(AddressRange address) =>
        _exact.TryGetValue(new Indicator(address), out var at)
            ? at
            : _wide.Where(wide => wide.Range.Covers(address)).Select(wide => (int?)wide.At).FirstOrDefault();

    public int? Find(Indicator party) => party.IsDomain ? (_exact.TryGetValue(party, out var at) ? at : null) : Find(party.Range);
}
