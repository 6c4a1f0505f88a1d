using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

public sealed class A_lease : LoopTest
{
    [Fact]
    public async Task Lets_one_write_and_the_others_learn_what_came_of_it()
    {
        await Install();
        await Record(Seen(Attacker));
        var before = await NewestVersion();
        var reconcilers = await Task.WhenAll(Enumerable.Range(1, 6).Select(process => NewReconciler(TimeProvider.System, process)));
        var reports = await Task.WhenAll(reconcilers.Select(reconciler => reconciler.RunAsync("test", Cancellation)));
        Assert.All(reports, report => Assert.Contains(report.Outcome, new[] { ReconcileOutcome.Applied, ReconcileOutcome.Nothing }));
        Assert.Contains(reports, report => report.Outcome is ReconcileOutcome.Applied);
        Assert.Equal(before + 1, await NewestVersion());
        Assert.Equal([Attacker], await Active());
    }

    [Fact]
    public async Task Makes_its_holder_go_round_again_for_what_was_recorded_meanwhile()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var once = false;
        Wire.BeforeEach = request =>
        {
            if (request.Method == HttpMethod.Put && !once)
            {
                once = true;
                Record(Seen(Other, id: "f0000002aaaa")).GetAwaiter().GetResult();
                ledger.RaiseGenerationAsync(Cancellation).GetAwaiter().GetResult();
            }
        };
        await Reconcile();
        Assert.Equal([Attacker, Other], await Active());
    }

    [Fact]
    public async Task Of_a_dead_process_is_free_at_once()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var dead = new LeaseHolder("host", "boot", 99, DateTimeOffset.UnixEpoch);
        Assert.NotNull(await ledger.TryTakeLeaseAsync(await ledger.ReadLeaseAsync(Cancellation), dead, Clock.GetUtcNow() + TimeSpan.FromSeconds(60), Cancellation));
        var reconciler = new Reconciler(ledger, Illumio, Loop, new LeaseHolder("host", "boot", 1, DateTimeOffset.UnixEpoch), holder => holder == dead, Clock);
        Assert.Equal(ReconcileOutcome.Applied, (await reconciler.RunAsync("test", Cancellation)).Outcome);
    }

    [Fact]
    public async Task Held_for_too_long_is_reported_as_not_applied_yet()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var other = new LeaseHolder("elsewhere", "boot", 99, DateTimeOffset.UnixEpoch);
        Assert.NotNull(await ledger.TryTakeLeaseAsync(await ledger.ReadLeaseAsync(Cancellation), other, Clock.GetUtcNow() + TimeSpan.FromHours(1), Cancellation));
        var running = (await NewReconciler(Clock)).RunAsync("test", Cancellation);
        while (!running.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(ReconcileOutcome.NotYet, (await running).Outcome);
        Assert.Equal(1, (await ledger.ReadLeaseAsync(Cancellation)).Generation);
    }

    [Fact]
    public async Task Lost_to_another_stops_the_writing()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        Wire.BeforeEach = request =>
        {
            if (request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith("rule_sets", StringComparison.Ordinal))
            {
                // We froze for longer than the lease lasts, and somebody took over.
                Clock.Advance(TimeSpan.FromSeconds(61));
                var seen = ledger.ReadLeaseAsync(Cancellation).GetAwaiter().GetResult();
                ledger.TryTakeLeaseAsync(seen, new LeaseHolder("elsewhere", "b", 7, DateTimeOffset.UnixEpoch), Clock.GetUtcNow() + TimeSpan.FromSeconds(60), Cancellation).GetAwaiter().GetResult();
            }
        };
        Pce.ClearCalls();
        await Assert.ThrowsAsync<LedgerException>(() => Reconcile());
        Assert.Empty(Writes);
    }
}
