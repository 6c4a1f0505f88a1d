using Microsoft.Extensions.Time.Testing;
using Shield.Core.Decisions;
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

    /// <summary>Provisioning that takes 40 s leaves 20 s of the lease: too little for what follows.</summary>
    [Fact]
    public async Task Is_renewed_after_each_phase_that_took_its_time()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var isProvisioned = false;
        var left = new List<TimeSpan>();
        Wire.BeforeEach = request =>
        {
            if (isProvisioned)
            {
                left.Add(ledger.ReadLeaseAsync(Cancellation).GetAwaiter().GetResult().Until - Clock.GetUtcNow());
            }
            else if (request.Method == HttpMethod.Post)
            {
                isProvisioned = true;
                Clock.Advance(TimeSpan.FromSeconds(40));
            }
        };
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.All(left, time => Assert.InRange(time, Lease.Length - TimeSpan.FromSeconds(1), Lease.Length));
        Assert.NotEmpty(left);
    }

    [Fact]
    public async Task Of_a_dead_process_is_free_at_once()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var dead = new LeaseHolder("host", "boot", 99, DateTimeOffset.UnixEpoch);
        Assert.NotNull(
            await ledger.TryTakeLeaseAsync(
                await ledger.ReadLeaseAsync(Cancellation),
                dead,
                Clock.GetUtcNow() + TimeSpan.FromSeconds(60),
                Cancellation
            )
        );
        var reconciler = new Reconciler(
            ledger,
            Illumio,
            Loop,
            new LeaseHolder("host", "boot", 1, DateTimeOffset.UnixEpoch),
            holder => holder == dead,
            Clock
        );
        Assert.Equal(ReconcileOutcome.Applied, (await reconciler.RunAsync("test", Cancellation)).Outcome);
    }

    [Fact]
    public async Task Held_for_too_long_is_reported_as_not_applied_yet()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var other = new LeaseHolder("elsewhere", "boot", 99, DateTimeOffset.UnixEpoch);
        var taken = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            other,
            Clock.GetUtcNow() + TimeSpan.FromMinutes(1),
            Cancellation
        );
        var running = (await NewReconciler(Clock)).RunAsync("test", Cancellation);
        while (!running.IsCompleted)
        {
            // Its holder lives, and renews it.
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await ledger.RenewLeaseAsync(taken!.Fence, Clock.GetUtcNow() + TimeSpan.FromMinutes(1), Cancellation));
        }

        var report = await running;
        Assert.Equal(ReconcileOutcome.NotYet, report.Outcome);
        Assert.Contains("process 99 on elsewhere", report.Detail, StringComparison.Ordinal);
        Assert.Equal(1, (await ledger.ReadLeaseAsync(Cancellation)).Generation);
    }

    /// <summary>By how much the date in the lease is wrong, for whoever reads it: one of two clocks was set meanwhile.</summary>
    public static TheoryData<TimeSpan> Steps =>
        [TimeSpan.FromHours(-1), TimeSpan.FromSeconds(-61), TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Is_taken_over_when_it_did_not_change_for_a_minute_whatever_its_date_says_and_not_before(TimeSpan step)
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var gone = new LeaseHolder("elsewhere", "boot", 99, DateTimeOffset.UnixEpoch);
        Assert.NotNull(
            await ledger.TryTakeLeaseAsync(await ledger.ReadLeaseAsync(Cancellation), gone, Clock.GetUtcNow() + step, Cancellation)
        );
        var began = Clock.GetTimestamp();
        var running = (await NewReconciler(Clock)).RunAsync("test", Cancellation);
        while (!running.IsCompleted)
        {
            var holder = (await ledger.ReadLeaseAsync(Cancellation)).Holder;
            Assert.True(
                holder == gone || Clock.GetElapsedTime(began) >= TimeSpan.FromSeconds(60),
                $"taken after {Clock.GetElapsedTime(began)}"
            );
            if (holder == gone)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Delay(1, Cancellation);
        }

        Assert.Equal(ReconcileOutcome.Applied, (await running).Outcome);
        Assert.Equal([Attacker], await Active());
    }

    [Fact]
    public async Task Of_a_holder_that_renews_it_is_not_taken_by_a_clock_that_jumped_ahead()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var other = new LeaseHolder("host", "boot", 99, DateTimeOffset.UnixEpoch);
        var taken = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            other,
            DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1),
            Cancellation
        );
        var ahead = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(365));
        Assert.Equal(
            ReconcileOutcome.NotYet,
            (await (await NewReconciler(ahead)).TryRunAsync("test", ahead.GetUtcNow().AddMinutes(5), Cancellation)).Outcome
        );

        var running = (await NewReconciler(ahead)).RunAsync("test", Cancellation);
        for (var renewal = 0; !running.IsCompleted; renewal++)
        {
            ahead.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await ledger.RenewLeaseAsync(taken!.Fence, DateTimeOffset.UtcNow.AddMinutes(1).AddTicks(renewal), Cancellation));
        }

        Assert.Equal(ReconcileOutcome.NotYet, (await running).Outcome);
        Assert.Empty(await Active());
    }

    [Fact]
    public async Task Gives_the_answer_of_other_settings_to_nobody_who_waits_with_his_own()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var other = new LeaseHolder("elsewhere", "boot", 99, DateTimeOffset.UnixEpoch);
        var taken = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            other,
            Clock.GetUtcNow() + TimeSpan.FromMinutes(1),
            Cancellation
        );
        var command = (await NewReconciler(Clock)).RunAsync("apply by ana", Cancellation);

        // It only observes, goes round again for the command, and is done.
        var observed = new ReconcileReport
        {
            Outcome = ReconcileOutcome.Observed,
            By = other.ToString(),
            Settings = (Loop with { Policy = Loop.Policy with { Autonomy = Autonomy.Observe } }).Fingerprint,
        };
        Assert.True(await ledger.CompleteRoundAsync(taken!.Fence, 1, observed.ToJson(), Cancellation));
        Assert.True(await ledger.ReleaseLeaseAsync(taken.Fence, 1, Cancellation));
        while (!command.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(1, Cancellation);
        }

        Assert.Equal(ReconcileOutcome.Applied, (await command).Outcome);
        Assert.Equal([Attacker], await Active());
        var own = ReconcileReport.FromJson((await ledger.ReadLeaseAsync(Cancellation)).CompletedReport)!;
        Assert.Equal(("process 1 on host", Loop.Fingerprint), (own.By, own.Settings));
    }

    [Fact]
    public async Task Says_who_answered_with_other_settings_where_it_stays_held()
    {
        await Install();
        var ledger = await LedgerAsync();
        var other = new LeaseHolder("elsewhere", "boot", 99, DateTimeOffset.UnixEpoch);
        var taken = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            other,
            Clock.GetUtcNow() + TimeSpan.FromMinutes(1),
            Cancellation
        );
        var command = (await NewReconciler(Clock)).RunAsync("apply by ana", Cancellation);
        var observed = new ReconcileReport
        {
            Outcome = ReconcileOutcome.Observed,
            By = other.ToString(),
            Settings = "others",
        };
        Assert.True(await ledger.CompleteRoundAsync(taken!.Fence, 1, observed.ToJson(), Cancellation));
        while (!command.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await ledger.RenewLeaseAsync(taken.Fence, Clock.GetUtcNow() + TimeSpan.FromMinutes(1), Cancellation));
        }

        var report = await command;
        Assert.Equal(ReconcileOutcome.NotYet, report.Outcome);
        Assert.Contains("process 99 on elsewhere answered, with other settings", report.Detail, StringComparison.Ordinal);
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
                ledger
                    .TryTakeLeaseAsync(
                        seen,
                        new LeaseHolder("elsewhere", "b", 7, DateTimeOffset.UnixEpoch),
                        Clock.GetUtcNow() + TimeSpan.FromSeconds(60),
                        Cancellation
                    )
                    .GetAwaiter()
                    .GetResult();
            }
        };
        Pce.ClearCalls();
        await Assert.ThrowsAsync<LedgerException>(() => Reconcile());
        Assert.Empty(Writes);
    }
}
