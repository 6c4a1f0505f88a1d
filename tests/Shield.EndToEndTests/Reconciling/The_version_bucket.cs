using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

public sealed class The_version_bucket : LoopTest
{
    private int _attackers;

    [Fact]
    public async Task Law_11_lets_a_burst_through_and_then_one_at_a_time()
    {
        await Empty();
        var before = await NewestVersion();
        await RecordAnother();
        Pce.ClearCalls();
        var report = await Reconcile();
        Assert.Equal(
            (ReconcileOutcome.Waiting, 0, Clock.GetUtcNow() + TimeSpan.FromMinutes(2)),
            (report.Outcome, report.Added, report.RetryAt)
        );
        Assert.Contains("Reconcile:VersionsPerHour", report.Detail, StringComparison.Ordinal);
        Assert.Empty(Writes);

        Clock.SetUtcNow(report.RetryAt!.Value - TimeSpan.FromTicks(1));
        Assert.Equal(ReconcileOutcome.Waiting, (await Reconcile()).Outcome);
        Clock.SetUtcNow(report.RetryAt.Value);
        Assert.Equal((ReconcileOutcome.Applied, 1), (await Reconcile()) is var applied ? (applied.Outcome, applied.Added) : default);
        Assert.Equal(before + 1, await NewestVersion());
        await RecordAnother();
        Assert.Equal(ReconcileOutcome.Waiting, (await Reconcile()).Outcome);
    }

    [Fact]
    public async Task Law_5_delays_a_removal_by_one_token_and_no_more()
    {
        await Empty();
        await Do(ActKind.Unblock, "45.95.12.1");
        var waiting = await Reconcile();
        Assert.Equal((ReconcileOutcome.Waiting, 0), (waiting.Outcome, waiting.Removed));
        Assert.Contains("45.95.12.1", await Active());
        Clock.SetUtcNow(waiting.RetryAt!.Value);
        Assert.Equal((ReconcileOutcome.Applied, 1), (await Reconcile()) is var report ? (report.Outcome, report.Removed) : default);
    }

    [Fact]
    public async Task Asks_no_token_for_nothing()
    {
        await Empty();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
        }
    }

    [Fact]
    public async Task Does_not_hold_a_command_back_nor_is_emptied_by_one()
    {
        await Empty();
        Clock.Advance(TimeSpan.FromMinutes(2));
        Loop = Loop with { VersionsPerHour = null };
        await RecordAnother();
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.Null(Intent.Read((await History()).LastIntent()!).VersionsLeft);

        Loop = Loop with { VersionsPerHour = 30 };
        await RecordAnother();
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
    }

    [Fact]
    public async Task Counts_what_broke_off_as_one()
    {
        Loop = Loop with { VersionsPerHour = 30 };
        await Install();
        await RecordAnother();
        for (var i = 0; i < 10; i++)
        {
            Wire.Lose("PUT", arrives: false);
            Wire.Lose("PUT", arrives: false);
            await Assert.ThrowsAsync<PceException>(() => Reconcile());
            Wire.Heal();
        }

        Assert.Equal(ReconcileOutcome.Waiting, (await Reconcile()).Outcome);
    }

    [Fact]
    public async Task Gives_one_token_for_a_round_in_which_the_PCE_refuses_an_entry()
    {
        await Empty(leave: 1);
        await RecordAnother();
        Wire.Instead = (request, body) =>
            request.Method == HttpMethod.Put && body.Contains($"45.95.12.{_attackers}", StringComparison.Ordinal)
                ? new HttpResponseMessage(System.Net.HttpStatusCode.NotAcceptable)
                {
                    Content = new StringContent("""[{"token":"input_validation_error","message":"no"}]"""),
                }
                : null;
        await RecordAnother();
        var refused = $"45.95.12.{_attackers}";
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.KeptBack, 1, 1), (report.Outcome, report.Added, report.KeptBack));
        Assert.DoesNotContain(refused, await Active());
        Assert.Equal(0, VersionBucket.Of(await History(), 30, Clock.GetUtcNow()).Left);
    }

    [Fact]
    public async Task Of_another_instance_is_no_answer_to_a_command()
    {
        await Empty();
        await RecordAnother();
        var ledger = await LedgerAsync();
        var other = new LeaseHolder("elsewhere", "boot", 99, DateTimeOffset.UnixEpoch);
        var taken = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            other,
            Clock.GetUtcNow() + TimeSpan.FromSeconds(60),
            Cancellation
        );
        Loop = Loop with { VersionsPerHour = null };
        var command = (await NewReconciler(Clock)).RunAsync("unblock by ana", Cancellation);

        // It goes round again for the command, finds the bucket empty, and is done.
        var waiting = new ReconcileReport { Outcome = ReconcileOutcome.Waiting };
        Assert.True(await ledger.CompleteRoundAsync(taken!.Fence, 1, waiting.ToJson(), Cancellation));
        Assert.True(await ledger.ReleaseLeaseAsync(taken.Fence, 1, Cancellation));
        while (!command.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(1, Cancellation);
        }

        Assert.Equal(ReconcileOutcome.Applied, (await command).Outcome);
    }

    private async Task Empty(int leave = 0)
    {
        Loop = Loop with { VersionsPerHour = 30 };
        await Install();
        for (var i = 0; i < VersionBucket.Burst - leave; i++)
        {
            await RecordAnother();
            Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        }
    }

    private Task RecordAnother()
    {
        _attackers++;
        return Record(Seen($"45.95.12.{_attackers}", id: $"f{_attackers:0000000}aaaa"));
    }
}
