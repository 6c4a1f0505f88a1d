using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Telling;

/// <summary>
/// Finds the decision behind an entry on a list. Indexed when somebody asks first, so that a telling of nothing costs nothing.
/// </summary>
public sealed class PartyLookup(ImmutableArray<Decision> decisions)
{
    public static readonly PartyLookup OfNothing = new([]);

    private Dictionary<(ListPurpose List, Indicator Entry), Decision>? _byEntry;
    private Dictionary<Indicator, Decision>? _byParty;

    /// <returns>Null where the ledger decides nothing of it any more, or one entry stands for several parties.</returns>
    public Decision? Find(ListPurpose list, Indicator entry)
    {
        _byEntry ??= decisions
            .SelectMany(decision => decision.Lists().SelectMany(on => decision.EntriesOn(on).Select(one => (Key: (on, one), decision))))
            .DistinctBy(pair => pair.Key)
            .ToDictionary(pair => pair.Key, pair => pair.decision);
        return _byEntry.GetValueOrDefault((list, entry)) ?? Find(entry);
    }

    /// <inheritdoc cref="Find(ListPurpose, Indicator)"/>
    public Decision? Find(Indicator party)
    {
        _byParty ??= decisions.DistinctBy(decision => decision.Indicator).ToDictionary(decision => decision.Indicator);
        return _byParty.GetValueOrDefault(party);
    }
}
