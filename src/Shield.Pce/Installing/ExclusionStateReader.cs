using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Pce.Calling;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Pce.Installing;

/// <summary>Reads what <c>init</c> finds in exclusion mode: our lists, and everybody's allow rules that use them or Any.</summary>
internal sealed class ExclusionStateReader(PceClient client, string owner)
{
    private readonly ListReader _lists = new(client);
    private readonly ExclusionReader _rules = new(client, owner);

    /// <param name="history">Our own changes of rules, oldest first: by them a draft of ours is told from somebody else's.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public async Task<ExclusionState> ReadAsync(ImmutableArray<RuleChange> history, CancellationToken cancellationToken)
    {
        var all = await _lists.ReadDraftAsync(cancellationToken).ConfigureAwait(false);
        var lists = all.Where(list => list.Mark.Owner == owner).ToImmutableArray();
        var anyHref = await _rules.FindAnyAsync(cancellationToken).ConfigureAwait(false);
        var active = await _rules.ReadRuleSetsAsync("active", cancellationToken).ConfigureAwait(false);
        var state = new ExclusionState
        {
            Owner = owner,
            History = history,
            Lists = lists,
            AnyHref = anyHref,
            RuleSets = [],
            Conditions = await _rules.JudgeAsync(all, active, cancellationToken).ConfigureAwait(false),
        };
        var activeRules = active.SelectMany(set => set.Rules).ToLookup(rule => WireText.ToDraft(rule.Href));
        var ruleSets = ImmutableArray.CreateBuilder<RuleSetOfOthers>();
        foreach (var set in await _rules.ReadRuleSetsAsync("draft", cancellationToken).ConfigureAwait(false))
        {
            // A rule that somebody deleted in the draft is left as it is.
            ImmutableArray<RuleOfOthers> rules =
            [
                .. set
                    .Rules.Where(rule => PendingOf(rule.UpdateType, rule.Href) is not PendingUpdate.Delete)
                    .SelectMany(rule => ToRules(rule, activeRules[WireText.ToDraft(rule.Href)].FirstOrDefault(), state)),
            ];
            if (rules is not [] && PendingOf(set.UpdateType, set.Href) is not PendingUpdate.Delete)
            {
                ruleSets.Add(await ToRuleSetAsync(set, rules, history, cancellationToken).ConfigureAwait(false));
            }
        }

        return state with
        {
            RuleSets = ruleSets.ToImmutable(),
        };
    }

    private async Task<RuleSetOfOthers> ToRuleSetAsync(
        AnyRuleSetWire set,
        ImmutableArray<RuleOfOthers> rules,
        ImmutableArray<RuleChange> history,
        CancellationToken cancellationToken
    )
    {
        var pending = PendingOf(set.UpdateType, set.Href);
        var ours = history.Where(change => change.RuleSet == set.Href).ToImmutableArray();
        return new RuleSetOfOthers
        {
            Href = set.Href,
            Name = client.Show(set.Name),
            Enabled = set.Enabled,
            Pending = pending,
            IsPendingByUs =
                pending is PendingUpdate.Update
                && ours is not []
                && await DiffersOnlyByAsync(ours, set.Href, cancellationToken).ConfigureAwait(false),
            UpdatedBy = (set.DeletedBy ?? set.UpdatedBy)?.Href,
            UpdatedAt = set.UpdatedAt,
            Rules = rules,
        };
    }

    private IEnumerable<RuleOfOthers> ToRules(AnyRuleWire rule, AnyRuleWire? active, ExclusionState state) =>
        from direction in new[] { Direction.Inbound, Direction.Outbound }
        let usesAny = RuleSide.Uses(rule, direction, state.AnyHref)
        let usesOurs = RuleSide.Uses(rule, direction, state.ListOf(direction)?.Href)
        where usesAny || usesOurs
        select new RuleOfOthers
        {
            Href = WireText.ToDraft(rule.Href),
            Description = client.Show(rule.Description),
            Enabled = rule.Enabled is not false,
            Direction = direction,
            UsesAny = usesAny,
            UsesOurs = usesOurs,
            UsedAny = active is not null && RuleSide.Uses(active, direction, state.AnyHref),
            UsedOurs = active is not null && RuleSide.Uses(active, direction, state.ListOf(direction)?.Href),
            IsInverted = RuleSide.IsInverted(rule, direction),
            Side = RuleSide.Of(rule, direction),
        };

    /// <summary>
    /// Whether a rule set's draft and active version differ by nothing but the lists that we changed, and by when and by whom they were
    /// written.
    /// </summary>
    private async Task<bool> DiffersOnlyByAsync(ImmutableArray<RuleChange> ours, string ruleSet, CancellationToken cancellationToken)
    {
        var draft = await client.GetAsync(ruleSet, PceJson.Default.JsonObject, cancellationToken).ConfigureAwait(false);
        var active = await client
            .FindAsync(WireText.ToActive(ruleSet), PceJson.Default.JsonObject, cancellationToken)
            .ConfigureAwait(false);
        return active is not null
            && !RuleSetText.HasDeletionInside(draft)
            && JsonNode.DeepEquals(RuleSetText.Neutral(draft, ours), RuleSetText.Neutral(active, ours));
    }

    private PendingUpdate PendingOf(string? updateType, string href) =>
        WireText.Pending(updateType) ?? throw client.Unreadable($"{href} has the unknown update_type '{updateType}'");
}
