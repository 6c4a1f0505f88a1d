using System.Diagnostics;
using System.Text.Json.Nodes;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

public sealed class A_reconcile : LoopTest
{
    [Fact]
    public async Task Blocks_an_attacker_on_the_active_policy_and_nobody_else()
    {
        await Install();
        Assert.True(await CanReach(Attacker, Web, 443));
        await Record(Seen(Attacker));
        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.Applied, 1, 0, 0), (report.Outcome, report.Added, report.Removed, report.KeptBack));
        Assert.Equal(await NewestVersion(), report.PolicyVersion);
        Assert.Equal([Attacker], await Active());
        Assert.Empty(await Active(Direction.Outbound));
        Assert.False(await CanReach(Attacker, Web, 443));
        Assert.True(await CanReach(Other, Web, 443));
    }

    /// <summary>So that a command need not read the ledger once more to say it.</summary>
    [Fact]
    public async Task Tells_what_was_decided_in_it()
    {
        await Install();
        await Record(Seen(Attacker));
        Assert.Equal([Attacker], (await Reconcile()).Decided!.Decisions.Select(decision => decision.Indicator.ToString()));
    }

    [Fact]
    public async Task Writes_nothing_when_nothing_changed()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Equal(
            [
                "GET sec_policy/draft/ip_lists",
                "GET sec_policy/active/ip_lists",
                "GET sec_policy/draft/rule_sets?external_data_set=guardduty-shield",
            ],
            Requests
        );
    }

    [Fact]
    public async Task Writes_nothing_for_a_resighting_that_only_extends_a_block()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        Clock.Advance(TimeSpan.FromHours(6));
        await Record(Seen(Attacker, ago: TimeSpan.Zero));
        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Assert.Empty(Writes);

        // And the block has grown longer all the same.
        Clock.Advance(TimeSpan.FromHours(23));
        await Reconcile();
        Assert.Equal([Attacker], await Active());
    }

    [Fact]
    public async Task Costs_at_most_seven_calls_for_one_new_attacker()
    {
        await Install();
        await Record(Seen(Attacker));
        Pce.ClearCalls();
        await Reconcile();

        // The first one of a ledger also asks whether the PCE knows versions of an earlier ledger.
        Assert.Equal(7, Requests.Length);
        Assert.Single(Requests, "GET sec_policy");

        await Record(Seen(Other, type: "Backdoor:EC2/C&CActivity.B", id: "f0000002aaaa"));
        Pce.ClearCalls();
        await Reconcile();
        Assert.Equal(7, Requests.Length);
        Assert.Equal(2, Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)));
        Assert.Single(Requests, "POST sec_policy");
    }

    [Fact]
    public async Task Makes_one_policy_version_of_five_thousand_attackers()
    {
        await Install();
        var before = await NewestVersion();
        await Record([
            .. Enumerable.Range(0, 5_000).Select(i => Seen($"45.{95 + (i / 65_536)}.{i / 256 % 256}.{i % 256}", id: $"f{i:0000000}")),
        ]);
        Pce.ClearCalls();
        var clock = Stopwatch.StartNew();
        var report = await Reconcile();
        TestContext.Current.TestOutputHelper?.WriteLine($"5,000 attackers: {clock.ElapsedMilliseconds} ms, {Requests.Length} calls");

        Assert.Equal((ReconcileOutcome.Applied, 5_000), (report.Outcome, report.Added));
        Assert.Equal(before + 1, await NewestVersion());
        Assert.Equal(5_000, (await Active()).Length);
    }

    [Fact]
    public async Task Anchors_its_intent_in_the_PCEs_own_version_history()
    {
        await Install();
        await Record(Seen(Attacker));
        var report = await Reconcile("apply by ana@soc");
        var history = await History();
        Assert.Equal([HistoryKind.Intent, HistoryKind.Outcome], history.Records.Select(record => record.Kind));
        var message = (string)(await Admin.Get($"/sec_policy/{report.PolicyVersion}"))["commit_message"]!;
        Assert.Contains(history.Records[0].Hash, message, StringComparison.Ordinal);
        Assert.Contains("apply by ana@soc", message, StringComparison.Ordinal);
        Assert.Equal(history.Records[0].Hash, Outcome.Read(history.Records[1]).IntentHash);
        Assert.Equal([Attacker], history.Baseline!.Inbound);
    }

    [Fact]
    public async Task Marks_its_entry_with_owner_type_finding_and_day_once()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        var description = (await List("active")).Single(entry => entry.What.ToString() == Attacker).Description;
        Assert.Equal($"gds1|{Owner}|Recon:EC2/PortProbeUnprotectedPort|f0000001|{Clock.GetUtcNow():yyyy-MM-dd}", description);

        Clock.Advance(TimeSpan.FromHours(20));
        await Record(Seen(Attacker, severity: 9, id: "e0000002aaaa", type: "Backdoor:EC2/C&CActivity.B"));
        await Reconcile();
        Assert.Equal(description, (await List("active")).Single(entry => entry.What.ToString() == Attacker).Description);
    }

    [Fact]
    public async Task Law_5_takes_an_ended_block_off_whatever_any_limit_says()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        Loop = Loop with { AddPerRun = 0, AddPerDay = 0, MaxEntries = 1 };
        Clock.Advance(TimeSpan.FromHours(23));
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, 1), (report.Outcome, report.Removed));
        Assert.Empty(await Active());
        Assert.Contains(await List("active"), entry => InboundMark.IsFixture(entry));
        Assert.True(await CanReach(Attacker, Web, 443));
    }

    [Fact]
    public async Task Law_6_lets_an_unblock_stick_through_new_sightings()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        await Do(ActKind.Unblock, Attacker);
        await Reconcile();
        Assert.Empty(await Active());

        await Record(Seen(Attacker, severity: 9, id: "f0000002aaaa", ago: TimeSpan.Zero));
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(1, (await Reconcile()).Added);
    }

    [Fact]
    public async Task Takes_an_allowlisted_address_off_at_once_and_cuts_it_out_of_a_range()
    {
        await Install();
        await Do(ActKind.Block, "45.95.11.0/29");
        await Reconcile();
        Assert.Equal(["45.95.11.0/29"], await Active());
        await Do(ActKind.Allow, Attacker);
        Loop = Loop with { AddPerRun = 0 };
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, 2, 2), (report.Outcome, report.Added, report.Removed));
        Assert.Equal(["45.95.11.0-45.95.11.6"], await Active());
        Assert.True(await CanReach(Attacker, Web, 443));
        Assert.False(await CanReach("45.95.11.3", Web, 443));
    }

    [Fact]
    public async Task Law_9_keeps_back_what_is_over_a_limit_worst_first_and_says_so()
    {
        await Install();
        Loop = Loop with { AddPerRun = 1 };
        await Record(Seen(Attacker), Seen(Other, severity: 8, id: "f0000002aaaa"));
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.KeptBack, 1, 1), (report.Outcome, report.Added, report.KeptBack));
        Assert.Equal([Other], await Active());
        var keptBack = (await (await LedgerAsync()).ReadKeptBackAsync(Cancellation))!;
        Assert.Equal((report.Fingerprint, Attacker), (keptBack.Fingerprint, Assert.Single(keptBack.Indicators)));
        Assert.Equal([Attacker], keptBack.OverLimit!.Value);
    }

    [Fact]
    public async Task Law_9_keeps_one_set_and_notes_in_history_at_most_once_an_hour_how_large_it_was()
    {
        await Install();
        Loop = Loop with { AddPerRun = 0 };
        await Record(Seen(Attacker));
        await Reconcile();
        await Reconcile();
        Assert.Equal([1], await Noted());

        await Record(Seen(Other, id: "f0000002aaaa"));
        Clock.Advance(TimeSpan.FromMinutes(50));
        var report = await Reconcile();
        var keptBack = (await (await LedgerAsync()).ReadKeptBackAsync(Cancellation))!;
        Assert.Equal((report.Fingerprint, 2), (keptBack.Fingerprint, keptBack.Indicators.Length));
        Assert.Equal([1], await Noted());

        await Record(Seen("45.95.12.7", id: "f0000003aaaa"));
        Clock.Advance(TimeSpan.FromMinutes(11));
        await Reconcile();
        Assert.Equal([1, 3], await Noted());
        Assert.DoesNotContain(
            Attacker,
            string.Join('\n', (await History()).Records.Where(record => record.Kind is HistoryKind.KeptBack).Select(one => one.Content)),
            StringComparison.Ordinal
        );

        async Task<IEnumerable<int>> Noted() =>
            (await History())
                .Records.Where(record => record.Kind is HistoryKind.KeptBack)
                .Select(record => (int)JsonNode.Parse(record.Content)!["count"]!);
    }

    [Fact]
    public async Task Law_9_counts_the_day_from_history()
    {
        await Install();
        Loop = Loop with { AddPerDay = 1 };
        await Record(Seen(Attacker, severity: 8));
        await Reconcile();
        await Record(Seen(Other, severity: 8, id: "f0000002aaaa"));
        Assert.Equal((ReconcileOutcome.KeptBack, 0), ((await Reconcile()) is var report ? report.Outcome : default, report.Added));
        Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await Reconcile()).Added);
    }

    [Fact]
    public async Task Law_9_keeps_and_shows_its_entries_when_the_ledger_was_lost()
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        await (await LedgerAsync()).DisposeAsync();
        await using var fresh = await Sqlite.SqliteLedger.OpenAsync(LedgerPath + ".new", Cancellation);
        var situation = await new SituationReader(fresh, Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        Assert.False(situation.Plan.HasWork);
        Assert.Equal([Attacker], situation.Plan.Lists.SelectMany(list => list.Orphans).Select(orphan => orphan.Entry.ToString()));
    }

    [Fact]
    public async Task Writes_nothing_under_observe_and_nothing_while_paused()
    {
        await Install();
        await Record(Seen(Attacker));
        Loop = Loop with { Policy = new DecisionPolicy { Autonomy = Autonomy.Observe } };
        Pce.ClearCalls();
        Assert.Equal(ReconcileOutcome.Observed, (await Reconcile()).Outcome);
        Assert.Empty(Writes);

        Loop = Loop with { Policy = new DecisionPolicy() };
        await Admin.Put(
            await Href(),
            new System.Text.Json.Nodes.JsonObject { ["description"] = "PAUSED by bo at 2026-01-01T00:00:00Z: change freeze" }
        );
        Pce.ClearCalls();
        var paused = await Reconcile();
        Assert.Equal((ReconcileOutcome.Paused, "PAUSED by bo at 2026-01-01T00:00:00Z: change freeze"), (paused.Outcome, paused.Detail));
        Assert.Empty(Writes);
    }

    [Fact]
    public async Task Refuses_where_nothing_of_ours_is_on_the_PCE_yet()
    {
        await Record(Seen(Attacker));
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Refused, PolicyFault.NotInitialised.ToWord()), (report.Outcome, report.Reason));
    }
}
