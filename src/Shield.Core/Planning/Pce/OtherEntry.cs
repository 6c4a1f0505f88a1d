using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// An entry of the active policy that is no block of ours and covers a party: whatever we do, it may still be denied by it.
/// </summary>
/// <param name="List">The name of the list.</param>
/// <param name="Href">Its draft href.</param>
/// <param name="What">The entry.</param>
/// <param name="OurRule">The rule that uses the list, where the list is ours and the entry is somebody else's; null of another
/// list.</param>
/// <param name="IsShields">The list belongs to another deployment of Shield, so it is there to block.</param>
public sealed record OtherEntry(string List, string Href, Indicator What, BlockingRule? OurRule, bool IsShields)
{
    /// <summary>
    /// The narrowest entry of each list. What an exclusion of the same list takes out again is not covered; Any and the like cover
    /// everybody and say nothing of one.
    /// </summary>
    public static ImmutableArray<OtherEntry> Covering(Indicator party, PceView view, string owner, PceMode mode)
    {
        ArgumentNullException.ThrowIfNull(view);
        var shields =
            from list in view.Active
            let isOurs = list.Mark.Owner == owner && list.Mark.Mode == mode
            let found = Narrowest(
                party,
                list.Entries.Where(entry => list.Mark.Blocks(entry) && !(isOurs && list.Mark.IsOurs(entry))),
                list.Mark.Mode is PceMode.Deny ? list.Entries : []
            )
            where found is not null
            let rule = isOurs
                ? view.Rules.FirstOrDefault(rule => rule.List == list.Mark.Purpose)
                    ?? new BlockingRule(list.Mark.Purpose, RuleCondition.Missing, null, null)
                : null
            select new OtherEntry(list.Name, list.Href, found.What, rule, !isOurs);
        var others =
            from list in view.Others
            let found = Narrowest(party, list.Entries.Where(entry => !entry.IsExclusion), list.Entries)
            where found is not null
            select new OtherEntry(list.Name, list.Href, found.What, OurRule: null, IsShields: false);
        return [.. shields, .. others];
    }

    private static ListEntry? Narrowest(Indicator party, IEnumerable<ListEntry> blocking, ImmutableArray<ListEntry> all)
    {
        var covering = blocking.Where(entry => Meets(entry.What, party) && !Decisions.Breadth.IsTooBroadForAnyList(entry.What)).ToList();
        if (covering is [] || party.IsDomain)
        {
            return covering.FirstOrDefault();
        }

        var exclusions = RangeSet.Of(
            all.Where(entry => entry.IsExclusion && !entry.What.IsDomain && entry.What.Overlaps(party)).Select(entry => entry.What.Range)
        );
        return covering
            .Where(entry =>
                RangeSet.Of([entry.What.Range]).Intersect(RangeSet.Of([party.Range])).Ranges.Any(shared => !exclusions.Contains(shared))
            )
            .MinBy(entry => entry.What.Range.Last - entry.What.Range.First);
    }

    private static bool Meets(Indicator entry, Indicator party) =>
        (entry.IsDomain, party.IsDomain) switch
        {
            (true, true) => entry.Domain!.TakesIn(party.Domain!),
            _ => entry.Overlaps(party),
        };
}
