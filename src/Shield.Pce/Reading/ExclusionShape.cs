using Shield.Core.FindingTypes;
using Shield.Core.Planning;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>
/// Judges whether allow rules make one of our exclusion lists block: an enabled rule of an enabled rule set that lets in "Any minus the
/// malicious". It does not matter who wrote the rule. If any other rule allows an address, our list cannot keep it out
/// (docs/pce.md#10-rules).
/// </summary>
internal static class ExclusionShape
{
    private const int MostNames = 5;

    /// <param name="direction">Of the list.</param>
    /// <param name="lists">Ours, by draft href.</param>
    /// <param name="anyHref">The system's list Any; null where the PCE has none.</param>
    /// <param name="active">Every rule set of the active policy.</param>
    /// <param name="isBroad">Whether another list, by draft href, lets in what ours leaves out.</param>
    public static BlockingRule Judge(
        Direction direction,
        IReadOnlyDictionary<Direction, string> lists,
        string? anyHref,
        IReadOnlyCollection<AnyRuleSetWire> active,
        Func<string, bool> isBroad
    )
    {
        BlockingRule Answer(RuleCondition condition, AnyRuleWire? rule, string detail) =>
            new(direction.ToList(), condition, rule is null ? null : WireText.ToDraft(rule.Href), detail);

        if (!lists.TryGetValue(direction, out var ours))
        {
            return Answer(RuleCondition.Missing, null, $"there is no {direction.ToWord()} list for a rule to use");
        }

        var rules = active.SelectMany(set => set.Rules.Select(rule => new UsedRule(set, rule))).ToList();
        if (Inverting(direction, ours, active, rules) is { } inverting)
        {
            return Answer(RuleCondition.Inverted, inverting.Rule, inverting.ToString());
        }

        var users = rules.Where(used => RuleSide.Uses(used.Rule, direction, ours)).ToList();
        if (users is [])
        {
            return Answer(RuleCondition.Missing, null, $"no active allow rule uses the {direction.ToWord()} list");
        }

        var inForce = users.Where(used => used.IsEnabled).ToList();
        if (inForce is [])
        {
            return Answer(
                RuleCondition.Disabled,
                users[0].Rule,
                $"every rule that uses the {direction.ToWord()} list is disabled: {Names(users)}"
            );
        }

        var cancelled = inForce
            .Where(used => RuleSide.ListsOn(used.Rule, direction).Any(list => list != ours && (list == anyHref || isBroad(list))))
            .ToList();
        if (cancelled is [var first, ..])
        {
            return Answer(
                RuleCondition.Misshapen,
                first.Rule,
                $"another list beside ours among the {RuleSide.NameOf(direction)} lets in again whom ours leaves out: {Names(cancelled)}"
            );
        }

        var open = rules
            .Where(used => !used.IsSurelyOff && !RuleSide.Uses(used.Rule, direction, ours) && RuleSide.Uses(used.Rule, direction, anyHref))
            .ToList();
        return Answer(
            RuleCondition.InForce,
            inForce[0].Rule,
            $"excluded from {Names(inForce)}{(open is [] ? "" : $"; still open through {Names(open)}, which use Any")}"
        ) with
        {
            IsOpenElsewhere = open is not [],
        };
    }

    // Law 15. Of our list on either side, since everybody stands on it; and of an allow rule that means the contrary of what it names.
    private static UsedRule? Inverting(
        Direction direction,
        string ours,
        IReadOnlyCollection<AnyRuleSetWire> active,
        IEnumerable<UsedRule> rules
    ) =>
        active
            .SelectMany(set => (set.DenyRules ?? []).Select(rule => new UsedRule(set, rule)))
            .FirstOrDefault(used => RuleSide.Uses(used.Rule, Direction.Inbound, ours) || RuleSide.Uses(used.Rule, Direction.Outbound, ours))
        ?? rules.FirstOrDefault(used => RuleSide.IsInverted(used.Rule, direction) && RuleSide.Uses(used.Rule, direction, ours));

    private static string Names(List<UsedRule> rules) =>
        string.Join(", ", rules.Take(MostNames)) + (rules.Count > MostNames ? $" and {rules.Count - MostNames} more" : "");
}
