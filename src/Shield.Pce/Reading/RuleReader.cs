using System.Collections.Concurrent;
using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>Deny mode: reads our rule set and says of each of its rules whether it is in force.</summary>
internal sealed class RuleReader(PceClient client, string owner)
{
    private const string AllServicesName = "All Services";

    // Only for rules whose description somebody edited; the name of a service is asked for once.
    private readonly ConcurrentDictionary<string, bool> _isAllServices = new();

    public string Mark => $"{owner}/{PceMode.Deny.ToWord()}/rules";

    /// <summary>One request; another one where a draft of ours differs from the active policy, since only the latter blocks.</summary>
    public async Task<ImmutableArray<BlockingRule>> ReadAsync(ImmutableArray<PceList> draftLists, CancellationToken cancellationToken)
    {
        var sets = await ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
        return await JudgeAsync(sets, draftLists, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="sets">What <see cref="ReadRuleSetsAsync"/> gave.</param>
    /// <param name="draftLists">The lists that carry our data set mark.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<ImmutableArray<BlockingRule>> JudgeAsync(
        ImmutableArray<RuleSetWire> sets,
        ImmutableArray<PceList> draftLists,
        CancellationToken cancellationToken
    )
    {
        if (sets is [var one, var other, ..])
        {
            var detail = client.Show($"two rule sets carry our mark {Mark}: '{one.Name}' ({one.Href}) and '{other.Name}' ({other.Href})");
            return [.. Purposes(draftLists).Select(purpose => new BlockingRule(purpose, RuleCondition.Misshapen, null, detail))];
        }

        var draft = sets is [var only] ? only : null;
        var active =
            draft is not null && HasPending(draft)
                ? await client
                    .FindAsync(WireText.ToActive(draft.Href), PceJson.Default.RuleSetWire, cancellationToken)
                    .ConfigureAwait(false)
                : draft;
        await LearnServicesAsync(active, cancellationToken).ConfigureAwait(false);
        return [.. Purposes(draftLists).Select(Judge)];

        BlockingRule Judge(ListPurpose purpose)
        {
            var mark = new ListMark(owner, PceMode.Deny, purpose);
            var list = draftLists.FirstOrDefault(list => list.Mark == mark);
            var rule = RuleShape.Judge(purpose, list?.Href, draft, active, (rule, service) => IsAllServices(purpose, rule, service));
            return rule with { Detail = rule.Detail is null ? null : client.Show(rule.Detail) };
        }
    }

    /// <summary>Every draft rule set that carries our mark: none, one, or too many.</summary>
    public async Task<ImmutableArray<RuleSetWire>> ReadRuleSetsAsync(CancellationToken cancellationToken)
    {
        var rows = await client
            .GetAllAsync(
                $"{client.Organization}/sec_policy/draft/rule_sets?external_data_set={ListMark.DataSet}",
                PceJson.Default.RuleSetWireArray,
                cancellationToken
            )
            .ConfigureAwait(false);
        return [.. rows.Where(row => row.ExternalDataSet == ListMark.DataSet && row.ExternalDataReference == Mark)];
    }

    /// <summary>The draft href of the service that covers everything; null where the PCE has none of that name.</summary>
    public async Task<string?> FindAllServicesAsync(CancellationToken cancellationToken)
    {
        var rows = await client
            .GetAllAsync(
                $"{client.Organization}/sec_policy/draft/services?name={Uri.EscapeDataString(AllServicesName)}",
                PceJson.Default.ServiceWireArray,
                cancellationToken
            )
            .ConfigureAwait(false);
        return rows.FirstOrDefault(row => row.Name == AllServicesName)?.Href;
    }

    private static bool HasPending(RuleSetWire ruleSet) =>
        ruleSet.UpdateType is not null || (ruleSet.DenyRules ?? []).Any(rule => rule.UpdateType is not null);

    /// <summary>The names' rule is asked about only where their list is there.</summary>
    private IEnumerable<ListPurpose> Purposes(ImmutableArray<PceList> draftLists) =>
        Enum.GetValues<ListPurpose>()
            .Where(purpose =>
                purpose is not ListPurpose.Domains || draftLists.Any(list => list.Mark == new ListMark(owner, PceMode.Deny, purpose))
            );

    private bool IsAllServices(ListPurpose list, DenyRuleWire rule, string service) =>
        RuleMark.AllServicesOf(owner, list, rule.Description) is { } made ? made == service : _isAllServices.GetValueOrDefault(service);

    private async Task LearnServicesAsync(RuleSetWire? ruleSet, CancellationToken cancellationToken)
    {
        foreach (var rule in ruleSet?.DenyRules ?? [])
        {
            var isTold = Enum.GetValues<ListPurpose>().Any(list => RuleMark.AllServicesOf(owner, list, rule.Description) is not null);
            if (!isTold && rule.IngressServices is [{ Href: { } href }] && !_isAllServices.ContainsKey(WireText.ToDraft(href)))
            {
                var service = await client.FindAsync(href, PceJson.Default.ServiceWire, cancellationToken).ConfigureAwait(false);
                _isAllServices[WireText.ToDraft(href)] = service?.Name == AllServicesName;
            }
        }
    }
}
