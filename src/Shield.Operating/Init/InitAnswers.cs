using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Plans;
using Shield.Pce.Installing;

namespace Shield.Operating.Init;

/// <summary>A plan to install, in the contract's words.</summary>
public static class InitAnswers
{
    public static InitAnswer Of(InstallationPlan plan) =>
        new()
        {
            Owner = plan.State.Owner,
            Mode = plan.State.Mode.ToWord(),
            Applied = false,
            Create =
            [
                .. plan.CreatesLists.Select(list =>
                    $"IP list '{InstallationPlan.ListNameFor(new ListMark(plan.State.Owner, plan.State.Mode, list))}'"
                ),
                .. plan.CreatesRuleSet ? [$"rule set '{plan.RuleSetName}'"] : ImmutableArray<string>.Empty,
                .. plan.Rescopes ? [plan.ScopeText] : ImmutableArray<string>.Empty,
                .. plan.CreatesRules.Select(list => $"override-deny rule, {list.ToWord()}"),
            ],
            Present =
            [
                .. plan.State.Lists.Where(list => list.Mark.Mode == plan.State.Mode).Select(list => $"IP list '{list.Name}'"),
                .. plan.State.RuleSets.Select(ruleSet => $"rule set '{ruleSet.Name}'"),
                .. plan
                    .State.Rules.Where(rule => rule.Condition is not RuleCondition.Missing)
                    .Select(rule => $"override-deny rule, {rule.List.ToWord()} ({rule.Condition.ToWord()})"),
            ],
            Remove = [],
            Rules = [],
            Provision = plan.Provisions,
            PolicyVersion = null,
            Notes = plan.Notes,
            BreakGlass = plan.BreakGlass,
            Refused = RowOf(plan.Refusal),
        };

    public static InitAnswer Of(ExclusionPlan plan) =>
        new()
        {
            Owner = plan.State.Owner,
            Mode = PceMode.Exclusion.ToWord(),
            Applied = false,
            Create =
            [
                .. plan.CreatesLists.Select(direction =>
                    $"IP list '{InstallationPlan.ListNameFor(new ListMark(plan.State.Owner, PceMode.Exclusion, direction.ToList()))}'"
                ),
            ],
            Present = [.. plan.State.Lists.Where(list => list.Mark.Mode is PceMode.Exclusion).Select(list => $"IP list '{list.Name}'")],
            Remove = [],
            Rules = [.. plan.State.RuleSets.SelectMany(set => set.Rules.Select(rule => RowOf(plan, set, rule)))],
            Provision = plan.Provisions,
            PolicyVersion = null,
            Notes =
            [
                .. plan
                    .State.Conditions.Where(rule => rule.Condition is not RuleCondition.InForce)
                    .Select(rule => $"nothing is blocked {rule.Direction.ToWord()}: {rule.Detail}"),
                .. plan.Notes,
            ],
            BreakGlass = plan.BreakGlass,
            Refused = RowOf(plan.Refusal),
        };

    public static InitAnswer Of(string owner, DomainsRemoval plan) =>
        new()
        {
            Owner = owner,
            Mode = PceMode.Deny.ToWord(),
            Applied = false,
            Create = [],
            Present = [],
            Remove = plan.Names,
            Rules = [],
            Provision = !plan.IsNothingToDo,
            PolicyVersion = null,
            Notes = [],
            BreakGlass = InstallationPlan.BreakGlassFor(owner),
            Refused = RowOf(plan.Refusal),
        };

    public static RefusalRow? RowOf(PolicyRefusal? refusal) => refusal is null ? null : new RefusalRow(refusal.Reason, refusal.Detail);

    private static InitRuleRow RowOf(ExclusionPlan plan, RuleSetOfOthers set, RuleOfOthers rule)
    {
        var edit = plan.Edits.FirstOrDefault(edit => ReferenceEquals(edit.Rule, rule));
        var ours = plan.State.ListOf(rule.Direction)?.Href;
        return new InitRuleRow(
            rule.Href,
            set.Name,
            rule.Description,
            rule.Direction.ToWord(),
            (rule.UsesAny, rule.UsesOurs) switch
            {
                (true, true) => RuleUse.Both,
                (true, _) => RuleUse.Any,
                _ => RuleUse.Ours,
            },
            set.Enabled && rule.Enabled,
            edit is null ? null
                : edit.To is null || edit.To == ours ? RuleEdit.Narrow
                : RuleEdit.Widen
        );
    }
}
