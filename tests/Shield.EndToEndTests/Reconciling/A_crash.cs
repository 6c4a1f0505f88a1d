using CsCheck;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Reconciling;

/// <summary>The connection breaks at a request, before or after it took effect, and the next reconcile goes on from there.</summary>
public sealed class A_crash : LoopTest
{
    [Theory]
    [InlineData("PUT", true)]
    [InlineData("PUT", false)]
    [InlineData("POST", true)]
    [InlineData("POST", false)]
    public async Task Law_3_anywhere_ends_in_the_same_list(string method, bool arrives)
    {
        await Install();
        await Record(Seen(Attacker));
        await Reconcile();
        await Record(Seen(Other, id: "f0000002aaaa"));
        await Do(ActKind.Unblock, Attacker);
        Break(method, arrives);
        await Assert.ThrowsAsync<PceException>(() => Reconcile());
        Assert.NotNull((await History()).UnfinishedIntent());

        Heal();
        var report = await Reconcile();
        Assert.Contains(report.Outcome, new[] { ReconcileOutcome.Applied, ReconcileOutcome.Nothing });
        Assert.Equal([Other], await Active());
        Assert.Null((await History()).UnfinishedIntent());
        Assert.Equal([Other], (await History()).Baseline!.Inbound);
        Assert.Empty((await (await LedgerAsync()).ReadAsync(Cancellation)).Acts.Where(act => act.Kind is ActKind.RemovedByHand));
        Assert.Equal(ReconcileOutcome.Nothing, (await Reconcile()).Outcome);
    }

    [Fact]
    public async Task Law_3_leaves_the_lease_free_for_the_next()
    {
        await Install();
        await Record(Seen(Attacker));
        Break("PUT", arrives: false);
        await Assert.ThrowsAsync<PceException>(() => Reconcile());
        Assert.Null((await (await LedgerAsync()).ReadLeaseAsync(Cancellation)).Holder);
    }

    [Fact]
    public async Task Law_4_of_ours_is_not_taken_for_somebodys_draft()
    {
        await Install();
        await Record(Seen(Attacker));
        Break("POST", arrives: false);
        await Assert.ThrowsAsync<PceException>(() => Reconcile());
        Heal();
        var report = await Reconcile();
        Assert.Equal((ReconcileOutcome.Applied, 0), (report.Outcome, report.KeptBack));
        Assert.Equal([Attacker], await Active());
    }

    private void Break(string method, bool arrives)
    {
        // Until healed: our client looks and tries once more by itself.
        for (var i = 0; i < 10; i++)
        {
            Wire.Lose(method, arrives && i == 0);
        }

        Wire.BeforeEach = request =>
        {
            if (request.Method == HttpMethod.Get && Wire.Sent.Exists(sent => sent.StartsWith(method, StringComparison.Ordinal)))
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "no route to the PCE");
            }
        };
        Wire.Sent.Clear();
    }

    private void Heal()
    {
        Wire.BeforeEach = null;
        Wire.Heal();
    }
}
