using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Planning;
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
               from rule in set.Rules.Select(rule => (Wire: rule, Denies: false)).Concat((set.DenyRules ?? []).Select(rule => (Wire: rule, Denies: true)))
               from list in lists
               where RuleSide.Uses(rule.Wire, Direction.Inbound, list.Href) || RuleSide.Uses(rule.Wire, Direction.Outbound, list.Href)
               let used = new UsedRule(set, rule.Wire)
               select new ListUse(list, client.Show(used.ToString()), rule.Denies, used.IsSurelyOff, set.ExternalDataSet == ListMark.DataSet && set.ExternalDataReference == _mark),
        ];
    }
}
