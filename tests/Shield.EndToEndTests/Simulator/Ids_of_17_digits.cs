using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Reconciling;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>More than a double holds: whoever takes an id for a number writes to somebody else's list.</summary>
public sealed class Ids_of_17_digits : LoopTest
{
    private const long Least = 17_732_923_532_914_147;

    protected override SimulatorOptions Options => base.Options with { LeastId = Least };

    [Fact]
    public async Task Survive_init_a_block_and_an_unblock()
    {
        await Install();
        Assert.Equal($"/orgs/1/sec_policy/draft/ip_lists/{Least}", await Href());
        await Record(Seen(Attacker));
        Assert.Equal(ReconcileOutcome.Applied, (await Reconcile()).Outcome);
        Assert.False(await CanReach(Attacker, Web, 443));
        await Do(ActKind.Unblock, Attacker);
        await Reconcile();
        Assert.True(await CanReach(Attacker, Web, 443));
    }
}
