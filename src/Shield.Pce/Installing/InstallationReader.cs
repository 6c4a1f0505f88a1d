using System.Collections.Immutable;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>Reads what <c>init</c> finds in deny mode.</summary>
internal sealed class InstallationReader(PceClient client, PceOptions options)
{
    private readonly string _owner = options.OwnerId!;
    private readonly ListReader _lists = new(client);
    private readonly RuleReader _rules = new(client, options.OwnerId!);

    public async Task<InstallationState> ReadAsync(bool withDomains, CancellationToken cancellationToken)
    {
        var all = await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false);
        var lists = all.Where(list => list.Mark.Owner == _owner).ToImmutableArray();
        var scope = await ReadScopeAsync(cancellationToken).ConfigureAwait(false);
        var ruleSets = await _rules.ReadRuleSetsAsync(cancellationToken).ConfigureAwait(false);
        return new InstallationState
        {
            Owner = _owner,
            Mode = PceMode.Deny,
            Purposes =
            [
                ListPurpose.Inbound,
                ListPurpose.Outbound,
                .. withDomains || lists.Any(list => list.Mark == MarkOf(ListPurpose.Domains))
                    ? [ListPurpose.Domains]
                    : ImmutableArray<ListPurpose>.Empty,
            ],
            Lists = lists,
            RuleSets = [.. ruleSets.Select(ruleSet => ToInstalled(ruleSet, lists))],
            Rules = await _rules.JudgeAsync(ruleSets, lists, cancellationToken).ConfigureAwait(false),
            AllServicesHref = await _rules.FindAllServicesAsync(cancellationToken).ConfigureAwait(false),
            HasDenyRules = await HasDenyRulesAsync(ruleSets, cancellationToken).ConfigureAwait(false),
            Scope = scope,
        };
    }

    private async Task<ImmutableArray<InstalledScope>> ReadScopeAsync(CancellationToken cancellationToken)
    {
        var hrefs = new Dictionary<LabelText, string?>();
        var sets = options.ScopeSets();
        foreach (var label in sets.SelectMany(set => set.Labels).Distinct())
        {
            var rows = await client
                .GetAllAsync(
                    $"{client.Organization}/labels?key={Uri.EscapeDataString(label.Key)}&value={Uri.EscapeDataString(label.Value)}",
                    PceJson.Default.LabelWireArray,
                    cancellationToken
                )
                .ConfigureAwait(false);
            hrefs[label] = rows.FirstOrDefault(row => row.Key == label.Key && row.Value == label.Value && row.Deleted is not true)?.Href;
        }

        return [.. sets.Select(set => new InstalledScope([.. set.Labels.Select(label => new InstalledLabel(label, hrefs[label]))]))];
    }

    /// <summary>
    /// Asks the PCE for deny rules, because its version number does not tell whether it has them (docs/pce.md#11-deny-rules).
    /// </summary>
    private async Task<bool?> HasDenyRulesAsync(ImmutableArray<RuleSetWire> ours, CancellationToken cancellationToken)
    {
        // Any rule set will do, also somebody else's: one row is asked for.
        var sample = ours is [var own, ..]
            ? own
            : (
                await client
                    .GetAsync(
                        $"{client.Organization}/sec_policy/draft/rule_sets?max_results=1",
                        PceJson.Default.RuleSetWireArray,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            ).FirstOrDefault();
        return sample switch
        {
            null => null,
            { DenyRules: not null } => true,
            _ => await AnswersDenyRulesAsync(sample.Href, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Whether the PCE gives the deny rules of a rule set.</summary>
    public async Task<bool> AnswersDenyRulesAsync(string ruleSetHref, CancellationToken cancellationToken) =>
        await client.FindAsync($"{ruleSetHref}/deny_rules", PceJson.Default.DenyRuleWireArray, cancellationToken).ConfigureAwait(false)
            is not null;

    private InstalledRuleSet ToInstalled(RuleSetWire wire, ImmutableArray<PceList> lists) =>
        new()
        {
            Href = wire.Href,
            Name = wire.Name,
            Enabled = wire.Enabled,
            Pending = PendingOf(wire.UpdateType, wire.Href),
            Rules = [.. Enum.GetValues<ListPurpose>().SelectMany(purpose => RulesOf(wire, purpose, lists))],
            Scope = RuleShape.ScopeOf(wire.Scopes),
        };

    private IEnumerable<InstalledRule> RulesOf(RuleSetWire wire, ListPurpose purpose, ImmutableArray<PceList> lists) =>
        lists.FirstOrDefault(list => list.Mark == MarkOf(purpose)) is { } list
            ? RuleShape
                .Using(wire, purpose, list.Href)
                .Select(rule => new InstalledRule(purpose, rule.Href, PendingOf(rule.UpdateType, rule.Href)))
            : [];

    private ListMark MarkOf(ListPurpose list) => new(_owner, PceMode.Deny, list);

    private PendingUpdate PendingOf(string? updateType, string href) =>
        WireText.Pending(updateType) ?? throw client.Unreadable($"{href} has the unknown update_type '{updateType}'");
}
