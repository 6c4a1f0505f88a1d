using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Tests.Pce;

public sealed class A_blocking_rule
{
    private const string List = "/orgs/1/sec_policy/draft/ip_lists/7";
    private const string AllServices = "/orgs/1/sec_policy/draft/services/1";

    public static TheoryData<ListPurpose> Lists { get; } = [ListPurpose.Inbound, ListPurpose.Outbound, ListPurpose.Domains];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Is_in_force_when_nothing_is_amiss(ListPurpose list)
    {
        var rule = Judge(list, Set(Rule(list)));
        Assert.Equal(
            (RuleCondition.InForce, "/orgs/1/sec_policy/draft/rule_sets/3/deny_rules/4", null),
            (rule.Condition, rule.Href, rule.Detail)
        );
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Is_known_by_active_hrefs_too(ListPurpose list)
    {
        var active = Set(
            Rule(list, WireText.ToActive(List)) with
            {
                Href = "/orgs/1/sec_policy/active/rule_sets/3/deny_rules/4",
                IngressServices = [new IngressServiceWire { Href = WireText.ToActive(AllServices) }],
            }
        );

        var rule = Judge(list, Set(Rule(list)), active);

        Assert.Equal((RuleCondition.InForce, "/orgs/1/sec_policy/draft/rule_sets/3/deny_rules/4"), (rule.Condition, rule.Href));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Is_misshapen_by_any_single_difference(ListPurpose list)
    {
        var good = Rule(list);
        ActorWire someLabel = new() { Label = new HrefWire { Href = "/orgs/1/labels/1" } };
        var (listSide, workloads) = list is ListPurpose.Inbound ? (good.Consumers, good.Providers) : (good.Providers, good.Consumers);
        (DenyRuleWire Rule, string Why)[] differences =
        [
            (good with { Override = false }, "does not override"),
            (good with { Override = null }, "does not override"),
            (good with { Enabled = null }, "does not say that it is enabled"),
            (good with { NetworkType = "brn" }, "on all networks"),
            (good with { NetworkType = null }, "on all networks"),
            (good with { IngressServices = [] }, "All Services"),
            (good with { IngressServices = [new IngressServiceWire()] }, "All Services"),
            (good with { IngressServices = [new IngressServiceWire { Href = "/orgs/1/sec_policy/draft/services/2" }] }, "All Services"),
            (good with { IngressServices = [.. good.IngressServices, new IngressServiceWire()] }, "All Services"),
            (With([.. listSide, someLabel], workloads), "are not exactly our list"),
            (With([listSide[0] with { Exclusion = true }], workloads), "are not exactly our list"),
            (With(listSide, [someLabel]), "are not all workloads"),
            (With(listSide, [.. workloads, someLabel]), "are not all workloads"),
            (With(listSide, [workloads[0] with { Exclusion = true }]), "are not all workloads"),
        ];

        foreach (var (rule, why) in differences)
        {
            var judged = Judge(list, Set(rule));
            Assert.Equal(RuleCondition.Misshapen, judged.Condition);
            Assert.Contains(why, judged.Detail, StringComparison.Ordinal);
        }

        DenyRuleWire With(ActorWire[] parties, ActorWire[] other) =>
            list is ListPurpose.Inbound
                ? good with
                {
                    Consumers = parties,
                    Providers = other,
                }
                : good with
                {
                    Providers = parties,
                    Consumers = other,
                };
    }

    [Fact]
    public void Turned_round_is_the_rule_of_the_other_direction_and_blocks_nobody_who_comes_in() =>
        Assert.Equal(RuleCondition.Missing, Judge(ListPurpose.Inbound, Set(Rule(ListPurpose.Outbound))).Condition);

    [Fact]
    public void Tells_everything_that_is_wrong_at_once()
    {
        var judged = Judge(ListPurpose.Inbound, Set(Rule(ListPurpose.Inbound) with { Override = false, NetworkType = "brn" }));
        Assert.Equal(
            "the inbound rule of rule set 'R' has been changed: it does not override allow rules, it does not hold on all networks",
            judged.Detail
        );
    }

    [Fact]
    public void Is_disabled_by_itself_or_with_its_rule_set()
    {
        Assert.Equal(RuleCondition.Disabled, Judge(ListPurpose.Inbound, Set(Rule(ListPurpose.Inbound) with { Enabled = false })).Condition);
        Assert.Equal(RuleCondition.Disabled, Judge(ListPurpose.Inbound, Set(Rule(ListPurpose.Inbound)) with { Enabled = false }).Condition);
    }

    [Fact]
    public void Is_missing_without_rule_set_deny_rules_list_or_rule()
    {
        var set = Set(Rule(ListPurpose.Inbound));
        Assert.Equal(RuleCondition.Missing, Judge(ListPurpose.Inbound, null, null).Condition);
        Assert.Equal(RuleCondition.Missing, Judge(ListPurpose.Inbound, set with { DenyRules = null }).Condition);
        Assert.Equal(RuleCondition.Missing, Judge(ListPurpose.Inbound, set with { DenyRules = [] }).Condition);
        Assert.Equal(RuleCondition.Missing, RuleShape.Judge(ListPurpose.Inbound, null, set, set, (_, _) => true).Condition);
    }

    [Fact]
    public void Is_what_the_active_policy_says_whatever_the_draft_holds()
    {
        var good = Set(Rule(ListPurpose.Inbound));
        var disabled = Set(Rule(ListPurpose.Inbound) with { Enabled = false, UpdateType = "update" });
        Assert.Equal(RuleCondition.InForce, Judge(ListPurpose.Inbound, disabled, good).Condition);
        Assert.Equal(RuleCondition.Disabled, Judge(ListPurpose.Inbound, good, disabled).Condition);
        Assert.Equal(RuleCondition.NotProvisioned, Judge(ListPurpose.Inbound, good, Set()).Condition);
        Assert.Equal(RuleCondition.NotProvisioned, Judge(ListPurpose.Inbound, good, null).Condition);
    }

    [Fact]
    public void Pending_deletion_itself_or_with_its_rule_set_is_said_though_it_still_blocks()
    {
        var good = Set(Rule(ListPurpose.Inbound));
        Assert.Equal(RuleCondition.PendingDeletion, Judge(ListPurpose.Inbound, good with { UpdateType = "delete" }, good).Condition);
        Assert.Equal(
            RuleCondition.PendingDeletion,
            Judge(ListPurpose.Inbound, Set(Rule(ListPurpose.Inbound) with { UpdateType = "delete" }), good).Condition
        );
    }

    [Fact]
    public void Is_in_force_if_one_of_several_is()
    {
        var good = Rule(ListPurpose.Inbound);
        Assert.Equal(
            RuleCondition.InForce,
            Judge(ListPurpose.Inbound, Set(good with { Href = $"{good.Href}0", Enabled = false }, good)).Condition
        );
    }

    [Fact]
    public void Carries_the_service_that_it_was_made_with_in_its_description()
    {
        var inbound = RuleMark.For("prod-1", ListPurpose.Inbound, AllServices);
        Assert.Equal(AllServices, RuleMark.AllServicesOf("prod-1", ListPurpose.Inbound, inbound));
        Assert.Null(RuleMark.AllServicesOf("prod-1", ListPurpose.Outbound, inbound));
        Assert.Null(RuleMark.AllServicesOf("prod", ListPurpose.Inbound, inbound));
        Assert.Null(RuleMark.AllServicesOf("prod-1", ListPurpose.Inbound, "ticket 4711"));
        Assert.Null(RuleMark.AllServicesOf("prod-1", ListPurpose.Inbound, null));
    }

    private static BlockingRule Judge(ListPurpose list, RuleSetWire both) => Judge(list, both, both);

    private static BlockingRule Judge(ListPurpose list, RuleSetWire? draft, RuleSetWire? active) =>
        RuleShape.Judge(list, List, draft, active, (_, service) => service == AllServices);

    private static RuleSetWire Set(params DenyRuleWire[] rules) =>
        new()
        {
            Href = "/orgs/1/sec_policy/draft/rule_sets/3",
            Name = "R",
            Enabled = true,
            Scopes =
            [
                [],
            ],
            DenyRules = rules,
        };

    private static DenyRuleWire Rule(ListPurpose purpose, string list = List)
    {
        ActorWire[] listed = [new ActorWire { IpList = new HrefWire { Href = list } }];
        ActorWire[] workloads = [new ActorWire { Actors = "ams" }];
        return new DenyRuleWire
        {
            Href = "/orgs/1/sec_policy/draft/rule_sets/3/deny_rules/4",
            Enabled = true,
            Override = true,
            NetworkType = "all",
            Consumers = purpose is ListPurpose.Inbound ? listed : workloads,
            Providers = purpose is ListPurpose.Inbound ? workloads : listed,
            IngressServices = [new IngressServiceWire { Href = AllServices }],
        };
    }
}
