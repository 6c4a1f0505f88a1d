using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Pce;
using Shield.Pce.Installing;

namespace Shield.EndToEndTests.Reconciling;

public sealed class A_reconcile_in_exclusion_mode : ExclusionTest
{
    [Fact]
    public async Task Excludes_an_attacker_and_nobody_else_and_lets_it_in_again()
    {
        await Narrow();
        await Record(Seen(Attacker));

        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.Applied, 1), (report.Outcome, report.Added));
        Assert.Equal([Attacker], await Active());
        Assert.False(await CanReach(Attacker, Web, 443));
        Assert.True(await CanReach(Other, Web, 443));

        await Do(ActKind.Unblock, Attacker);
        await Reconcile();
        Assert.Equal(ListEntry.Any, (await List("active")).Select(entry => entry.What.Range));
        Assert.True(await CanReach(Attacker, Web, 443));
    }

    [Fact]
    public async Task Asks_three_times_and_writes_nothing_when_nothing_changed()
    {
        await Narrow();
        await Record(Seen(Attacker));
        await Reconcile();
        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Equal(["GET sec_policy/draft/ip_lists", "GET sec_policy/active/ip_lists", "GET sec_policy/active/rule_sets"], Requests);
    }

    [Fact]
    public async Task Respects_a_removal_by_hand()
    {
        await Narrow();
        await Record(Seen(Attacker));
        await Reconcile();
        await Edit(Admin, await Href(), ranges => Without(ranges, Attacker));
        await Admin.Provision(await Href());

        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Empty(await Active());
    }

    [Fact]
    public async Task Claims_nothing_while_Any_stands_beside_our_list_in_one_rule()
    {
        await Narrow();
        var rule = await RuleNamed("The website, for everybody");
        await Admin.Put(
            (string)rule["href"]!,
            new JsonObject { ["consumers"] = new JsonArray(rule["consumers"]![0]!.DeepClone(), ListActor(await AnyHref())) }
        );
        await Admin.Provision((string)(await RuleSet("Shop | production"))["href"]!);

        Assert.Equal(RuleCondition.Misshapen, (await Rule()).Condition);
        Assert.Contains("'The website, for everybody'", (await Rule()).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0/0", RuleCondition.Misshapen)]
    [InlineData("198.18.0.0/15", RuleCondition.InForce)]
    public async Task Reads_what_else_stands_beside_our_list(string range, RuleCondition condition)
    {
        await Narrow();
        var list = await Admin.CreateList("another", range);
        var rule = await RuleNamed("The website, for everybody");
        await Admin.Put(
            (string)rule["href"]!,
            new JsonObject { ["consumers"] = new JsonArray(rule["consumers"]![0]!.DeepClone(), ListActor(list)) }
        );
        await Admin.Provision(list, (string)(await RuleSet("Shop | production"))["href"]!);

        Assert.Equal(condition, (await Rule()).Condition);
    }

    [Fact]
    public async Task Says_that_nothing_is_blocked_when_the_rules_are_disabled()
    {
        await Narrow();
        var set = (string)(await RuleSet("Shop | production"))["href"]!;
        await Admin.Put(set, new JsonObject { ["enabled"] = false });
        await Admin.Provision(set);

        Assert.Equal(RuleCondition.Disabled, (await Rule()).Condition);
        Assert.Equal(RuleCondition.InForce, (await Rule(Direction.Outbound)).Condition);
    }

    [Fact]
    public async Task Is_refused_while_a_deny_rule_uses_our_list()
    {
        await Narrow();
        await Record(Seen(Attacker));
        var set = (string)(await RuleSet("Shop | production"))["href"]!;
        var service = (string)
            (await Admin.Get("/sec_policy/draft/services")).AsArray().Single(service => (string)service!["name"]! == "All Services")![
                "href"
            ]!;
        await Admin.Post(
            $"{set}/deny_rules",
            new JsonObject
            {
                ["enabled"] = true,
                ["description"] = "a mistake",
                ["providers"] = new JsonArray(new JsonObject { ["actors"] = "ams" }),
                ["consumers"] = new JsonArray(ListActor(await Href())),
                ["ingress_services"] = new JsonArray(new JsonObject { ["href"] = service }),
            }
        );
        await Admin.Provision(set);
        Pce.ClearCalls();

        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.Refused, PolicyFault.Inverted.ToWord()), (report.Outcome, report.Reason));
        Assert.Contains("'a mistake' of rule set 'Shop | production'", report.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);
        Assert.Equal(PolicyFault.Inverted, (await Plan(RuleChoice.None)).Refusal!.Fault);
    }

    [Fact]
    public async Task Suppresses_nothing_that_only_ever_stood_on_the_other_modes_lists()
    {
        (Settings.Mode, Loop) = (PceMode.Deny, Loop with { Mode = PceMode.Deny });
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        (Settings.Mode, Loop) = (PceMode.Exclusion, Loop with { Mode = PceMode.Exclusion, IsMoving = true });
        await Do(ExclusionInstallation.Plan(await Read(AllAny), AllAny, isMove: true));

        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.Equal([Attacker], await Active());
    }
}
