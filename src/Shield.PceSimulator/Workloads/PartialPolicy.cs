using System.Collections.Immutable;
using Shield.PceSimulator.Events;
using Shield.PceSimulator.IpLists;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.Reach;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Workloads;

/// <summary>
/// Names in a list that an outbound deny rule uses are dropped, and every workload that gets the rule reports that. So it is documented for
/// enforcement boundaries; for deny rules nothing is documented, and here they behave alike (docs/pce.md#12-names-in-lists).
/// </summary>
internal static class PartialPolicy
{
    public const string Notification = "workload.partial_policy_delivered";

    /// <summary>Whom the active policy reaches without some of its names.</summary>
    public static ImmutableArray<Workload> Reaches(Pce pce)
    {
        if (pce.Options.HonourNamesInDenyRules)
        {
            return [];
        }

        var matching = new RuleMatching(pce.Policy.Active, pce.Labels, honoursNames: false);
        var rules = (
            from ruleSet in pce.Policy.Active.Values.OfType<RuleSet>()
            where ruleSet.Enabled
            from rule in ruleSet.DenyRules
            where
                rule.Enabled
                && rule.Providers.OfType<Actor.OfIpList>()
                    .Any(actor => pce.Policy.Active.GetValueOrDefault(actor.List) is IpList { Fqdns: not [] })
            select (ruleSet, rule)
        ).ToArray();
        return rules is []
            ? []
            :
            [
                .. pce.Workloads.All.Where(workload =>
                    workload.Managed && rules.Any(each => matching.IsConsumer(each.ruleSet, each.rule, workload))
                ),
            ];
    }

    /// <summary>The event that each of them sends once it got the version.</summary>
    public static void Tell(Pce pce, PolicyVersion version)
    {
        foreach (var workload in Reaches(pce).Where(workload => version.Affected.Contains(workload.Id)))
        {
            pce.Events.Add(
                new LoggedEvent
                {
                    Id = Guid.NewGuid(),
                    Type = "agent.refresh_policy",
                    At = pce.Now,
                    Severity = "warning",
                    By = null,
                    AgentHref = WorkloadJson.AgentHref(pce, workload),
                    Action = null,
                    Notifications =
                    [
                        new Notification(
                            Notification,
                            "warning",
                            [("workload", pce.Org.Workload(workload.Id)), ("message", "partial policy delivered")]
                        ),
                    ],
                }
            );
        }
    }
}
