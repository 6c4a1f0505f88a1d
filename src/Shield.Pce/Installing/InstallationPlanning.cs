using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Planning;

namespace Shield.Pce.Installing;

/// <summary>From what is there to what is missing: pure.</summary>
internal static class InstallationPlanning
{
    public static InstallationPlan PlanFor(InstallationState state, bool isMove)
    {
        var lists = state
            .Purposes.SelectMany(purpose => state.Lists.Where(list => list.Mark == new ListMark(state.Owner, state.Mode, purpose)))
            .ToImmutableArray();
        var ruleSet = state.RuleSets is [var only] ? only : null;
        var missingRules = state
            .Purposes.Where(purpose => ruleSet is null || ruleSet.Rules.All(rule => rule.List != purpose))
            .ToImmutableArray();
        var provisionsRuleSet =
            missingRules is not []
            || ruleSet?.Pending is PendingUpdate.Create
            || ruleSet?.Rules.Any(rule => rule.Pending is PendingUpdate.Create) is true;
        return new InstallationPlan
        {
            State = state,
            RuleSetName = ruleSet?.Name ?? InstallationPlan.RuleSetNameFor(state.Owner),
            CreatesRuleSet = state.RuleSets is [],
            CreatesLists = [.. state.Purposes.Where(purpose => lists.All(list => list.Mark.Purpose != purpose))],
            CreatesRules = missingRules,
            UnfinishedLists = [.. lists.Where(list => list.Pending is PendingUpdate.Create).Select(list => list.Href)],
            ProvisionsRuleSet = provisionsRuleSet,
            Refusal = RefusalOf(state, lists, provisionsRuleSet, isMove),
            Notes = NotesOf(state, ruleSet),
        };
    }

    // The order is the rule: what a person must clear up on the PCE comes before what our settings ask for.
    private static InstallationRefusal? RefusalOf(
        InstallationState state,
        ImmutableArray<PceList> lists,
        bool provisionsRuleSet,
        bool isMove
    )
    {
        InstallationRefusal? Refuse(bool isWrong, InstallationFault fault, Func<string> detail) =>
            isWrong ? new InstallationRefusal(fault, detail()) : null;

        var others = state.Lists.Where(list => !isMove && list.Mark.Mode != state.Mode).ToImmutableArray();
        var twins = state.Lists.GroupBy(list => list.Mark).FirstOrDefault(lists => lists.Count() > 1);

        // A migration takes back what is pending deletion of this mode before it plans, and was asked to delete what is of the other mode.
        var deleted = state
            .Lists.Where(list => list.Mark.Mode == state.Mode && list.Pending is PendingUpdate.Delete)
            .Select(list => $"IP list '{list.Name}'")
            .Concat(
                state.RuleSets.Where(ruleSet => ruleSet.Pending is PendingUpdate.Delete).Select(ruleSet => $"rule set '{ruleSet.Name}'")
            )
            .Where(_ => !isMove)
            .Concat(RulesThatWouldGoAlong(state, provisionsRuleSet))
            .ToImmutableArray();
        var broad = lists
            .SelectMany(list => list.Entries.Where(IsTooBroad).Select(entry => (list.Name, entry.What, list.UpdatedBy)))
            .ToImmutableArray();
        var unknown = state
            .Scope.SelectMany(set => set.Labels)
            .Where(label => label.Href is null)
            .Select(label => label.Label.ToString())
            .Distinct()
            .ToImmutableArray();
        return Refuse(
                others is not [],
                InstallationFault.OtherMode,
                () => OtherModeText.For(state.Mode, others[0].Mark.Mode, Names(others))
            )
            ?? Refuse(
                twins is not null,
                InstallationFault.DuplicateMark,
                () =>
                    $"several lists carry the mark {twins!.Key}: {Names(twins)}; remove the mark (external data reference) from all but one"
            )
            ?? Refuse(
                state.RuleSets.Length > 1,
                InstallationFault.DuplicateMark,
                () =>
                    $"several rule sets carry our mark: {string.Join(", ", state.RuleSets.Select(ruleSet => $"'{ruleSet.Name}' ({ruleSet.Href})"))}; keep one"
            )
            ?? Refuse(
                deleted is not [],
                InstallationFault.PendingDeletion,
                () => $"{string.Join(", ", deleted)}: {PendingDeletionText.Remedy}"
            )
            ?? Refuse(
                broad is not [],
                InstallationFault.TooBroad,
                () =>
                    $"IP list '{broad[0].Name}' holds {broad[0].What}, written last by {broad[0].UpdatedBy ?? "somebody unknown"}; a deny rule over that much is never provisioned"
            )
            ?? Refuse(
                unknown is not [],
                InstallationFault.UnknownLabel,
                () => $"Pce:Scope names labels that this PCE does not have: {string.Join(", ", unknown)}"
            )
            ?? Refuse(state.AllServicesHref is null, InstallationFault.NoAllServices, () => "this PCE has no service named 'All Services'")
            ?? Refuse(state.HasDenyRules is false, InstallationFault.NoDenyRules, () => NoDenyRules);
    }

    /// <summary>
    /// Rules of ours whose deletion, which init was not asked for, would become active together with what it makes in the same rule set.
    /// </summary>
    private static IEnumerable<string> RulesThatWouldGoAlong(InstallationState state, bool provisionsRuleSet) =>
        from ruleSet in state.RuleSets
        where provisionsRuleSet
        from rule in ruleSet.Rules
        where rule.Pending is PendingUpdate.Delete
        select $"the {rule.List.ToWord()} rule of rule set '{ruleSet.Name}'";

    public const string NoDenyRules =
        "this PCE does not answer deny_rules (25.2.10 and later do), and deny mode needs them; exclusion mode is for older PCEs";

    private static ImmutableArray<string> NotesOf(InstallationState state, InstalledRuleSet? ruleSet)
    {
        var rules = state
            .Rules.Where(rule => rule.Condition is RuleCondition.Disabled or RuleCondition.Misshapen or RuleCondition.PendingDeletion)
            .Select(rule =>
                $"{rule.Detail}: left as it is, and nothing is blocked by the {rule.List.ToWord()} list until a person changes that"
            );
        var scope = ruleSet is { HasConfiguredScope: false }
            ? $"rule set '{ruleSet.Name}' has another scope than Pce:Scope says: left as it is"
            : null;
        var taken =
            ruleSet is { Pending: PendingUpdate.Update } && ruleSet.Rules.Any(rule => rule.Pending is PendingUpdate.Create)
                ? $"rule set '{ruleSet.Name}' has draft changes; whatever else was changed in it goes along"
                : null;
        var domains = new ListMark(state.Owner, state.Mode, ListPurpose.Domains);
        var names =
            state.Purposes.Contains(ListPurpose.Domains) && state.Lists.All(list => list.Mark != domains)
                ? "whether a PCE lets a deny rule act on a name is not known: "
                    + "older ones drop the name and mark every workload with a policy error"
                : null;
        return [.. rules.Distinct(), .. new[] { scope, taken, names }.OfType<string>()];
    }

    private static bool IsTooBroad(ListEntry entry) => !entry.IsExclusion && Breadth.IsTooBroadForAnyList(entry.What);

    private static string Names(IEnumerable<PceList> lists) => string.Join(", ", lists.Select(list => $"'{list.Name}' ({list.Href})"));
}
