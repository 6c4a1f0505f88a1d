using System.Collections.Immutable;
using Shield.PceSimulator.Boundaries;
using Shield.PceSimulator.Reach;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Policy;

/// <summary>
/// Whom a provisioning concerns: the managed workloads in the scope of a rule set that changes or uses what changes; all of them, where
/// an enforcement boundary or the firewall settings do.
/// </summary>
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
        var isForAll =
            changed.Any(key => key.Kind is PolicyKind.EnforcementBoundaries or PolicyKind.FirewallSettings)
            || pce.Policy.Active.Values.OfType<EnforcementBoundary>().Any(boundary => boundary.References.Any(changed.Contains));
        return
        [
            .. from workload in pce.Workloads.All
            where workload.Managed && (isForAll || ruleSets.Any(ruleSet => ruleSet.Scopes.Any(scope => matching.IsWithin(workload, scope))))
            select workload.Id,
        ];
    }
}
