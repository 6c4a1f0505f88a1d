using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning;
using Shield.Pce.Wire;

namespace Shield.Pce.Reading;

/// <summary>
/// Judges whether a rule makes one of our lists block: an enabled override-deny rule of an enabled rule set, all services, all
/// networks, between exactly our list and all workloads in scope. Consumers are sources, providers destinations (docs/pce.md#10-rules).
/// </summary>
internal static class RuleShape
{
    public const string AllWorkloads = "ams";
    public const string AllNetworks = "all";

    /// <param name="list">Whose rule.</param>
    /// <param name="listHref">That list, by draft href; null where there is none.</param>
    /// <param name="draft">Our rule set in the draft; null where there is none.</param>
    /// <param name="active">The same in the active policy; null where it was never provisioned.</param>
    /// <param name="isAllServices">Whether a rule's only service, by draft href, is All Services.</param>
    public static BlockingRule Judge(
        ListPurpose list,
        string? listHref,
        RuleSetWire? draft,
        RuleSetWire? active,
        Func<DenyRuleWire, string, bool> isAllServices
    )
    {
        BlockingRule Answer(RuleCondition condition, string? href, string? detail) =>
            new(list, condition, href is null ? null : WireText.ToDraft(href), detail);

        if (draft is null)
        {
            return Answer(RuleCondition.Missing, null, "there is no rule set of ours");
        }

        if (draft.DenyRules is null)
        {
            return Answer(RuleCondition.Missing, null, $"this PCE gives no deny rules with rule set '{draft.Name}'");
        }

        if (listHref is null)
        {
            return Answer(RuleCondition.Missing, null, $"there is no {list.ToWord()} list for a rule to use");
        }

        var written = Using(draft, list, listHref);
        if (WireText.Pending(draft.UpdateType) is PendingUpdate.Delete)
        {
            return Answer(RuleCondition.PendingDeletion, written.FirstOrDefault()?.Href, $"rule set '{draft.Name}' is pending deletion");
        }

        var inForce = Using(active, list, listHref);
        if (inForce is [])
        {
            return written is [var waiting, ..]
                ? Answer(RuleCondition.NotProvisioned, waiting.Href, $"the {list.ToWord()} rule of rule set '{draft.Name}' is a draft only")
                : Answer(RuleCondition.Missing, null, $"no deny rule of rule set '{draft.Name}' uses the {list.ToWord()} list");
        }

        var deleted = written
            .Where(rule => WireText.Pending(rule.UpdateType) is PendingUpdate.Delete)
            .Select(rule => WireText.ToDraft(rule.Href))
            .ToHashSet();
        return inForce
            .Select(rule =>
            {
                var (condition, detail) = deleted.Contains(WireText.ToDraft(rule.Href))
                    ? (RuleCondition.PendingDeletion, $"the {list.ToWord()} rule of rule set '{draft.Name}' is pending deletion")
                    : Judge(rule, active!, list, listHref, isAllServices);
                return Answer(condition, rule.Href, detail);
            })
            .MinBy(answer => answer.Condition)!;
    }

    private static (RuleCondition Condition, string? Detail) Judge(
        DenyRuleWire rule,
        RuleSetWire ruleSet,
        ListPurpose list,
        string listHref,
        Func<DenyRuleWire, string, bool> isAllServices
    )
    {
        var name = $"the {list.ToWord()} rule of rule set '{ruleSet.Name}'";
        if (!ruleSet.Enabled)
        {
            return (RuleCondition.Disabled, $"rule set '{ruleSet.Name}' is disabled");
        }

        if (rule.Enabled is false)
        {
            return (RuleCondition.Disabled, $"{name} is disabled");
        }

        var (listSide, listActors, workloadSide, workloads) =
            list is ListPurpose.Inbound
                ? ("consumers", rule.Consumers, "providers", rule.Providers)
                : ("providers", rule.Providers, "consumers", rule.Consumers);
        string?[] faults =
        [
            rule.Enabled is null ? "it does not say that it is enabled" : null,
            rule.Override is true ? null : "it does not override allow rules",
            listActors is [{ Exclusion: not true } only] && IsList(only, listHref) ? null : $"its {listSide} are not exactly our list",
            workloads is [{ Actors: AllWorkloads, Exclusion: not true }] ? null : $"its {workloadSide} are not all workloads",
            rule.NetworkType is AllNetworks ? null : "it does not hold on all networks",
            rule.IngressServices is [{ Href: { } service }] && isAllServices(rule, WireText.ToDraft(service))
                ? null
                : "it does not cover All Services",
        ];
        var wrong = faults.OfType<string>().ToImmutableArray();
        return wrong is []
            ? (RuleCondition.InForce, null)
            : (RuleCondition.Misshapen, $"{name} has been changed: {string.Join(", ", wrong)}");
    }

    /// <summary>Rules that have our list on the side where it blocks in that direction.</summary>
    public static ImmutableArray<DenyRuleWire> Using(RuleSetWire? ruleSet, ListPurpose list, string listHref) =>
        [
            .. (ruleSet?.DenyRules ?? []).Where(rule =>
                (list is ListPurpose.Inbound ? rule.Consumers : rule.Providers).Any(actor => IsList(actor, listHref))
            ),
        ];

    private static bool IsList(ActorWire actor, string listHref) => actor.IpList is { } used && WireText.ToDraft(used.Href) == listHref;
}
