using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
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
    ) =>
        (draft, listHref) switch
        {
            (null, _) => Missing(list, "there is no rule set of ours"),
            ({ DenyRules: null }, _) => Missing(list, $"this PCE gives no deny rules with rule set '{draft.Name}'"),
            (_, null) => Missing(list, $"there is no {list.ToWord()} list for a rule to use"),
            _ when WireText.Pending(draft.UpdateType) is PendingUpdate.Delete => Found(
                list,
                RuleCondition.PendingDeletion,
                Using(draft, list, listHref).FirstOrDefault(),
                $"rule set '{draft.Name}' is pending deletion"
            ),
            _ => BestOf(Using(active, list, listHref), Using(draft, list, listHref), draft, active, list, listHref, isAllServices),
        };

    /// <summary>Of several rules that use the list, the one that comes closest to blocking.</summary>
    /// <param name="inForce">On the active policy.</param>
    /// <param name="written">In the draft.</param>
    private static BlockingRule BestOf(
        ImmutableArray<DenyRuleWire> inForce,
        ImmutableArray<DenyRuleWire> written,
        RuleSetWire draft,
        RuleSetWire? active,
        ListPurpose list,
        string listHref,
        Func<DenyRuleWire, string, bool> isAllServices
    )
    {
        var name = $"the {list.ToWord()} rule of rule set '{draft.Name}'";
        if (inForce is [])
        {
            return written is [var waiting, ..]
                ? Found(list, RuleCondition.NotProvisioned, waiting, $"{name} is a draft only")
                : Missing(list, $"no deny rule of rule set '{draft.Name}' uses the {list.ToWord()} list");
        }

        var deleted = written
            .Where(rule => WireText.Pending(rule.UpdateType) is PendingUpdate.Delete)
            .Select(rule => WireText.ToDraft(rule.Href))
            .ToHashSet();
        return inForce
            .Select(rule =>
                deleted.Contains(WireText.ToDraft(rule.Href))
                    ? Found(list, RuleCondition.PendingDeletion, rule, $"{name} is pending deletion")
                    : OfActive(rule, active!, list, listHref, isAllServices)
            )
            .MinBy(answer => answer.Condition)!;
    }

    private static BlockingRule OfActive(
        DenyRuleWire rule,
        RuleSetWire ruleSet,
        ListPurpose list,
        string listHref,
        Func<DenyRuleWire, string, bool> isAllServices
    )
    {
        var name = $"the {list.ToWord()} rule of rule set '{ruleSet.Name}'";
        return (ruleSet.Enabled, rule.Enabled, Faults(rule, list, listHref, isAllServices)) switch
        {
            (false, _, _) => Found(list, RuleCondition.Disabled, rule, $"rule set '{ruleSet.Name}' is disabled"),
            (_, false, _) => Found(list, RuleCondition.Disabled, rule, $"{name} is disabled"),
            (_, _, []) => Found(list, RuleCondition.InForce, rule, detail: null) with { Scope = ScopeOf(ruleSet.Scopes) },
            var (_, _, faults) => Found(list, RuleCondition.Misshapen, rule, $"{name} has been changed: {string.Join(", ", faults)}"),
        };
    }

    /// <summary>As the wire has it, where all workloads may also be no set at all.</summary>
    public static RuleScope ScopeOf(ScopeLabelWire[][] scopes) =>
        new([
            .. scopes.Select(set => new ScopeSet([
                .. set.Select(label => new ScopeLabel(
                    WireText.ToDraft((label.Label ?? label.LabelGroup)?.Href ?? ""),
                    IsGroup: label.Label is null,
                    IsLeftOut: label.Exclusion is true
                )),
            ])),
        ]);

    /// <summary>The other way, for a scope that names labels and no group.</summary>
    public static ScopeLabelWire[][] ToWire(RuleScope scope) =>
        [
            .. scope.Sets.Select(set =>
                set.Labels.Select(label => new ScopeLabelWire { Label = new HrefWire { Href = label.Href } }).ToArray()
            ),
        ];

    /// <summary>In what the rule is not the one that blocks.</summary>
    private static ImmutableArray<string> Faults(
        DenyRuleWire rule,
        ListPurpose list,
        string listHref,
        Func<DenyRuleWire, string, bool> isAllServices
    )
    {
        var (listSide, listActors, workloadSide, workloads) =
            list is ListPurpose.Inbound
                ? ("consumers", rule.Consumers, "providers", rule.Providers)
                : ("providers", rule.Providers, "consumers", rule.Consumers);
        (bool IsRight, string Fault)[] checks =
        [
            (rule.Enabled is not null, "it does not say that it is enabled"),
            (rule.Override is true, "it does not override allow rules"),
            (listActors is [{ Exclusion: not true } only] && IsList(only, listHref), $"its {listSide} are not exactly our list"),
            (workloads is [{ Actors: AllWorkloads, Exclusion: not true }], $"its {workloadSide} are not all workloads"),
            (rule.NetworkType is AllNetworks, "it does not hold on all networks"),
            (
                rule.IngressServices is [{ Href: { } service }] && isAllServices(rule, WireText.ToDraft(service)),
                "it does not cover All Services"
            ),
        ];
        return [.. checks.Where(check => !check.IsRight).Select(check => check.Fault)];
    }

    private static BlockingRule Missing(ListPurpose list, string detail) => Found(list, RuleCondition.Missing, rule: null, detail);

    private static BlockingRule Found(ListPurpose list, RuleCondition condition, DenyRuleWire? rule, string? detail) =>
        new(list, condition, rule is null ? null : WireText.ToDraft(rule.Href), detail);

    /// <summary>Rules that have our list on the side where it blocks in that direction.</summary>
    public static ImmutableArray<DenyRuleWire> Using(RuleSetWire? ruleSet, ListPurpose list, string listHref) =>
        [
            .. (ruleSet?.DenyRules ?? []).Where(rule =>
                (list is ListPurpose.Inbound ? rule.Consumers : rule.Providers).Any(actor => IsList(actor, listHref))
            ),
        ];

    private static bool IsList(ActorWire actor, string listHref) => actor.IpList is { } used && WireText.ToDraft(used.Href) == listHref;
}
