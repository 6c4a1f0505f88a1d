using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>What it led to is remembered by the ledger.</summary>
public sealed class The_PCEs_name : LoopTest
{
    private static readonly AddressRange Here = AddressRange.Parse("127.0.0.1");

    [Fact]
    public async Task Is_remembered_by_each_reconcile_at_most_once_an_hour()
    {
        await Install();
        await Reconcile();
        var first = Assert.Single((await (await LedgerAsync()).ReadAsync(Cancellation)).PceAddresses);
        Clock.Advance(TimeSpan.FromMinutes(50));
        await Reconcile();
        var second = Assert.Single((await (await LedgerAsync()).ReadAsync(Cancellation)).PceAddresses);
        Clock.Advance(TimeSpan.FromMinutes(20));
        await Reconcile();
        var third = Assert.Single((await (await LedgerAsync()).ReadAsync(Cancellation)).PceAddresses);

        Assert.Equal(Here, first.Address);
        Assert.Equal(first, second);
        Assert.Equal(Clock.GetUtcNow(), third.LastSeen);
    }

    /// <summary>A round robin answered with this one yesterday, and with another one today.</summary>
    [Fact]
    public async Task Protects_where_it_led_before()
    {
        await Install();
        await Record(Seen(Attacker), Seen(Other, id: "f0000002aaaa"));
        await Reconcile();
        Assert.Equal([Attacker, Other], await Active());

        await (await LedgerAsync()).RecordPceAddressesAsync(
            [new OwnAddress(AddressRange.Parse(Attacker), Clock.GetUtcNow() - TimeSpan.FromDays(1))],
            Cancellation
        );
        var report = await Reconcile();

        Assert.Equal((ReconcileOutcome.Applied, 1), (report.Outcome, report.Removed));
        Assert.Equal([Other], await Active());
        var decided = await new SituationReader(await LedgerAsync(), Illumio, Loop).ReadAsync(Clock.GetUtcNow(), Cancellation);
        Assert.Equal(ReasonCode.Pce, decided.Decided.About(Indicator.Parse(Attacker)).Reason);
    }
}
