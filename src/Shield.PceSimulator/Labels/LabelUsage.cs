using System.Text.Json.Nodes;
using Shield.PceSimulator.Boundaries;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;
using Shield.PceSimulator.VirtualServices;

namespace Shield.PceSimulator.Labels;

/// <summary>
/// What uses a label, in the draft or in the active policy: as long as anything does, it cannot be deleted (docs/pce.md#16-workloads).
/// </summary>
internal sealed class LabelUsage(Pce pce, Label label)
{
    private IEnumerable<PolicyObject> Policy =>
        pce.Policy.Draft.Values.Where(draft => draft.Deleted is null).Select(draft => draft.Object).Concat(pce.Policy.Active.Values);

    private bool InLabelGroup => Policy.OfType<LabelGroup>().Any(group => group.Labels.Contains(label.Id));

    private bool InScope => Policy.OfType<RuleSet>().Any(ruleSet => ruleSet.Scopes.Any(scope => scope.Any(each => IsThis(each.What))));

    private bool InRule => Policy.OfType<RuleSet>().Any(ruleSet => ruleSet.AllRules.Any(Names));

    private bool OnWorkload => pce.Workloads.All.Any(workload => workload.Labels.Contains(label.Id));

    private bool InStaticScope =>
        Policy.OfType<FirewallSettings>().Any(settings => settings.StaticScopes.Any(scope => scope.Contains(label.Id)));

    private bool InBoundary => Policy.OfType<EnforcementBoundary>().Any(boundary => Name(boundary.Providers) || Name(boundary.Consumers));

    private bool OnVirtualService => Policy.OfType<VirtualService>().Any(service => service.Labels.Contains(label.Id));

    /// <exception cref="Refusal">Something uses it.</exception>
    public void DemandNone()
    {
        if (InScope || InRule)
        {
            throw Refusal.NotAcceptable("label_still_has_associated_rule_set", "Label is still used by a rule set");
        }

        if (InLabelGroup)
        {
            throw Refusal.NotAcceptable("label_referenced_by_label_group", "Label is referenced by a label group");
        }

        if (OnWorkload)
        {
            throw Refusal.NotAcceptable("label_still_has_associated_agent_info", "Label is still used by a workload");
        }

        if (InBoundary || OnVirtualService || InStaticScope)
        {
            throw Refusal.NotAcceptable("label_in_use", "Label is still used by the policy"); // unknown: strict
        }
    }

    public JsonObject Write() =>
        new()
        {
            ["label_group"] = InLabelGroup,
            ["ruleset"] = InScope,
            ["rule"] = InRule,
            ["enforcement_boundary"] = InBoundary,
            ["static_policy_scopes"] = InStaticScope,
            ["virtual_service"] = OnVirtualService,
            ["workload"] = OnWorkload,
        };

    private bool Names(Rule rule) => rule.Deleted is null && (Name(rule.Providers) || Name(rule.Consumers));

    private bool Name(IEnumerable<Actor> actors) => actors.OfType<Actor.OfLabels>().Any(actor => IsThis(actor.What));

    private bool IsThis(LabelChoice choice) => choice is LabelChoice.One one && one.Label == label.Id;
}
