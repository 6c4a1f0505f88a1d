using Shield.Core.Indicators;

namespace Shield.Cli.Ingest;

/// <summary>
/// The parties of an input, each once. There is room for a million: one address of IPv4 takes four bytes here, where an
/// <see cref="Indicator"/> takes forty-eight.
/// </summary>
internal sealed class SeenParties
{
    private readonly HashSet<uint> _addresses = [];
    private readonly HashSet<Indicator> _others = [];

    public IEnumerable<Indicator> All =>
        _addresses.Select(address => new Indicator(AddressRange.Between(address, address, AddressFamily.IPv4))).Concat(_others);

    public void Add(Indicator party)
    {
        if (IsAddress(party))
        {
            _addresses.Add((uint)party.Range.First);
        }
        else
        {
            _others.Add(party);
        }
    }

    public bool Contains(Indicator party) => IsAddress(party) ? _addresses.Contains((uint)party.Range.First) : _others.Contains(party);

    private static bool IsAddress(Indicator party) => party is { IsDomain: false, Range: { Family: AddressFamily.IPv4, IsSingle: true } };
}
