using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>Whom evidence would newly block: nothing of ours stands on the list for them yet, neither drafted nor active.</summary>
internal sealed class NewParties
{
    private readonly ILookup<ListPurpose, Indicator> _listed;
    private readonly Dictionary<ListPurpose, RangeIndex<Indicator>> _ranges;
    private readonly HashSet<Indicator> _known;

    private NewParties(ImmutableArray<Decision> decisions, PceView view, string owner)
    {
        _listed = view
            .Draft.Concat(view.Active)
            .Where(list => list.Mark.Owner == owner)
            .SelectMany(list => list.Entries.Where(list.Mark.IsOurs).Select(entry => (list.Mark.Purpose, entry.What)))
            .Distinct()
            .ToLookup(entry => entry.Purpose, entry => entry.What);
        _ranges = _listed.ToDictionary(list => list.Key, list => RangeIndex.Of(list.Where(entry => !entry.IsDomain), entry => entry.Range));
        _known = [.. decisions.Select(decision => decision.Indicator)];
    }

    /// <summary>
    /// The most severe first. None that an operator blocks or approved: that is a person's word already. None that routes nowhere.
    /// </summary>
    /// <param name="decisions">Made as though nobody was in use.</param>
    /// <param name="view">What stands on the lists.</param>
    /// <param name="owner">Whose lists.</param>
    public static ImmutableArray<Indicator> In(ImmutableArray<Decision> decisions, PceView view, string owner)
    {
        var lists = new NewParties(decisions, view, owner);
        return
        [
            .. decisions
                .Where(decision => !decision.IsCanary)
                .Where(decision => decision.Lists().Any(list => lists.WouldBeAdded(decision, list)))
                .OrderByDescending(decision => Math.Max(decision.Inbound.Severity, decision.Outbound.Severity))
                .ThenBy(decision => decision.Indicator)
                .Select(decision => decision.Indicator),
        ];
    }

    private bool WouldBeAdded(Decision decision, ListPurpose list) =>
        decision.Blocks(list) && !decision.On(list).IsOperators && !IsListed(decision.Indicator, list);

    // What is left of a block of which a part must go is no new block, so a piece of it is enough. An entry inside a range may be another
    // party's, though.
    private bool IsListed(Indicator party, ListPurpose list) =>
        party.IsDomain
            ? _listed[list].Contains(party)
            : _ranges.TryGetValue(list, out var entries)
                && entries
                    .Overlapping(party.Range)
                    .Any(entry => entry.Range.Covers(party.Range) || (party.Range.Covers(entry.Range) && !_known.Contains(entry)));
}
