using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Installing;

/// <summary>From what is there to what is missing: pure.</summary>
internal static class InstallationPlanning
{
    public static InstallationPlan PlanFor(InstallationState state, bool isMove, bool rescopes)
    {
        var lists = state
            .Purposes.SelectMany(purpose => state.Lists.Where(list => list.Mark == new ListMark(state.Owner, state.Mode, purpose)))
            .ToImmutableArray();
        var ruleSet = state.RuleSets is [var only] ? only : null;
        var missingRules = state
            .Purposes.Where(purpose => ruleSet is null || ruleSet.Rules.All(rule => rule.List != purpose))
            .ToImmutableArray();
        var isRescoped = rescopes && state.HasOtherScope;
        var provisionsRuleSet =
            isRescoped
            || missingRules is not []
            || ruleSet?.Pending is PendingUpdate.Create
            || ruleSet?.Rules.Any(rule => rule.Pending is PendingUpdate.Create) is true;
        return new InstallationPlan
        {
            State = state,
            RuleSetName = ruleSet?.Name ?? InstallationPlan.RuleSetNameFor(state.Owner),
            CreatesRuleSet = state.RuleSets is [],
            CreatesLists = [.. state.Purposes.Where(purpose => lists.All(list => list.Mark.Purpose != purpose))],
            CreatesRules = missingRules,
            Rescopes = isRescoped,
            UnfinishedLists = [.. lists.Where(list => list.Pending is PendingUpdate.Create).Select(list => list.Href)],
            ProvisionsRuleSet = provisionsRuleSet,
            Refusal = RefusalOf(state, lists, provisionsRuleSet, isMove),
            Notes = NotesOf(state, ruleSet, isRescoped),
        };
    }

    // Only the first refusal is told. What a person must mend on the PCE comes before what our settings ask for.
    private static PolicyRefusal? RefusalOf(InstallationState state, ImmutableArray<PceList> lists, bool provisionsRuleSet, bool isMove)
    {
        PolicyRefusal? Refuse(bool isWrong, PolicyFault fault, Func<string> detail) => isWrong ? new PolicyRefusal(fault, detail()) : null;

        ImmutableArray<PceList> others = isMove ? [] : ListFaults.OfOtherMode(state.Lists, state.Mode);
        var twins = ListFaults.Twins(state.Lists);

        // A migration is no reason to refuse a pending deletion: it reverted those of this mode before it planned, and those of the other
        // mode are what it was asked for.
        var deleted = ListFaults
            .PendingDeletion(state.Lists.Where(list => list.Mark.Mode == state.Mode))
            .Select(list => $"IP list '{list.Name}'")
            .Concat(
                state.RuleSets.Where(ruleSet => ruleSet.Pending is PendingUpdate.Delete).Select(ruleSet => $"rule set '{ruleSet.Name}'")
            )
            .Where(_ => !isMove)
            .Concat(RulesThatWouldGoAlong(state, provisionsRuleSet))
            .ToImmutableArray();
        var broad = ListFaults.TooBroad(lists);
        var unknown = state
            .Scope.SelectMany(set => set.Labels)
            .Where(label => label.Href is null)
            .Select(label => label.Label.ToString())
            .Distinct()
            .ToImmutableArray();
        return Refuse(
                others is not [],
                PolicyFault.ModeMismatch,
                () => OtherModeText.For(state.Mode, others[0].Mark.Mode, ListFaults.Named(others))
            )
            ?? Refuse(
                twins is not [],
                PolicyFault.TwoLists,
                () =>
                    $"several lists carry the mark {twins[0].Mark}: {ListFaults.Named(twins)}; remove the mark (external "
                    + "data reference) from all but one"
            )
            ?? Refuse(
                state.RuleSets.Length > 1,
                PolicyFault.TwoLists,
                () =>
                    "several rule sets carry our mark: "
                    + $"{string.Join(", ", state.RuleSets.Select(ruleSet => $"'{ruleSet.Name}' ({ruleSet.Href})"))}; keep one"
            )
            ?? Refuse(deleted is not [], PolicyFault.PendingDeletion, () => $"{string.Join(", ", deleted)}: {PendingDeletionText.Remedy}")
            ?? Refuse(
                broad is not null,
                PolicyFault.TooBroad,
                () =>
                    $"IP list '{broad!.Value.List.Name}' holds {broad.Value.Entry.What}, written last by "
                    + $"{broad.Value.List.UpdatedBy ?? "somebody unknown"}; "
                    + "a deny rule over that much is never provisioned"
            )
            ?? Refuse(
                unknown is not [],
                PolicyFault.UnknownLabel,
                () => $"Pce:Scope names labels that this PCE does not have: {string.Join(", ", unknown)}"
            )
            ?? Refuse(state.AllServicesHref is null, PolicyFault.NoAllServices, () => "this PCE has no service named 'All Services'")
            ?? Refuse(state.HasDenyRules is false, PolicyFault.NoDenyRules, () => NoDenyRules);
    }

    /// <summary>
    /// Rules of ours that somebody deleted in the draft. What init makes in their rule set is provisioned together with that deletion, for
    /// which nobody asked.
    /// </summary>
    private static IEnumerable<string> RulesThatWouldGoAlong(InstallationState state, bool provisionsRuleSet) =>
        from ruleSet in state.RuleSets
        where provisionsRuleSet
        from rule in ruleSet.Rules
        where rule.Pending is PendingUpdate.Delete
        select $"the {rule.List.ToWord()} rule of rule set '{ruleSet.Name}'";

    public const string NoDenyRules =
        "this PCE does not answer deny_rules (25.2.10 and later do), and deny mode needs them; exclusion mode is for older PCEs";

    private static ImmutableArray<string> NotesOf(InstallationState state, InstalledRuleSet? ruleSet, bool isRescoped)
    {
        var rules = state
            .Rules.Where(rule => rule.Condition is RuleCondition.Disabled or RuleCondition.Misshapen or RuleCondition.PendingDeletion)
            .Select(rule =>
                $"{rule.Detail}: left as it is, and nothing is blocked by the {rule.List.ToWord()} list until a person changes that"
            );
        var scope =
            state.HasOtherScope && !isRescoped
                ? $"rule set '{ruleSet!.Name}' has another scope than Pce:Scope says: left as it is; shield init --rescope changes it"
                : null;
        var taken =
            ruleSet is { Pending: PendingUpdate.Update } && (isRescoped || ruleSet.Rules.Any(rule => rule.Pending is PendingUpdate.Create))
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
}
