using Shield.Core.Ledger;
using Shield.LedgerWriter;

namespace Shield.Tests.Ledger;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Gives_the_lease_to_whoever_saw_its_present_state()
    {
        var ledger = await OpenAsync();

        var taken = await ledger.TryTakeLeaseAsync(LeaseState.Initial, Holder(1), Numbered.Time(60), Token);

        Assert.Equal(LeaseState.Initial with { Fence = 1, Holder = Holder(1), Until = Numbered.Time(60) }, taken);
        Assert.Equal(taken, await (await OpenAsync()).ReadLeaseAsync(Token));
    }

    [Fact]
    public async Task Refuses_the_lease_to_whoever_saw_an_older_state()
    {
        var ledger = await OpenAsync();
        var taken = await TakeAsync(ledger, 1);
        Assert.Null(await ledger.TryTakeLeaseAsync(LeaseState.Initial, Holder(2), Numbered.Time(60), Token));

        await ledger.RenewLeaseAsync(taken.Fence, Numbered.Time(120), Token);
        Assert.Null(await ledger.TryTakeLeaseAsync(taken, Holder(2), Numbered.Time(60), Token));

        var renewed = await ledger.ReadLeaseAsync(Token);
        await ledger.RaiseGenerationAsync(Token);
        Assert.Null(await ledger.TryTakeLeaseAsync(renewed, Holder(2), Numbered.Time(60), Token));

        Assert.Equal(Holder(1), (await ledger.ReadLeaseAsync(Token)).Holder);
    }

    [Fact]
    public async Task Gives_the_lease_once_where_many_race_for_it()
    {
        var takers = new[] { await OpenAsync(), await OpenAsync(), await OpenAsync(), await OpenAsync() };
        for (var round = 1; round <= 10; round++)
        {
            var seen = await takers[0].ReadLeaseAsync(Token);

            var taken = await Task.WhenAll(
                takers.Select(
                    (ledger, who) => Task.Run(() => ledger.TryTakeLeaseAsync(seen, Holder(who), Numbered.Time(round), Token), Token)
                )
            );

            var winner = Assert.Single(taken, state => state is not null);
            Assert.Equal(round, winner!.Fence);
            Assert.Equal(winner, await takers[0].ReadLeaseAsync(Token));
        }
    }

    [Fact]
    public async Task Turns_a_holder_away_whose_lease_was_taken_over()
    {
        var ledger = await OpenAsync();
        var frozen = await TakeAsync(ledger, 1);
        var now = await TakeAsync(ledger, 2);

        Assert.Equal(frozen.Fence + 1, now.Fence);
        Assert.False(await ledger.RenewLeaseAsync(frozen.Fence, Numbered.Time(999), Token));
        Assert.False(await ledger.CompleteRoundAsync(frozen.Fence, 0, "{}", Token));
        Assert.False(await ledger.ReleaseLeaseAsync(frozen.Fence, 0, Token));
        await Assert.ThrowsAsync<LedgerException>(() => ledger.AppendHistoryAsync(frozen.Fence, First, null, Token));
        Assert.Equal(now, await ledger.ReadLeaseAsync(Token));
        Assert.Empty((await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token)).Records);
    }

    [Fact]
    public async Task Renews_the_lease_of_its_holder_and_of_nobody_after()
    {
        var ledger = await OpenAsync();
        var lease = await TakeAsync(ledger, 1);

        Assert.True(await ledger.RenewLeaseAsync(lease.Fence, Numbered.Time(500), Token));
        Assert.Equal(lease with { Until = Numbered.Time(500) }, await ledger.ReadLeaseAsync(Token));

        Assert.True(await ledger.ReleaseLeaseAsync(lease.Fence, 0, Token));
        Assert.False(await ledger.RenewLeaseAsync(lease.Fence, Numbered.Time(600), Token));
        Assert.Equal(LeaseState.Initial with { Fence = lease.Fence }, await ledger.ReadLeaseAsync(Token));
    }

    [Fact]
    public async Task Turns_everybody_away_while_nobody_holds_the_lease()
    {
        var ledger = await OpenAsync();

        Assert.False(await ledger.RenewLeaseAsync(0, Numbered.Time(1), Token));
        Assert.False(await ledger.CompleteRoundAsync(0, 0, "{}", Token));
        Assert.False(await ledger.ReleaseLeaseAsync(0, 0, Token));
        await Assert.ThrowsAsync<LedgerException>(() => ledger.AppendHistoryAsync(0, First, null, Token));
        Assert.Equal(LeaseState.Initial, await ledger.ReadLeaseAsync(Token));
    }

    [Fact]
    public async Task Is_not_released_to_a_holder_who_was_asked_to_go_round_again()
    {
        var ledger = await OpenAsync();
        var lease = await TakeAsync(ledger, 1);

        var asked = await (await OpenAsync()).RaiseGenerationAsync(Token);

        Assert.Equal(1, asked);
        Assert.False(await ledger.ReleaseLeaseAsync(lease.Fence, lease.Generation, Token));
        Assert.Equal(lease with { Generation = asked }, await ledger.ReadLeaseAsync(Token));
        Assert.True(await ledger.ReleaseLeaseAsync(lease.Fence, asked, Token));
        Assert.Null((await ledger.ReadLeaseAsync(Token)).Holder);
    }

    [Fact]
    public async Task Gives_each_that_asks_for_a_round_a_generation_of_its_own()
    {
        var ledgers = new[] { await OpenAsync(), await OpenAsync() };

        var generations = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => ledgers[i % 2].RaiseGenerationAsync(Token), Token))
        );

        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), generations.Order());
        Assert.Equal(20, (await ledgers[0].ReadLeaseAsync(Token)).Generation);
    }

    [Fact]
    public async Task Tells_whoever_waits_what_a_completed_round_came_to()
    {
        var ledger = await OpenAsync();
        var lease = await TakeAsync(ledger, 1);
        var asked = await ledger.RaiseGenerationAsync(Token);
        var later = await ledger.RaiseGenerationAsync(Token);

        Assert.True(await ledger.CompleteRoundAsync(lease.Fence, asked, """{"outcome":"applied"}""", Token));

        var state = await (await OpenAsync()).ReadLeaseAsync(Token);
        Assert.Equal(lease with { Generation = later, CompletedGeneration = asked, CompletedReport = """{"outcome":"applied"}""" }, state);
        Assert.True(await ledger.ReleaseLeaseAsync(lease.Fence, later, Token));
        Assert.Equal((asked, state.CompletedReport), ((await ledger.ReadLeaseAsync(Token)).CompletedGeneration, state.CompletedReport));
    }

    private static LeaseHolder Holder(int process) => new("host-1", "1f0c5c1e-boot", process, Numbered.Time(process).AddTicks(7));

    private static async Task<LeaseState> TakeAsync(ILedger ledger, int process)
    {
        var taken = await ledger.TryTakeLeaseAsync(await ledger.ReadLeaseAsync(Token), Holder(process), Numbered.Time(60), Token);
        return Assert.IsType<LeaseState>(taken);
    }
}
