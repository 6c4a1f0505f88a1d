using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
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
        if (!lists.TryGetValue(direction, out var ours))
        {
            return Found(direction, RuleCondition.Missing, null, $"there is no {direction.ToWord()} list for a rule to use");
        }

        var rules = active.SelectMany(set => set.Rules.Select(rule => new UsedRule(set, rule))).ToList();
        var users = rules.Where(used => RuleSide.Uses(used.Rule, direction, ours)).ToList();
        return Inverting(direction, ours, active, rules)
            ?? Unused(direction, users)
            ?? Cancelled(direction, ours, users, list => list == anyHref || isBroad(list))
            ?? InForce(direction, users, StillOpen(direction, ours, anyHref, rules));
    }

    // Law 15. Of our list on either side, since everybody stands on it; and of an allow rule that means the contrary of what it names.
    private static BlockingRule? Inverting(
        Direction direction,
        string ours,
        IReadOnlyCollection<AnyRuleSetWire> active,
        List<UsedRule> rules
    )
    {
        var denying = active
            .SelectMany(set => (set.DenyRules ?? []).Select(rule => new UsedRule(set, rule)))
            .Where(used => RuleSide.Uses(used.Rule, Direction.Inbound, ours) || RuleSide.Uses(used.Rule, Direction.Outbound, ours));
        var contrary = rules.Where(used => RuleSide.IsInverted(used.Rule, direction) && RuleSide.Uses(used.Rule, direction, ours));
        return denying.Concat(contrary).FirstOrDefault() is { } inverting
            ? Found(direction, RuleCondition.Inverted, inverting.Rule, inverting.ToString())
            : null;
    }

    private static BlockingRule? Unused(Direction direction, List<UsedRule> users)
    {
        var list = $"the {direction.ToWord()} list";
        return (users, users.Exists(used => used.IsEnabled)) switch
        {
            ([], _) => Found(direction, RuleCondition.Missing, null, $"no active allow rule uses {list}"),
            ([var first, ..], false) => Found(
                direction,
                RuleCondition.Disabled,
                first.Rule,
                $"every rule that uses {list} is disabled: {Names(users)}"
            ),
            _ => null,
        };
    }

    private static BlockingRule? Cancelled(Direction direction, string ours, List<UsedRule> users, Func<string, bool> letsIn)
    {
        var cancelled = users
            .Where(used => used.IsEnabled && RuleSide.ListsOn(used.Rule, direction).Any(list => list != ours && letsIn(list)))
            .ToList();
        return cancelled is [var first, ..]
            ? Found(
                direction,
                RuleCondition.Misshapen,
                first.Rule,
                $"another list beside ours among the {RuleSide.NameOf(direction)} lets in again whom ours leaves out: {Names(cancelled)}"
            )
            : null;
    }

    /// <summary>Rules without our list that let in everybody, and so whom ours leaves out.</summary>
    private static List<UsedRule> StillOpen(Direction direction, string ours, string? anyHref, List<UsedRule> rules) =>
        rules.FindAll(used =>
            !used.IsSurelyOff && !RuleSide.Uses(used.Rule, direction, ours) && RuleSide.Uses(used.Rule, direction, anyHref)
        );

    private static BlockingRule InForce(Direction direction, List<UsedRule> users, List<UsedRule> open)
    {
        var inForce = users.FindAll(used => used.IsEnabled);
        var stillOpen = open is [] ? "" : $"; still open through {Names(open)}, which use Any";
        return Found(direction, RuleCondition.InForce, inForce[0].Rule, $"excluded from {Names(inForce)}{stillOpen}") with
        {
            IsOpenElsewhere = open is not [],
        };
    }

    private static BlockingRule Found(Direction direction, RuleCondition condition, AnyRuleWire? rule, string detail) =>
        new(direction.ToList(), condition, rule is null ? null : WireText.ToDraft(rule.Href), detail);

    private static string Names(List<UsedRule> rules) =>
        string.Join(", ", rules.Take(MostNames)) + (rules.Count > MostNames ? $" and {rules.Count - MostNames} more" : "");
}
