using System.Text.Json.Nodes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Pce.Installing;

namespace Shield.EndToEndTests.Pce;

public sealed class An_installation : PceTest
{
    private const string Inbound = $"GuardDuty Shield {Owner} deny inbound";
    private const string Outbound = $"GuardDuty Shield {Owner} deny outbound";
    private const string RuleSet = $"GuardDuty Shield {Owner}";

    [Fact]
    public async Task Is_shown_before_anything_is_written()
    {
        var plan = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation));

        Assert.Null(plan.Refusal);
        Assert.True(plan.CreatesRuleSet);
        Assert.Equal([ListPurpose.Inbound, ListPurpose.Outbound], plan.CreatesLists);
        Assert.Equal([ListPurpose.Inbound, ListPurpose.Outbound], plan.CreatesRules);
        Assert.Contains($"disable it", plan.BreakGlass, StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Puts_two_lists_and_two_rules_in_force_with_one_policy_version()
    {
        var result = await Install();

        Assert.Equal(
            [
                $"rule set '{RuleSet}'",
                $"IP list '{Inbound}'",
                $"IP list '{Outbound}'",
                "override-deny rule, inbound",
                "override-deny rule, outbound",
            ],
            result.Created
        );
        Assert.NotNull(result.Version);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        var view = await Illumio.ReadAsync(Cancellation);
        Assert.Equal([RuleCondition.InForce, RuleCondition.InForce], view.Rules.Select(rule => rule.Condition));
        Assert.Equal([Sentinel], view.Active.Single(list => list.Mark.Purpose is ListPurpose.Inbound).Entries);
        Assert.Equal([Sentinel], view.Active.Single(list => list.Mark.Purpose is ListPurpose.Outbound).Entries);
        Assert.Single(Writes, write => write == "POST sec_policy");
    }

    [Fact]
    public async Task Needs_no_rule_set_of_somebody_else()
    {
        await DeleteRuleSets();

        await Install();

        Assert.Equal(
            [RuleCondition.InForce, RuleCondition.InForce],
            (await Illumio.ReadAsync(Cancellation)).Rules.Select(rule => rule.Condition)
        );
    }

    [Fact]
    public async Task Writes_nothing_the_second_time()
    {
        await Install();
        Pce.ClearCalls();

        var again = await Install();

        Assert.Empty(again.Created);
        Assert.Null(again.Version);
        Assert.Empty(Writes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Is_finished_by_another_run_wherever_it_broke_off(int brokenWrite)
    {
        using var breaking = new CancellationTokenSource();
        Wire.BeforeEach = request =>
        {
            if (
                request.Method != HttpMethod.Get
                && Wire.Sent.Count(sent => !sent.StartsWith("GET", StringComparison.Ordinal)) == brokenWrite
            )
            {
                breaking.Cancel();
            }
        };
        var plan = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Installation.ApplyAsync(plan, breaking.Token));
        Wire.BeforeEach = null;

        await Install();

        var view = await Illumio.ReadAsync(Cancellation);
        Assert.Equal([RuleCondition.InForce, RuleCondition.InForce], view.Rules.Select(rule => rule.Condition));
        Assert.Equal(2, view.Draft.Length);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.Equal(2, (await OurRuleSet())["deny_rules"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Makes_nothing_twice_when_every_answer_to_a_write_is_lost_once(bool arrives)
    {
        for (var write = 0; write < 5; write++)
        {
            Wire.Lose("POST", arrives);
            if (!arrives)
            {
                Wire.Pass("POST");
            }
        }

        Wire.Lose("POST", arrives);
        await Install();

        var view = await Illumio.ReadAsync(Cancellation);
        Assert.Equal([RuleCondition.InForce, RuleCondition.InForce], view.Rules.Select(rule => rule.Condition));
        Assert.Equal(2, view.Draft.Length);
        Assert.Equal(2, (await OurRuleSet())["deny_rules"]!.AsArray().Count);
        Assert.Single(
            Pce.Calls,
            call => call.Method == "POST" && call.Path.EndsWith("/sec_policy", StringComparison.Ordinal) && call.Status == 201
        );
    }

    [Fact]
    public async Task Takes_nobody_elses_drafts_along()
    {
        var theirs = await Admin.CreateList("somebody else's", "203.0.113.9");

        await Install();

        Assert.Equal([theirs], (await Admin.Get("/sec_policy/pending"))["ip_lists"]!.AsArray().Select(item => (string)item!["href"]!));
    }

    [Fact]
    public async Task Makes_a_rule_that_is_gone_again_and_leaves_a_draft_of_our_list_to_the_loop()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        await Admin.Delete((string)ruleSet["deny_rules"]![0]!["href"]!);
        await Admin.Provision((string)ruleSet["href"]!);
        var list = (await Illumio.ReadAsync(Cancellation)).Draft[0].Href;
        await Admin.Put(list, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.1", "203.0.113.9") });

        await Install();

        Assert.Equal(
            [RuleCondition.InForce, RuleCondition.InForce],
            (await Illumio.ReadAsync(Cancellation)).Rules.Select(rule => rule.Condition)
        );
        var pending = await Admin.Get("/sec_policy/pending");
        Assert.Equal([list], pending["ip_lists"]!.AsArray().Select(item => (string)item!["href"]!));
        Assert.Null(pending["rule_sets"]);
    }

    [Fact]
    public async Task Scopes_the_rule_set_to_labels_that_it_looks_up()
    {
        Settings.Scope = ["env=prod,app=shop"];

        await Install();

        var labels = (await OurRuleSet())["scopes"]!.AsArray().Single()!.AsArray().Select(label => (string)label!["label"]!["href"]!);
        var known = (await Admin.Get("/labels"))
            .AsArray()
            .Where(label => (string?)label!["value"] is "prod" or "shop")
            .Select(label => (string)label!["href"]!);
        Assert.Equal(known.Order(), labels.Order());
        Assert.Empty(Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation)).Notes);
    }

    [Fact]
    public async Task Refuses_a_scope_of_labels_that_do_not_exist()
    {
        Settings.Scope = ["env=prod,app=shopp", "env=pro"];

        var refusal = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation)).Refusal!;

        Assert.Equal(PolicyFault.UnknownLabel, refusal.Fault);
        Assert.Contains("app=shopp, env=pro", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_that_an_existing_rule_set_has_another_scope_and_leaves_it()
    {
        await Install();
        Settings.Scope = ["env=prod"];

        var plan = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation));

        Assert.True(plan.IsNothingToDo);
        Assert.Contains("another scope", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "env=prod")]
    [InlineData("env=prod", "")]
    [InlineData("env=prod", "app=shop")]
    public async Task Gives_the_rule_set_another_scope_where_it_is_told_to_and_changes_nothing_else(string from, string to)
    {
        Settings.Scope = from.Length is 0 ? [] : [from];
        await Install();
        Settings.Scope = to.Length is 0 ? [] : [to];
        Pce.ClearCalls();

        var plan = Installation.PlanScope(await Installation.ReadAsync(withDomains: false, Cancellation));
        Assert.Empty(Writes);
        var result = await Installation.ApplyAsync(plan, Cancellation);

        Assert.Equal($"scope of rule set '{RuleSet}': {(to.Length is 0 ? "all workloads" : to)}", Assert.Single(result.Created));
        Assert.Equal(2, Writes.Length);
        var after = await Installation.ReadAsync(withDomains: false, Cancellation);
        Assert.False(after.HasOtherScope);
        Assert.All(after.Rules, rule => Assert.Equal(RuleCondition.InForce, rule.Condition));
        Assert.True(Installation.PlanScope(after).IsNothingToDo);
    }

    /// <summary>The draft is as wanted and the active policy is not: as after an init that broke off before it provisioned.</summary>
    [Fact]
    public async Task Ends_a_change_of_scope_that_broke_off()
    {
        await Install();
        Settings.Scope = ["env=prod"];
        var label = (await Admin.Get("/labels?key=env&value=prod")).AsArray().Single()!;
        await Admin.Put(
            (string)(await OurRuleSet())["href"]!,
            new JsonObject
            {
                ["scopes"] = new JsonArray(
                    new JsonArray(new JsonObject { ["label"] = new JsonObject { ["href"] = (string)label["href"]! } })
                ),
            }
        );

        var before = await Installation.ReadAsync(withDomains: false, Cancellation);
        Assert.True(before.HasOtherScope);
        await Installation.ApplyAsync(Installation.PlanScope(before), Cancellation);

        Assert.False((await Installation.ReadAsync(withDomains: false, Cancellation)).HasOtherScope);
    }

    [Fact]
    public async Task Respects_a_rule_that_somebody_disabled_and_says_so()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        var rule = ruleSet["deny_rules"]![0]!;
        await Admin.Put((string)rule["href"]!, new JsonObject { ["enabled"] = false });
        await Admin.Provision((string)ruleSet["href"]!);
        Pce.ClearCalls();

        var plan = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation));
        await Installation.ApplyAsync(plan, Cancellation);

        Assert.Contains("is disabled", Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Refuses_while_a_list_of_ours_is_pending_deletion()
    {
        await Install();
        var ruleSet = await OurRuleSet();
        foreach (var rule in ruleSet["deny_rules"]!.AsArray())
        {
            await Admin.Delete((string)rule!["href"]!);
        }

        await Admin.Delete((await Illumio.ReadAsync(Cancellation)).Draft[0].Href);

        var refusal = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation)).Refusal!;

        Assert.Equal(PolicyFault.PendingDeletion, refusal.Fault);
        Assert.Contains(Inbound, refusal.Detail, StringComparison.Ordinal);
        Assert.True(refusal.IsOfThePolicy);
    }

    [Fact]
    public async Task Refuses_while_the_rule_set_is_pending_deletion()
    {
        await Install();
        await Admin.Delete((string)(await OurRuleSet())["href"]!);

        var refusal = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation)).Refusal!;

        Assert.Equal(PolicyFault.PendingDeletion, refusal.Fault);
        Assert.Contains(RuleSet, refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_both_modes_while_lists_of_the_other_one_exist()
    {
        await Marked("the other way", "exclusion/inbound");

        var refusal = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation)).Refusal!;

        Assert.Equal(PolicyFault.ModeMismatch, refusal.Fault);
        Assert.Contains("in exclusion mode exist ('the other way'", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("Pce:Mode is deny", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("init --migrate", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_another_owner_alone()
    {
        await Install();
        Settings.OwnerId = "another-owner";

        await Install();

        Assert.Equal(4, (await Illumio.ReadAsync(Cancellation)).Active.Length);
    }

    [Fact]
    public async Task Says_who_has_the_name_when_it_is_taken_and_provisions_nothing()
    {
        await Admin.CreateList(Outbound, "203.0.113.9");

        var error = await Assert.ThrowsAsync<PceException>(() => Install());

        Assert.Equal((PceFault.Rejected, "ip_list_name_not_unique"), (error.Fault, error.Token));
        Assert.Contains(Outbound, error.Message, StringComparison.Ordinal);
        Assert.Contains("Pce:OwnerId", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("POST sec_policy", Writes);
    }

    [Fact]
    public async Task Never_provisions_a_list_that_somebody_made_too_broad_meanwhile()
    {
        await Marked("GuardDuty", "deny/inbound", "0.0.0.0/0");

        var refusal = Installation.Plan(await Installation.ReadAsync(withDomains: false, Cancellation)).Refusal!;

        Assert.Equal(PolicyFault.TooBroad, refusal.Fault);
        Assert.Contains("0.0.0.0/0", refusal.Detail, StringComparison.Ordinal);
    }

    private async Task<JsonNode> OurRuleSet() =>
        (await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield")).AsArray().Single()!;

    private Task<JsonNode> Marked(string name, string mark, string range = "192.0.2.1") =>
        Admin.Post(
            "/sec_policy/draft/ip_lists",
            new JsonObject
            {
                ["name"] = name,
                ["external_data_set"] = "guardduty-shield",
                ["external_data_reference"] = $"{Owner}/{mark}",
                ["ip_ranges"] = PceHands.Ranges(range),
            }
        );
}
