using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Acts;

namespace Shield.Tests.Cli.Acts;

/// <summary>
/// With --stack the loop in AWS has the key: whether an act holds is read off what the last outcome left active, whatever else is kept
/// back.
/// </summary>
public sealed class An_act_without_a_view_of_the_PCE
{
    [Theory]
    [InlineData(ActKind.Block, "45.83.64.1", Directions.Both, true)]
    [InlineData(ActKind.Block, "45.83.64.2", Directions.Inbound, true)]
    [InlineData(ActKind.Block, "45.83.64.2", Directions.Both, false)]
    [InlineData(ActKind.Approve, "45.83.65.7", Directions.Inbound, true)]
    [InlineData(ActKind.Approve, "45.83.64.9", Directions.Inbound, false)]
    [InlineData(ActKind.Block, "evil-update.net", Directions.Both, true)]
    [InlineData(ActKind.Block, "www.evil-update.net", Directions.Both, false)]
    [InlineData(ActKind.Block, "45.83.65.0/24", Directions.Both, null)]
    [InlineData(ActKind.Unblock, "45.83.64.1", Directions.Both, false)]
    [InlineData(ActKind.Unblock, "45.83.65.7", Directions.Both, false)]
    [InlineData(ActKind.Allow, "45.83.0.0/16", Directions.Both, false)]
    [InlineData(ActKind.Reject, "45.83.64.9", Directions.Both, true)]
    [InlineData(ActKind.Disallow, "45.83.64.9", Directions.Both, true)]
    public void Holds_by_what_is_active(ActKind kind, string indicator, Directions directions, bool? holds)
    {
        Assert.Equal(holds, ActEffect.Of([Act(kind, indicator, directions)], Active, KeptBack)!.Holds);

        // Together with one that does not hold, it does not.
        Assert.False(
            ActEffect.Of([Act(kind, indicator, directions), Act(ActKind.Block, "45.83.99.9", Directions.Inbound)], Active, KeptBack)!.Holds
        );
        Assert.Null(ActEffect.Of([Act(kind, indicator, directions)], active: null, KeptBack));
    }

    [Fact]
    public void Does_not_hold_on_a_list_that_no_rule_uses()
    {
        var report = KeptBack with { Unenforced = [new UnenforcedList(ListPurpose.Outbound, RuleCondition.Disabled, null)] };
        Assert.False(ActEffect.Of([Act(ActKind.Block, "45.83.64.1", Directions.Both)], Active, report)!.Holds);
        Assert.True(ActEffect.Of([Act(ActKind.Block, "45.83.64.1", Directions.Inbound)], Active, report)!.Holds);
    }

    private static ReconcileReport KeptBack => new() { Outcome = ReconcileOutcome.KeptBack, KeptBack = 3 };

    private static Baseline Active =>
        new()
        {
            OutcomeHash = "",
            Inbound = ["45.83.64.1", "45.83.64.2", "45.83.65.0/28"],
            Outbound = ["45.83.64.1"],
            Domains = ["evil-update.net"],
        };

    private static Act Act(ActKind kind, string indicator, Directions directions) =>
        new()
        {
            Id = "a1",
            Kind = kind,
            Indicator = Indicator.Parse(indicator),
            Directions = directions,
            At = DateTimeOffset.UnixEpoch,
            Until = null,
            Who = "ann",
            Why = "x",
        };
}
