using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Reading;

namespace Shield.Pce.Diagnosing;

/// <summary>Who uses our lists: what no reconcile asks, since it means everybody's rules.</summary>
public sealed class ListUseReader(PceClient client, PceOptions options)
{
    private readonly ExclusionReader _rules = new(client, options.OwnerId!);
    private readonly string _mark = new RuleReader(client, options.OwnerId!).Mark;

    /// <summary>One request: the active rule sets.</summary>
    /// <param name="lists">Ours.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImmutableArray<ListUse>> ReadAsync(ImmutableArray<PceList> lists, CancellationToken cancellationToken)
    {
        var sets = await _rules.ReadRuleSetsAsync("active", cancellationToken).ConfigureAwait(false);
        return
        [
            .. from set in sets
            from rule in set
                .Rules.Select(rule => (Wire: rule, Denies: false))
                .Concat((set.DenyRules ?? []).Select(rule => (Wire: rule, Denies: true)))
            from list in lists
            where RuleSide.Uses(rule.Wire, Direction.Inbound, list.Href) || RuleSide.Uses(rule.Wire, Direction.Outbound, list.Href)
            let used = new UsedRule(set, rule.Wire)
            select new ListUse(
                list,
                client.Show(used.ToString()),
                rule.Denies,
                used.IsSurelyOff,
                set.ExternalDataSet == ListMark.DataSet && set.ExternalDataReference == _mark
            ),
        ];
    }

    /// <summary>
    /// One request: of these lists those that a deny rule of the active policy uses, with that rule for people. A rule that is switched
    /// off denies nobody.
    /// </summary>
    /// <param name="lists">By draft href, anybody's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImmutableDictionary<string, string>> FindDenyingAsync(
        IReadOnlyCollection<string> lists,
        CancellationToken cancellationToken
    )
    {
        var wanted = lists.ToHashSet(StringComparer.Ordinal);
        var uses =
            from set in await _rules.ReadRuleSetsAsync("active", cancellationToken).ConfigureAwait(false)
            from rule in set.DenyRules ?? []
            let used = new UsedRule(set, rule)
            where !used.IsSurelyOff
            from direction in Enum.GetValues<Direction>()
            where !RuleSide.IsInverted(rule, direction)
            from list in RuleSide.ListsOn(rule, direction)
            where wanted.Contains(list)
            select (List: list, Rule: client.Show(used.ToString()));
        return uses.DistinctBy(use => use.List).ToImmutableDictionary(use => use.List, use => use.Rule);
    }
}
