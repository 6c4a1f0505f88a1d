using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;
using Shield.Pce.Installing;

namespace Shield.EndToEndTests.Pce;

public sealed class An_installation_in_exclusion_mode : ExclusionTest
{
    private const string Website = "The website, for everybody";
    private const string Administration = "Administration";
    private const string Outbound = "Allow outbound connections";

    [Fact]
    public async Task Shows_which_rules_use_Any_and_writes_nothing()
    {
        var plan = await Plan(RuleChoice.None);

        Assert.Equal(
            [(Outbound, Direction.Outbound), (Website, Direction.Inbound), (Administration, Direction.Inbound)],
            plan.State.Rules.Select(rule => (rule.Description, rule.Direction))
        );
        Assert.All(plan.State.Rules, rule => Assert.Equal((true, false), (rule.UsesAny, rule.UsesOurs)));
        Assert.Contains("3 allow rule(s) use Any", Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.Empty(plan.Edits);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Makes_lists_that_hold_Any_from_birth_and_changes_no_rule_unasked()
    {
        var before = (await RuleSet("Shop | production")).ToJsonString();

        await Narrow(RuleChoice.None);

        var view = await Illumio.ReadAsync(Cancellation);
        Assert.Equal(2, view.Active.Length);
        Assert.All(view.Active, list => Assert.Equal(ListEntry.Any, list.Entries.Select(entry => entry.What.Range)));
        Assert.Equal([RuleCondition.Missing, RuleCondition.Missing], view.Rules.Select(rule => rule.Condition));
        Assert.Equal(before, (await RuleSet("Shop | production")).ToJsonString());
        Assert.Empty(Journal);
    }

    [Fact]
    public async Task Changes_the_named_rule_and_no_other_and_says_what_is_still_open()
    {
        await Narrow(new RuleChoice([await HrefOf(Website)], AllAny: false));

        var rule = await Rule();
        Assert.Equal(RuleCondition.InForce, rule.Condition);
        Assert.Contains($"excluded from '{Website}'", rule.Detail, StringComparison.Ordinal);
        Assert.Contains($"still open through '{Administration}'", rule.Detail, StringComparison.Ordinal);
        Assert.Equal(RuleCondition.Missing, (await Rule(Direction.Outbound)).Condition);
        Assert.Single(Writes, write => write.StartsWith("PUT", StringComparison.Ordinal));
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    [Fact]
    public async Task Leaves_everything_else_of_a_rule_as_it_was()
    {
        var href = await HrefOf(Website);
        var before = await RuleNamed(Website);
        var extra = before["providers"]![0]!.DeepClone();
        await Admin.Put(
            href,
            new JsonObject
            {
                ["consumers"] = new JsonArray(extra, before["consumers"]![0]!.DeepClone(), new JsonObject { ["actors"] = "ams" }),
                ["unscoped_consumers"] = true,
            }
        );
        await Admin.Provision((string)(await RuleSet("Shop | production"))["href"]!);
        before = await RuleNamed(Website);

        await Narrow(new RuleChoice([href], AllAny: false));

        var after = await RuleNamed(Website);
        before["consumers"]![1] = ListActor((await Read(RuleChoice.None)).ListOf(Direction.Inbound)!.Href);
        foreach (var rule in new[] { before, after })
        {
            rule["updated_at"] = rule["updated_by"] = null;
        }

        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public async Task Writes_nothing_the_second_time()
    {
        await Narrow();
        Pce.ClearCalls();

        await Narrow();

        Assert.Empty(Writes);
        Assert.Equal(3, Journal.Count);
    }

    [Fact]
    public async Task Refuses_a_rule_set_with_somebodys_draft_edit_and_names_who()
    {
        await Admin.Put(await HrefOf(Administration), new JsonObject { ["enabled"] = false });
        Pce.ClearCalls();

        var refusal = (await Plan(new RuleChoice([await HrefOf(Website)], AllAny: false))).Refusal!;

        Assert.Equal((PolicyFault.ForeignDraft, true), (refusal.Fault, refusal.IsOfThePolicy));
        Assert.Contains("'Shop | production'", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("(/users/", refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);
        Assert.Null((await Plan(new RuleChoice([await HrefOf(Outbound)], AllAny: false))).Refusal);
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
        var plan = await Plan(AllAny);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Exclusions.ApplyAsync(plan, "test", Remember, breaking.Token));
        Wire.BeforeEach = null;

        await Narrow();

        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.Equal(
            [RuleCondition.InForce, RuleCondition.InForce],
            (await Illumio.ReadAsync(Cancellation)).Rules.Select(rule => rule.Condition)
        );
        Assert.All((await Read(RuleChoice.None)).Rules, rule => Assert.Equal((false, true), (rule.UsesAny, rule.UsesOurs)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Takes_a_lost_answer_for_no_failure(bool arrives)
    {
        Wire.Lose("PUT", arrives);
        await Narrow();
        Assert.All((await Read(RuleChoice.None)).Rules, rule => Assert.True(rule.UsesOurs));
        Assert.Equal(3, Pce.Calls.Count(call => call.Method is "PUT" && call.Status is 204));
    }

    [Fact]
    public async Task Puts_the_old_actors_back_and_leaves_the_lists()
    {
        var before = (await RuleNamed(Website, "active"))["consumers"]!.ToJsonString();
        await Narrow();

        await Do(await PlanUndo());

        Assert.Equal(before, (await RuleNamed(Website, "active"))["consumers"]!.ToJsonString());
        Assert.All((await Read(RuleChoice.None)).Rules, rule => Assert.Equal((true, false), (rule.UsesAny, rule.UsesOurs)));
        Assert.Equal(2, (await Illumio.ReadAsync(Cancellation)).Active.Length);
        Assert.True((await PlanUndo()).IsNothingToDo);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Is_undone_by_another_run_wherever_that_broke_off(int brokenWrite)
    {
        await Narrow();
        using var breaking = new CancellationTokenSource();
        var written = Wire.Sent.Count(sent => !sent.StartsWith("GET", StringComparison.Ordinal));
        Wire.BeforeEach = request =>
        {
            if (
                request.Method != HttpMethod.Get
                && Wire.Sent.Count(sent => !sent.StartsWith("GET", StringComparison.Ordinal)) == written + brokenWrite
            )
            {
                breaking.Cancel();
            }
        };
        var plan = await PlanUndo();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Exclusions.ApplyAsync(plan, "test", Remember, breaking.Token));
        Wire.BeforeEach = null;

        await Do(await PlanUndo());

        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.All((await Read(RuleChoice.None)).Rules, rule => Assert.Equal((true, false), (rule.UsesAny, rule.UsesOurs)));
    }

    [Fact]
    public async Task Undoes_a_rule_that_history_does_not_know_only_where_it_is_named()
    {
        await Narrow(RuleChoice.None);
        foreach (var rule in new[] { Outbound, Website, Administration })
        {
            await PutOursInThePlaceOfAny(rule);
        }

        await Admin.Provision([.. (await Admin.Get("/sec_policy/draft/rule_sets")).AsArray().Select(set => (string)set!["href"]!)]);

        var unasked = await PlanUndo();
        Assert.Empty(unasked.Edits);
        Assert.Equal(3, unasked.Notes.Length);
        await Do(await PlanUndo(await HrefOf(Website)));

        Assert.Equal([Website], (await Read(RuleChoice.None)).Rules.Where(rule => rule.UsesAny).Select(rule => rule.Description));
    }

    [Fact]
    public async Task Refuses_a_rule_that_does_not_exist_or_has_no_Any()
    {
        var inside = await HrefOf("Web to application");
        Assert.Equal(PolicyFault.UnknownRule, (await Plan(new RuleChoice([inside], AllAny: false))).Refusal!.Fault);
        Assert.Equal(
            PolicyFault.UnknownRule,
            (await Plan(new RuleChoice(["/orgs/1/sec_policy/draft/rule_sets/9/sec_rules/9"], AllAny: false))).Refusal!.Fault
        );
    }

    [Fact]
    public async Task Says_what_to_do_after_a_flip_of_the_mode()
    {
        Settings.Mode = PceMode.Deny;
        await Install();
        Settings.Mode = PceMode.Exclusion;
        Pce.ClearCalls();

        var refusal = (await Plan(AllAny)).Refusal!;

        Assert.Equal(PolicyFault.ModeMismatch, refusal.Fault);
        Assert.Contains("in deny mode exist", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("Pce:Mode is exclusion", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("init --migrate", refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Takes_nobody_elses_drafts_along()
    {
        var theirs = await Admin.CreateList("somebody else's", "203.0.113.9");
        await Narrow();
        Assert.Equal([theirs], (await Admin.Get("/sec_policy/pending"))["ip_lists"]!.AsArray().Select(item => (string)item!["href"]!));
    }

    /// <summary>
    /// Several <c>init</c> that share no ledger: while one looks, another puts our list into a rule, and at the next look into a rule of
    /// the next rule set. Each is what this one was asked to do as well, so none of it is somebody's draft.
    /// </summary>
    [Fact]
    public async Task Takes_no_change_for_a_strangers_that_another_init_makes_while_it_looks()
    {
        await Narrow(RuleChoice.None);
        var changes = new Queue<string>([Outbound, Website, Administration]);
        Wire.Meanwhile = async request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/draft/rule_sets", StringComparison.Ordinal) && changes.TryDequeue(out var rule))
            {
                await PutOursInThePlaceOfAny(rule);
            }
        };

        var plan = await Plan(AllAny);

        Assert.Empty(changes);
        Assert.Null(plan.Refusal);
        Assert.Empty(plan.Edits);
        Assert.Equal(2, plan.ProvisionsRuleSets.Length);
    }

    /// <summary>In the draft, and not by a command of this test.</summary>
    private async Task PutOursInThePlaceOfAny(string rule)
    {
        var (side, direction) = rule == Outbound ? ("providers", Direction.Outbound) : ("consumers", Direction.Inbound);
        var ours = (await Admin.Get("/sec_policy/draft/ip_lists?external_data_set=guardduty-shield"))
            .AsArray()
            .Single(list => ((string)list!["name"]!).EndsWith(direction.ToWord(), StringComparison.Ordinal));
        var others = (await RuleNamed(rule))[side]!.AsArray().Select(actor => actor!.DeepClone()).Where(actor => actor["ip_list"] is null);
        await Admin.Put(await HrefOf(rule), new JsonObject { [side] = new JsonArray([.. others, ListActor((string)ours!["href"]!)]) });
    }
}
