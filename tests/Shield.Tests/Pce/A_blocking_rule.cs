using Shield.Core.Evidence;
using Shield.Core.Planning;
using Shield.Pce.Reading;
using Shield.Pce.Wire;

namespace Shield.Tests.Pce;

public sealed class A_blocking_rule
{
    private const string List = "/orgs/1/sec_policy/draft/ip_lists/7";
    private const string AllServices = "/orgs/1/sec_policy/draft/services/1";

    public static TheoryData<Direction> BothDirections { get; } = [Direction.Inbound, Direction.Outbound];

    [Theory]
    [MemberData(nameof(BothDirections))]
    public void Is_in_force_when_nothing_is_amiss(Direction direction)
    {
        var rule = Judge(direction, Set(Rule(direction)));
        Assert.Equal((RuleCondition.InForce, "/orgs/1/sec_policy/draft/rule_sets/3/deny_rules/4", null), (rule.Condition, rule.Href, rule.Detail));
    }

    [Theory]
    [MemberData(nameof(BothDirections))]
    public void Is_known_by_active_hrefs_too(Direction direction)
    {
        var active = Set(Rule(direction, list: WireText.ToActive(List)) with
        {
            Href = "/orgs/1/sec_policy/active/rule_sets/3/deny_rules/4",
            IngressServices = [new IngressServiceWire { Href = WireText.ToActive(AllServices) }],
        });

        var rule = Judge(direction, Set(Rule(direction)), active);

        Assert.Equal((RuleCondition.InForce, "/orgs/1/sec_policy/draft/rule_sets/3/deny_rules/4"), (rule.Condition, rule.Href));
    }

    [Theory]
    [MemberData(nameof(BothDirections))]
    public void Is_misshapen_by_any_single_difference(Direction direction)
    {
        var good = Rule(direction);
        ActorWire someLabel = new() { Label = new HrefWire { Href = "/orgs/1/labels/1" } };
        var (listSide, workloads) = direction is Direction.Inbound ? (good.Consumers, good.Providers) : (good.Providers, good.Consumers);
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
            var judged = Judge(direction, Set(rule));
            Assert.Equal(RuleCondition.Misshapen, judged.Condition);
            Assert.Contains(why, judged.Detail, StringComparison.Ordinal);
        }

        DenyRuleWire With(ActorWire[] list, ActorWire[] other) => direction is Direction.Inbound ? good with { Consumers = list, Providers = other } : good with { Providers = list, Consumers = other };
    }

    [Fact]
    public void Turned_round_is_the_rule_of_the_other_direction_and_blocks_nobody_who_comes_in() =>
        Assert.Equal(RuleCondition.Missing, Judge(Direction.Inbound, Set(Rule(Direction.Outbound))).Condition);

    [Fact]
    public void Tells_everything_that_is_wrong_at_once()
    {
        var judged = Judge(Direction.Inbound, Set(Rule(Direction.Inbound) with { Override = false, NetworkType = "brn" }));
        Assert.Equal("the inbound rule of rule set 'R' has been changed: it does not override allow rules, it does not hold on all networks", judged.Detail);
    }

    [Fact]
    public void Is_disabled_by_itself_or_with_its_rule_set()
    {
        Assert.Equal(RuleCondition.Disabled, Judge(Direction.Inbound, Set(Rule(Direction.Inbound) with { Enabled = false })).Condition);
        Assert.Equal(RuleCondition.Disabled, Judge(Direction.Inbound, Set(Rule(Direction.Inbound)) with { Enabled = false }).Condition);
    }

    [Fact]
    public void Is_missing_without_rule_set_deny_rules_list_or_rule()
    {
        var set = Set(Rule(Direction.Inbound));
        Assert.Equal(RuleCondition.Missing, Judge(Direction.Inbound, null, null).Condition);
        Assert.Equal(RuleCondition.Missing, Judge(Direction.Inbound, set with { DenyRules = null }).Condition);
        Assert.Equal(RuleCondition.Missing, Judge(Direction.Inbound, set with { DenyRules = [] }).Condition);
        Assert.Equal(RuleCondition.Missing, RuleShape.Judge(Direction.Inbound, null, set, set, (_, _) => true).Condition);
    }

    [Fact]
    public void Is_what_the_active_policy_says_whatever_the_draft_holds()
    {
        var good = Set(Rule(Direction.Inbound));
        var disabled = Set(Rule(Direction.Inbound) with { Enabled = false, UpdateType = "update" });
        Assert.Equal(RuleCondition.InForce, Judge(Direction.Inbound, disabled, good).Condition);
        Assert.Equal(RuleCondition.Disabled, Judge(Direction.Inbound, good, disabled).Condition);
        Assert.Equal(RuleCondition.NotProvisioned, Judge(Direction.Inbound, good, Set()).Condition);
        Assert.Equal(RuleCondition.NotProvisioned, Judge(Direction.Inbound, good, null).Condition);
    }

    [Fact]
    public void Pending_deletion_itself_or_with_its_rule_set_is_said_though_it_still_blocks()
    {
        var good = Set(Rule(Direction.Inbound));
        Assert.Equal(RuleCondition.PendingDeletion, Judge(Direction.Inbound, good with { UpdateType = "delete" }, good).Condition);
        Assert.Equal(RuleCondition.PendingDeletion, Judge(Direction.Inbound, Set(Rule(Direction.Inbound) with { UpdateType = "delete" }), good).Condition);
    }

    [Fact]
    public void Is_in_force_if_one_of_several_is()
    {
        var good = Rule(Direction.Inbound);
        Assert.Equal(RuleCondition.InForce, Judge(Direction.Inbound, Set(good with { Href = $"{good.Href}0", Enabled = false }, good)).Condition);
    }

    [Fact]
    public void Carries_the_service_that_it_was_made_with_in_its_description()
    {
        var inbound = RuleMark.For("prod-1", Direction.Inbound, AllServices);
        Assert.Equal(AllServices, RuleMark.AllServicesOf("prod-1", Direction.Inbound, inbound));
        Assert.Null(RuleMark.AllServicesOf("prod-1", Direction.Outbound, inbound));
        Assert.Null(RuleMark.AllServicesOf("prod", Direction.Inbound, inbound));
        Assert.Null(RuleMark.AllServicesOf("prod-1", Direction.Inbound, "ticket 4711"));
        Assert.Null(RuleMark.AllServicesOf("prod-1", Direction.Inbound, null));
    }

    private static BlockingRule Judge(Direction direction, RuleSetWire both) => Judge(direction, both, both);

    private static BlockingRule Judge(Direction direction, RuleSetWire? draft, RuleSetWire? active) =>
        RuleShape.Judge(direction, List, draft, active, (_, service) => service == AllServices);

    private static RuleSetWire Set(params DenyRuleWire[] rules) => new() { Href = "/orgs/1/sec_policy/draft/rule_sets/3", Name = "R", Enabled = true, Scopes = [[]], DenyRules = rules };

    private static DenyRuleWire Rule(Direction direction, string list = List)
    {
        ActorWire[] listed = [new ActorWire { IpList = new HrefWire { Href = list } }];
        ActorWire[] workloads = [new ActorWire { Actors = "ams" }];
        return new DenyRuleWire
        {
            Href = "/orgs/1/sec_policy/draft/rule_sets/3/deny_rules/4",
            Enabled = true,
            Override = true,
            NetworkType = "all",
            Consumers = direction is Direction.Inbound ? listed : workloads,
            Providers = direction is Direction.Inbound ? workloads : listed,
            IngressServices = [new IngressServiceWire { Href = AllServices }],
        };
    }
}
