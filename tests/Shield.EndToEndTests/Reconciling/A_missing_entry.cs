using System.Text.Json.Nodes;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;
using Shield.Pce.Installing;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>
/// An entry of ours that the last outcome left active, and that is not active any more: only a person's removal suppresses it.
/// </summary>
public sealed class A_missing_entry : LoopTest
{
    private const string Bo = "/users/77";
    private const string Cy = "/users/78";

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
                new ApiUser
                {
                    Key = "api_c0",
                    Secret = "cy-s",
                    Href = Cy,
                },
            ],
        };

    [Fact]
    public async Task Was_not_removed_by_hand_where_the_lists_were_deleted_and_made_anew()
    {
        await BlockTwo();
        using var bo = Hands("api_b0", "bo-s");
        var ruleSet = (string)(await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!["href"]!;
        string[] lists = [await Href(), await Href(Direction.Outbound)];
        await bo.Delete(ruleSet);
        await bo.Delete(lists[0]);
        await bo.Delete(lists[1]);
        await bo.Provision([ruleSet, .. lists]);
        await Install();

        await NothingIsSuppressed("made anew");
    }

    [Fact]
    public async Task Was_not_removed_by_hand_where_the_ledger_is_pointed_at_another_PCE()
    {
        await BlockTwo();
        await using var rebuilt = await SimulatedPce.StartAsync(Options, Cancellation);
        using var client = NewClient(rebuilt.Url.ToString());
        var installation = new Installation(client, Settings, TimeProvider.System);
        await installation.ApplyAsync(Installation.Plan(await installation.ReadAsync(withDomains: false, Cancellation)), Cancellation);

        var there = new Reconciler(
            await LedgerAsync(),
            new IllumioPce(client, Settings, TimeProvider.System),
            Loop,
            new LeaseHolder("host", "boot", 2, DateTimeOffset.UnixEpoch),
            _ => false,
            Clock
        );
        var report = await there.RunAsync("test", Cancellation);

        Assert.Equal((ReconcileOutcome.Applied, 2), (report.Outcome, report.Added));
        Assert.Contains(
            $"the last outcome is about {Pce.Url.GetLeftPart(UriPartial.Authority)}/orgs/1, and this is "
                + $"{rebuilt.Url.GetLeftPart(UriPartial.Authority)}/orgs/1",
            report.Detail,
            StringComparison.Ordinal
        );
        Assert.Empty(await Removals());
    }

    [Fact]
    public async Task Was_not_removed_by_hand_where_an_older_ledger_was_restored_after_Shield_itself_ended_it()
    {
        await BlockTwo();
        var copy = await CopyLedger();
        await Do(ActKind.Unblock, Attacker);
        Assert.Equal(1, (await Reconcile()).Removed);
        await RestoreLedger(copy);

        var report = await NothingIsSuppressed("Shield itself", added: 1);
        Assert.Contains("this ledger does not hold its intent", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Was_not_removed_by_hand_where_a_second_ledger_of_the_same_owner_ended_it()
    {
        await BlockTwo();
        var first = await CopyLedger();
        await Do(ActKind.Unblock, Attacker);
        await Reconcile();
        var second = await CopyLedger();
        await RestoreLedger(first);
        await NothingIsSuppressed("a second ledger works under the same Pce:OwnerId", added: 1);

        // The other one sees its own removal undone: that is no removal by hand either, and it says that somebody else is at work.
        await RestoreLedger(second);
        Assert.Contains("a second ledger works under the same Pce:OwnerId", (await Reconcile()).Detail, StringComparison.Ordinal);
        Assert.Empty(await Removals());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    [InlineData(366 * 86_400)]
    public async Task Was_not_removed_by_hand_where_an_older_policy_was_put_back_wherever_our_clock_stands(int ahead)
    {
        await Install();
        var before = await NewestVersion();
        Clock.SetUtcNow(DateTimeOffset.UtcNow + TimeSpan.FromSeconds(ahead));
        await Record(Seen(Attacker, severity: 8), Seen(Other, severity: 8, id: "f0000002aaaa"));
        await Reconcile();
        using var bo = Hands("api_b0", "bo-s");
        (await bo.Send("POST", $"/sec_policy/{before}/restore", new JsonObject())).Expect(201);
        await bo.Provision(await Href());

        await NothingIsSuppressed($"an older policy was put back by {Bo}");
    }

    [Fact]
    public async Task Was_removed_by_whoever_provisioned_the_version_that_took_it_off_however_many_came_since()
    {
        await BlockTwo();
        using var bo = Hands("api_b0", "bo-s");
        using var cy = Hands("api_c0", "cy-s");
        var theirs = await cy.CreateList("Cy's partners", "203.0.114.0/24");
        await cy.Provision(theirs);
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        await bo.Provision(await Href());
        var version = await NewestVersion();
        for (var n = 0; n < 40; n++)
        {
            await cy.Put(theirs, new JsonObject { ["description"] = $"change {n}" });
            await cy.Provision(theirs);
        }

        await Edit(cy, await Href(), ranges => Without(ranges, Other));
        await cy.Provision(await Href());
        await Reconcile();

        var removals = (await Removals()).ToDictionary(act => $"{act.Indicator}", act => (act.Who, act.Why));
        Assert.Equal((Bo, $"removed on the PCE by policy version {version}"), removals[Attacker]);
        Assert.Equal(Cy, removals[Other].Who);
        Assert.Empty(await Active());
    }

    [Fact]
    public async Task Was_removed_by_hand_also_where_that_happened_between_our_provisioning_and_our_reading_back()
    {
        await BlockTwo();
        using var bo = Hands("api_b0", "bo-s");
        await Do(ActKind.Block, "45.95.11.9");
        var isProvisioned = false;
        Wire.BeforeEach = request =>
        {
            if (isProvisioned && request.Method == HttpMethod.Get)
            {
                isProvisioned = false;
                Wire.BeforeEach = null;
                Task.Run(async () =>
                    {
                        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
                        await bo.Provision(await Href());
                    })
                    .Wait(Cancellation);
            }

            isProvisioned |= request.Method == HttpMethod.Post;
        };
        Assert.Equal(2, (await Reconcile()).Added);
        Assert.DoesNotContain(Attacker, await Active());

        await Reconcile();

        var removal = Assert.Single(await Removals());
        Assert.Equal((Bo, Attacker), (removal.Who, $"{removal.Indicator}"));
        Assert.DoesNotContain(Attacker, await Active());
    }

    [Fact]
    public async Task Was_removed_by_hand_also_where_the_last_outcome_is_one_of_0_1_and_its_version_tells_our_intent()
    {
        await BlockTwo();
        using var bo = Hands("api_b0", "bo-s");
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        await bo.Provision(await Href());

        // As 0.1 wrote it: it names neither list nor PCE.
        await RewriteLastOutcome(outcome => outcome with { NewestVersion = null, Pce = null, Lists = null });
        await Reconcile();
        Assert.Equal(Bo, Assert.Single(await Removals()).Who);
    }

    [Fact]
    public async Task In_the_draft_only_is_made_active_though_the_ledger_that_wrote_it_is_lost()
    {
        await Install();
        await Record(Seen(Attacker, severity: 8));
        Pce.Script(new FaultRule { Method = "POST", Effect = new Fault.Reset(Moment.Before) });
        await Assert.ThrowsAsync<PceException>(() => Reconcile());
        Pce.Script();
        await LoseLedger();
        await Record(Seen(Attacker, severity: 8));

        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.Applied, 1), (report.Outcome, report.Added));
        Assert.Equal([Attacker], await Active());
        Assert.False(await CanReach(Attacker, Web, 443));
    }

    [Theory]
    [InlineData(ActKind.Unblock)]
    [InlineData(ActKind.Allow)]
    [InlineData(ActKind.Reject)]
    public async Task From_the_draft_only_is_ended_by_an_operator_though_somebody_took_it_off_the_draft(ActKind kind)
    {
        await BlockTwo();
        using var bo = Hands("api_b0", "bo-s");
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        await Do(kind, Attacker);

        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.Applied, 1), (report.Outcome, report.Removed));
        Assert.Equal([Other], await Active());
        Assert.True(await CanReach(Attacker, Web, 443));
    }

    [Fact]
    public async Task From_the_draft_only_is_ended_by_time_though_somebody_took_it_off_the_draft()
    {
        await BlockTwo();
        using var bo = Hands("api_b0", "bo-s");
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(2, (await Reconcile()).Removed);
        Assert.Empty(await Active());
    }

    [Fact]
    public async Task From_the_draft_only_comes_back_into_the_draft_once_that_edit_is_old_enough()
    {
        await BlockTwo();
        using var bo = Hands("api_b0", "bo-s");
        await Edit(bo, await Href(), ranges => Without(ranges, Attacker));
        Assert.Equal(ReconcileOutcome.KeptBack, (await Reconcile()).Outcome);

        Clock.Advance(TimeSpan.FromMinutes(16));
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, 0, null), (report.Outcome, report.Added, report.PolicyVersion));
        Assert.Contains(await List("draft"), entry => entry.What.ToString() == Attacker);
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
    }

    private async Task BlockTwo()
    {
        await Install();
        await Record(Seen(Attacker, severity: 8), Seen(Other, severity: 8, id: "f0000002aaaa"));
        Assert.Equal(2, (await Reconcile()).Added);
    }

    private async Task<ReconcileReport> NothingIsSuppressed(string why, int added = 2)
    {
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, added), (report.Outcome, report.Added));
        Assert.Contains(why, report.Detail, StringComparison.Ordinal);
        Assert.Equal([Attacker, Other], await Active());
        Assert.Empty(await Removals());
        return report;
    }

    /// <summary>History as another version of Shield would have written it.</summary>
    private async Task RewriteLastOutcome(Func<Outcome, Outcome> change)
    {
        var ledger = await LedgerAsync();
        var lease = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            new LeaseHolder("host", "boot", 3, DateTimeOffset.UnixEpoch),
            Clock.GetUtcNow().AddMinutes(1),
            Cancellation
        );
        var history = await History();
        var last = Outcome.Read(history.Records.Last(record => record.Kind is HistoryKind.Outcome));
        var record = HistoryRecord.After(history.Last, HistoryKind.Outcome, Clock.GetUtcNow(), change(last).ToJson());
        await ledger.AppendHistoryAsync(lease!.Fence, record, history.Baseline! with { OutcomeHash = record.Hash }, Cancellation);
        await ledger.ReleaseLeaseAsync(lease.Fence, lease.Generation, Cancellation);
    }

    private PceHands Hands(string key, string secret) => new(Pce, key, secret);

    private async Task<Act[]> Removals() =>
        [.. (await (await LedgerAsync()).ReadAsync(Cancellation)).Acts.Where(act => act.Kind is ActKind.RemovedByHand)];
}
