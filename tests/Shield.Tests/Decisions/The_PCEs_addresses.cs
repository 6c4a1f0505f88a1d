using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

/// <summary>A name behind several addresses tells a different one each time.</summary>
public sealed class The_PCEs_addresses
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    [InlineData(31, false)]
    public void Protect_for_30_days_after_its_name_last_led_there(int days, bool protects)
    {
        var ledger = Remembering(Now - TimeSpan.FromDays(days));

        var decision = DecideOne(Attacker, ledger);

        Assert.Equal(protects ? (Verdict.Ignore, ReasonCode.Pce) : (Verdict.Block, "scanner"), (decision.Verdict, decision.Reason));
    }

    [Fact]
    public void Of_any_date_are_no_crash()
    {
        Assert.Equal(Verdict.Block, DecideOne(Attacker, Remembering(DateTimeOffset.MinValue)).Verdict);
        Assert.Equal(ReasonCode.Pce, DecideOne(Attacker, Remembering(DateTimeOffset.MaxValue)).Reason);
    }

    [Fact]
    public void Protect_though_its_name_leads_nowhere_now_and_then_nobody_else_is_blocked_either()
    {
        var ledger = Remembering(Now - TimeSpan.FromDays(1)) with { Sightings = [Seen(Attacker), Seen("45.95.11.8", id: "f0000002aaaa")] };
        var lost = new PceAddresses([], "the PCE's name cannot be resolved");
        var context = Context(ledger, pce: lost);

        var decisions = Core.Decisions.Decide.All(ledger, context);
        var plan = PlanFor(ledger, View([Ours(Attacker)]), pce: lost);

        Assert.Equal(ReasonCode.Pce, decisions.Single(one => one.Indicator == Indicator.Parse(Attacker)).Reason);
        Assert.NotEmpty(context.NeverBlock.Unreadable);
        Assert.Empty(plan.Add);
        Assert.Equal([Attacker], plan.Remove.Select(removal => removal.Entry.ToString()));
    }

    private static LedgerContent Remembering(DateTimeOffset lastSeen) =>
        Known([Seen(Attacker)]) with
        {
            PceAddresses = [new OwnAddress(AddressRange.Parse(Attacker), lastSeen)],
        };
}
