using System.Text.Json.Nodes;
using Shield.Core.Decisions;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>What Shield does and says when others work on the same PCE, with keys of their own.</summary>
public sealed class Other_people_on_the_PCE : LoopTest
{
    private const string Bo = "/users/77";

    protected override SimulatorOptions Options =>
        base.Options with
        {
            Users =
            [
                new ApiUser
                {
                    Key = "api_b0",
                    Secret = "bo-s",
                    Href = Bo,
                },
            ],
        };

    [Theory]
    [InlineData("**/active/ip_lists", 1)]
    [InlineData("**/ip_lists", 1)]
    [InlineData("**/ip_lists", 2)]
    public async Task Are_not_blamed_for_what_a_read_that_is_behind_does_not_show(string path, int changes)
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        Pce.Script(
            new FaultRule
            {
                Method = "GET",
                Path = path,
                Effect = new Fault.StaleRead(changes),
                Count = 2,
            }
        );
        var failure = await Xunit.Record.ExceptionAsync(() => Reconcile());
        Assert.True(failure is null or PceException { Fault: PceFault.Unreadable }, failure?.ToString());

        Pce.Script();
        await Reconcile();
        Assert.Empty((await (await LedgerAsync()).ReadAsync(Cancellation)).Acts);
        Assert.Equal([Attacker], await Active());
    }

    [Fact]
    public async Task Do_not_make_us_forget_what_we_wrote_and_could_not_provision()
    {
        await Install();
        await Record(Seen(Attacker));
        Pce.Script(new FaultRule { Method = "POST", Effect = new Fault.Reset(Moment.Before) });
        await Assert.ThrowsAsync<PceException>(() => Reconcile());
        Pce.Script();
        await Edit(Admin, await Href(), ranges => With(ranges, "203.0.114.9"));

        // Theirs is fresh, so the list waits; meanwhile the other list goes its way.
        await Record(Seen(Other, type: "Backdoor:EC2/C&CActivity.B", id: "f0000002aaaa"));
        await Reconcile();
        Assert.Empty(await Active());

        Clock.Advance(TimeSpan.FromMinutes(20));
        await Reconcile();
        Assert.Contains(Attacker, await Active());
    }

    [Fact]
    public async Task Are_not_blamed_for_what_a_read_back_that_is_behind_did_not_show()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        await Do(ActKind.Unblock, Attacker, TimeSpan.FromMinutes(5));
        Pce.Script(
            new FaultRule
            {
                Method = "GET",
                Path = "**/active/ip_lists",
                From = 2,
                Count = 1,
                Effect = new Fault.StaleRead(),
            }
        );
        Assert.Equal(1, (await Reconcile()).Removed);

        Pce.Script();
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, (await Reconcile()).Added);
        Assert.Equal([Attacker], await Active());
    }

    [Fact]
    public async Task Keep_their_pending_work_pending()
    {
        await Install();
        using var bo = Hands();
        var theirs = await bo.CreateList("Bo's partners", "203.0.114.0/24");
        await Record(Seen(Attacker));
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        var pending = (await Admin.Get("/sec_policy/pending"))["ip_lists"]!.AsArray();
        Assert.Equal([theirs], pending.Select(item => (string)item!["href"]!));
    }

    [Fact]
    public async Task Keep_the_entries_they_put_on_our_list()
    {
        await Install();
        using var bo = Hands();
        await Edit(bo, await Href(), ranges => With(ranges, "203.0.114.9"));
        await bo.Provision(await Href());
        await Record(Seen(Attacker));
        await Reconcile();
        Assert.Equal(["203.0.114.9", Attacker], await Active());
        Assert.Equal("put here by Bo", (await List("active")).Single(entry => entry.What.ToString() == "203.0.114.9").Description);

        Clock.Advance(TimeSpan.FromHours(24));
        await Reconcile();
        Assert.Equal(["203.0.114.9"], await Active());
    }

    [Fact]
    public async Task Hold_additions_up_with_a_draft_until_it_has_aged_and_are_named_then()
    {
        await Install();
        using var bo = Hands();
        await Edit(bo, await Href(), ranges => With(ranges, "203.0.114.9"));
        await Record(Seen(Attacker, severity: 8));
        Pce.ClearCalls();
        var waiting = await Reconcile();
        Assert.Equal((ReconcileOutcome.KeptBack, 1), (waiting.Outcome, waiting.KeptBack));
        Assert.Empty(Writes);

        Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(5));
        var gone = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, 1), (gone.Outcome, gone.Added));
        Assert.Contains("203.0.114.9", gone.Detail, StringComparison.Ordinal);
        Assert.Contains(
            "203.0.114.9",
            (string)(await Admin.Get($"/sec_policy/{gone.PolicyVersion}"))["commit_message"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Do_not_hold_up_a_removal_with_a_cause()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        using var bo = Hands();
        await Edit(bo, await Href(), ranges => With(ranges, "203.0.114.9"));
        await Do(ActKind.Unblock, Attacker);
        await Record(Seen(Other, severity: 8, id: "f0000002aaaa"));
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.KeptBack, 0, 1), (report.Outcome, report.Added, report.Removed));
        Assert.Contains("203.0.114.9", report.Detail, StringComparison.Ordinal);
        Assert.Equal(["203.0.114.9"], await Active());
    }

    [Fact]
    public async Task Have_the_last_word_for_a_day_when_they_remove_an_entry()
    {
        await Install();
        await Record(Seen(Attacker, severity: 8));
        await Reconcile();
        using var bo = Hands();
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        await bo.Provision(await Href());

        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        var act = Assert.Single((await (await LedgerAsync()).ReadAsync(Cancellation)).Acts);
        Assert.Equal((ActKind.RemovedByHand, Bo, Indicator.Parse(Attacker)), (act.Kind, act.Who, act.Indicator));
        Assert.Empty(await Active());

        // Seen again, and looked at again: nothing comes back before the day is over, and then it does.
        await Record(Seen(Attacker, severity: 9, id: "f0000002aaaa", ago: TimeSpan.Zero));
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Single((await (await LedgerAsync()).ReadAsync(Cancellation)).Acts);
        Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(1, (await Reconcile()).Added);
    }

    [Fact]
    public async Task Put_an_older_policy_back_and_nothing_is_suppressed_by_it()
    {
        await Install();
        var before = await NewestVersion();
        await Record(Seen(Attacker, severity: 8));
        await Reconcile();
        using var bo = Hands();
        (await bo.Send("POST", $"/sec_policy/{before}/restore", new JsonObject())).Expect(201);
        await bo.Provision(await Href());
        Assert.Empty(await Active());

        // The PCE's events carry the PCE's time, which here is the real one.
        Clock.SetUtcNow(DateTimeOffset.UtcNow);
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, 1), (report.Outcome, report.Added));
        Assert.Contains($"an older policy was put back by {Bo}", report.Detail, StringComparison.Ordinal);
        Assert.Equal([Attacker], await Active());
        Assert.Empty((await (await LedgerAsync()).ReadAsync(Cancellation)).Acts);

        // What is removed by hand after that is a removal again.
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        await bo.Provision(await Href());
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Single((await (await LedgerAsync()).ReadAsync(Cancellation)).Acts);
    }

    [Fact]
    public async Task Are_overruled_at_once_where_the_policy_says_readd()
    {
        await Install();
        await Record(Seen(Attacker, severity: 8));
        await Reconcile();
        using var bo = Hands();
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        await bo.Provision(await Href());
        Loop = Loop with { Policy = new DecisionPolicy { OnManualRemoval = OnManualRemoval.Readd } };
        Assert.Equal(1, (await Reconcile()).Added);
    }

    [Fact]
    public async Task Switch_a_rule_off_and_it_stays_off()
    {
        await Install();
        using var bo = Hands();
        var ruleSet = (string)(await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!["href"]!;
        await bo.Put(ruleSet, new JsonObject { ["enabled"] = false });
        await bo.Provision(ruleSet);
        await Record(Seen(Attacker));
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);

        var situation = await new SituationReader(await LedgerAsync(), Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        var threat = new ThreatStates(situation.Plan, situation.View).Of(situation.Decided.Decisions.Single());
        Assert.Equal((EntryState.Pending, "rule-disabled"), (threat.State, threat.Reason));
        Assert.False((bool)(await Admin.Get(ruleSet))["enabled"]!);
        Assert.True(await CanReach(Attacker, Web, 443));
    }

    [Fact]
    public async Task Rename_our_list_and_it_is_still_ours()
    {
        await Install();
        using var bo = Hands();
        await bo.Put(await Href(), new JsonObject { ["name"] = "Bad people" });
        await bo.Provision(await Href());
        await Record(Seen(Attacker));
        Assert.Equal(1, (await Reconcile()).Added);
        Assert.Equal("Bad people", (string)(await Admin.Get(await Href()))["name"]!);
    }

    [Fact]
    public async Task Delete_our_list_and_it_is_neither_written_nor_provisioned()
    {
        await Install();
        await Record(Seen(Attacker));
        using var bo = Hands();
        var ruleSet = (string)(await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!["href"]!;
        var href = await Href();
        await bo.Delete(ruleSet);
        await bo.Delete(href);
        Pce.ClearCalls();
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Refused, PolicyFault.PendingDeletion.ToWord()), (report.Outcome, report.Reason));
        Assert.Contains(Bo, report.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);

        await bo.Provision(ruleSet, href);
        Assert.Equal(ReconcileOutcome.Refused, (await Reconcile()).Outcome);
    }

    [Fact]
    public async Task Make_lists_in_the_other_mode_and_both_modes_are_named()
    {
        await Install();
        await Record(Seen(Attacker));
        await Admin.Post(
            "/sec_policy/draft/ip_lists",
            new JsonObject
            {
                ["name"] = "old way",
                ["external_data_set"] = ListMark.DataSet,
                ["external_data_reference"] = $"{Owner}/exclusion/inbound",
                ["ip_ranges"] = PceHands.Ranges("0.0.0.0/0", "!203.0.114.9"),
            }
        );
        Pce.ClearCalls();
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Refused, PolicyFault.ModeMismatch.ToWord()), (report.Outcome, report.Reason));
        Assert.Contains("deny", report.Detail, StringComparison.Ordinal);
        Assert.Contains("exclusion", report.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Widen_our_list_to_everybody_and_it_is_left_alone()
    {
        await Install();
        await Record(Seen(Attacker));
        using var bo = Hands();
        await Edit(bo, await Href(), ranges => With(ranges, "0.0.0.0/0"));
        Pce.ClearCalls();
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Refused, PolicyFault.TooBroad.ToWord()), (report.Outcome, report.Reason));
        Assert.Contains(Bo, report.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task May_run_another_Shield_of_another_owner_beside_ours()
    {
        await Install();
        await Admin.Post(
            "/sec_policy/draft/ip_lists",
            new JsonObject
            {
                ["name"] = "GuardDuty Shield neighbour deny inbound",
                ["external_data_set"] = ListMark.DataSet,
                ["external_data_reference"] = "neighbour/deny/inbound",
                ["ip_ranges"] = PceHands.Ranges("192.0.2.1", "203.0.114.9"),
            }
        );
        await Record(Seen(Attacker));
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.Equal([Attacker], await Active());
    }

    private PceHands Hands() => new(Pce, "api_b0", "bo-s");
}
