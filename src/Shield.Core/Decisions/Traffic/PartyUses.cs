using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions.Traffic;

/// <summary>
/// In how regular use some parties are. Of others nobody asked: they stand on a list of ours already, or nothing would block them.
/// </summary>
public sealed record PartyUses
{
    public static readonly PartyUses None = new() { ByParty = ImmutableSortedDictionary<Indicator, PartyUse>.Empty };

    public required ImmutableSortedDictionary<Indicator, PartyUse> ByParty { get; init; }

    public PartyUse? Of(Indicator party) => ByParty.GetValueOrDefault(party);
}
