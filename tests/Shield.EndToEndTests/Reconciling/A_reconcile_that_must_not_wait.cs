using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

public sealed class A_reconcile_that_must_not_wait : LoopTest
{
    private DateTimeOffset End => Clock.GetUtcNow() + TimeSpan.FromSeconds(80);

    [Fact]
    public async Task Is_a_reconcile_where_nobody_else_runs()
    {
        await Install();
        await Record(Seen(Attacker));
        var report = await Run(End);
        Assert.Equal((ReconcileOutcome.Applied, 1, false), (report.Outcome, report.Added, report.Owes));
        Assert.Equal([Attacker], await Active());
        await IsFree();
    }

    [Fact]
    public async Task Leaves_it_to_the_holder_at_once_and_asks_for_another_round()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        await Hold();
        Pce.ClearCalls();
        var report = await Run(End);
        Assert.Equal((ReconcileOutcome.NotYet, false), (report.Outcome, report.Owes));
        Assert.Equal(1, (await ledger.ReadLeaseAsync(Cancellation)).Generation);
        Assert.Empty(Requests);
    }

    [Fact]
    public async Task Takes_over_from_a_holder_that_went_before_it_could_be_asked()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var seen = await Hold();
        bool GoesNow(LeaseHolder holder)
        {
            ledger.ReleaseLeaseAsync(seen.Fence, seen.Generation, Cancellation).GetAwaiter().GetResult();
            return false;
        }

        var report = await new Reconciler(
            ledger,
            Illumio,
            Loop,
            new LeaseHolder("host", "boot", 1, DateTimeOffset.UnixEpoch),
            GoesNow,
            Clock
        ).TryRunAsync("test", End, Cancellation);
        Assert.Equal(ReconcileOutcome.Applied, report.Outcome);
        Assert.Equal([Attacker], await Active());
        await IsFree();
    }

    [Fact]
    public async Task Is_not_begun_where_the_time_is_too_short()
    {
        await Install();
        await Record(Seen(Attacker));
        Pce.ClearCalls();
        var report = await Run(Clock.GetUtcNow() + TimeSpan.FromSeconds(10));
        Assert.Equal((ReconcileOutcome.NotYet, true), (report.Outcome, report.Owes));
        Assert.Empty(Requests);
        await IsFree();
    }

    [Fact]
    public async Task Goes_round_again_only_while_there_is_time()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var asked = false;
        Wire.BeforeEach = request =>
        {
            if (request.Method == HttpMethod.Post && !asked)
            {
                asked = true;
                Record(Seen(Other, id: "f0000002aaaa")).GetAwaiter().GetResult();
                ledger.RaiseGenerationAsync(Cancellation).GetAwaiter().GetResult();
                Clock.Advance(TimeSpan.FromSeconds(40));
            }
        };
        var report = await Run(End);
        Assert.Equal((ReconcileOutcome.Applied, 1, true), (report.Outcome, report.Added, report.Owes));
        Assert.Equal([Attacker], await Active());
        var state = await ledger.ReadLeaseAsync(Cancellation);
        Assert.Null(state.Holder);
        Assert.True(state.CompletedGeneration < state.Generation);

        Assert.Equal(ReconcileOutcome.Applied, (await Run(End)).Outcome);
        Assert.Equal([Attacker, Other], await Active());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Law_3_is_broken_off_at_its_end_and_the_next_goes_on(string method)
    {
        await Install();
        await Record(Seen(Attacker));
        var once = false;
        Wire.BeforeEach = request =>
        {
            if (request.Method.Method == method && !once)
            {
                once = true;
                Clock.Advance(TimeSpan.FromSeconds(77));
            }
        };
        var report = await Run(End);
        Assert.Equal((ReconcileOutcome.NotYet, true), (report.Outcome, report.Owes));
        await IsFree();
        Assert.Empty(await Active());

        Wire.BeforeEach = null;
        Assert.Equal((ReconcileOutcome.Applied, 1), (await Run(End)) is var next ? (next.Outcome, next.Added) : default);
        Assert.Equal([Attacker], await Active());
        Assert.Null((await History()).UnfinishedIntent());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Gives_the_lease_back_when_it_is_cancelled(string method)
    {
        await Install();
        await Record(Seen(Attacker));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Wire.BeforeEach = request =>
        {
            if (request.Method.Method == method)
            {
                stop.Cancel();
            }
        };
        var reconciler = await NewReconciler(Clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reconciler.TryRunAsync("test", End, stop.Token));
        await IsFree();
    }

    [Fact]
    public async Task Gives_the_lease_back_when_the_ledger_fails()
    {
        await Install();
        await Record(Seen(Attacker));
        var ledger = await LedgerAsync();
        var once = false;
        Wire.BeforeEach = request =>
        {
            if (!once)
            {
                once = true;
                var fence = ledger.ReadLeaseAsync(Cancellation).GetAwaiter().GetResult().Fence;
                var first = HistoryRecord.After(null, HistoryKind.KeptBack, Clock.GetUtcNow(), new KeptBackNote("", 0).ToJson());
                ledger.AppendHistoryAsync(fence, first, null, Cancellation).GetAwaiter().GetResult();
            }
        };
        await Assert.ThrowsAsync<LedgerException>(() => Run(End));
        await IsFree();
    }

    [Fact]
    public async Task Says_on_the_lease_when_it_last_ended_well()
    {
        await Install();
        var ledger = await LedgerAsync();
        await Run(End);
        var good = ReconcileReport.FromJson((await ledger.ReadLeaseAsync(Cancellation)).CompletedReport)!;
        Assert.Equal((Clock.GetUtcNow(), Clock.GetUtcNow()), (good.FinishedAt, good.LastGoodAt));

        Clock.Advance(TimeSpan.FromMinutes(5));
        Loop = Loop with { Owner = "nobody-here" };
        Assert.Equal(ReconcileOutcome.Refused, (await Run(End)).Outcome);
        var refused = ReconcileReport.FromJson((await ledger.ReadLeaseAsync(Cancellation)).CompletedReport)!;
        Assert.Equal((Clock.GetUtcNow(), good.FinishedAt), (refused.FinishedAt, refused.LastGoodAt));
    }

    [Fact]
    public async Task Counts_for_whoever_measures_and_keeps_no_count_with_the_lease()
    {
        await Install();
        await Record(
            Seen(Attacker),
            Seen("10.0.0.7", id: "f0000002aaaa"),
            Seen("45.95.11.9", id: "f0000003aaaa", type: "Nobody:Knows/This")
        );
        var first = (await Run(End)).Tally!;
        Assert.Equal((1, 0, 0, Loop.MaxEntries), (first.Inbound, first.Outbound, first.Domains, first.Room));
        Assert.Equal(
            [new NewlyActive(ListPurpose.Inbound, Indicator.Parse(Attacker), Clock.GetUtcNow() - TimeSpan.FromHours(1))],
            first.NewlyActive
        );
        Assert.Equal(
            ["Block scanner 1", "Hold unknown-type 1", "Ignore special-purpose 1"],
            first.Decisions.Select(count => $"{count.Verdict} {count.Reason} {count.Count}").Order(StringComparer.Ordinal)
        );

        var second = (await Run(End)).Tally!;
        Assert.Equal((1, 0), (second.Entries, second.NewlyActive.Length));
        Assert.DoesNotContain("ally", (await (await LedgerAsync()).ReadLeaseAsync(Cancellation)).CompletedReport, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_no_more_with_the_lease_than_there_is_room_for()
    {
        var report = new ReconcileReport
        {
            Outcome = ReconcileOutcome.Applied,
            Detail = new string('x', 1_000_000),
            Unproven = [.. Enumerable.Range(0, 6_000).Select(i => $"+2001:db8::{i:x}")],
        };
        Assert.True(report.ToJson().Length < 100_000);
        Assert.Equal("and 5500 more", ReconcileReport.FromJson(report.ToJson())!.Unproven[^1]);
    }

    private async Task<ReconcileReport> Run(DateTimeOffset until) =>
        await (await NewReconciler(Clock)).TryRunAsync("test", until, Cancellation);

    private async Task<LeaseState> Hold()
    {
        var ledger = await LedgerAsync();
        var other = new LeaseHolder("elsewhere", "boot", 99, DateTimeOffset.UnixEpoch);
        return (
            await ledger.TryTakeLeaseAsync(
                await ledger.ReadLeaseAsync(Cancellation),
                other,
                Clock.GetUtcNow() + TimeSpan.FromHours(1),
                Cancellation
            )
        )!;
    }

    private async Task IsFree() => Assert.Null((await (await LedgerAsync()).ReadLeaseAsync(Cancellation)).Holder);
}
