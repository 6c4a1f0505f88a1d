using Shield.Core.Ledger;
using Shield.EndToEndTests.Pce;
using Shield.Pce.Installing;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>What <c>init</c> works under: the loop's own lease, for which it waits.</summary>
public sealed class A_journal_of_rules : LoopTest
{
    private static readonly LeaseHolder Me = new("host", "boot", 1, DateTimeOffset.UnixEpoch);
    private static readonly LeaseHolder Elsewhere = new("elsewhere", "boot", 7, DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Is_waited_for_while_another_instance_works()
    {
        var ledger = await LedgerAsync();
        await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            Elsewhere,
            Clock.GetUtcNow() + TimeSpan.FromSeconds(30),
            Cancellation
        );

        var holding = Hold(ledger);
        var passed = await Clock.Pass(Wire, holding, TimeSpan.FromSeconds(1));

        Assert.Equal("done", await holding);
        Assert.InRange(passed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Says_who_works_where_that_takes_too_long()
    {
        var ledger = await LedgerAsync();
        var taken = await ledger.TryTakeLeaseAsync(
            await ledger.ReadLeaseAsync(Cancellation),
            Elsewhere,
            Clock.GetUtcNow() + TimeSpan.FromMinutes(1),
            Cancellation
        );

        var holding = Hold(ledger);
        while (!holding.IsCompleted)
        {
            // Its holder lives, and renews it.
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await ledger.RenewLeaseAsync(taken!.Fence, Clock.GetUtcNow() + TimeSpan.FromMinutes(1), Cancellation));
        }

        var refused = await Assert.ThrowsAsync<LedgerException>(() => holding);
        Assert.Contains("process 7 on elsewhere", refused.Message, StringComparison.Ordinal);
        Assert.Contains("recorded nothing and changed nothing", refused.Message, StringComparison.Ordinal);
    }

    private Task<string> Hold(ILedger ledger) =>
        RuleJournal.HoldAsync(ledger, Me, _ => false, Clock, _ => Task.FromResult("done"), Cancellation);
}
