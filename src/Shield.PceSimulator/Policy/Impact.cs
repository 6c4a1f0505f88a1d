using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.Workloads;

namespace Shield.PceSimulator.Policy;

/// <summary>Whom a provisioning concerns: the managed workloads in the scope of a rule set that changes or uses what changes.</summary>
internal static class Impact
{
    public static int WorkloadsAffected(Pce pce, IReadOnlyCollection<PendingChange> changes)
    {
        var changed = changes.Select(change => change.Key).ToHashSet();
        var ruleSets = pce.Policy.Active.Values.Concat(changes.Select(change => change.Object)).OfType<RuleSet>()
            .Where(ruleSet => changed.Contains(ruleSet.Key) || ruleSet.References.Any(changed.Contains))
            .ToArray();
        return pce.Workloads.All.Count(workload => workload.Managed && ruleSets.Any(ruleSet => IsInScope(workload, ruleSet)));
    }

    /// <summary>Generously: a rule may also concern workloads outside by unscoped consumers.</summary>
    private static bool IsInScope(Workload workload, RuleSet ruleSet) =>
        ruleSet.AllRules.Any(rule => rule.UnscopedConsumers)
        || ruleSet.Scopes.Any(scope => scope.All(label => label.Exclusion != workload.Labels.Contains(label.Label)));
}
