using System.Collections.Immutable;
using Shield.PceSimulator.Reach;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Policy;

/// <summary>Whom a provisioning concerns: the managed workloads in the scope of a rule set that changes or uses what changes.</summary>
internal static class Impact
{
    public static ImmutableHashSet<Guid> Affected(Pce pce, IReadOnlyCollection<PendingChange> changes)
    {
        var changed = changes.Select(change => change.Key).ToHashSet();
        var ruleSets = pce
            .Policy.Active.Values.Concat(changes.Select(change => change.Object))
            .OfType<RuleSet>()
            .Where(ruleSet => changed.Contains(ruleSet.Key) || ruleSet.References.Any(changed.Contains))
            .ToArray();
        var matching = new RuleMatching(pce.Policy.Active, pce.Labels, honoursNames: false);
        return
        [
            .. from workload in pce.Workloads.All
            where workload.Managed && ruleSets.Any(ruleSet => ruleSet.Scopes.Any(scope => matching.IsWithin(workload, scope)))
            select workload.Id,
        ];
    }
}
