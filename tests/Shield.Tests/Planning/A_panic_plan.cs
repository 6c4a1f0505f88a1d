using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_panic_plan
{
    [Fact]
    public void Takes_off_all_that_has_our_mark_and_nothing_else()
    {
        var view = View([Ours(Attacker), Ours("45.95.11.8", "unknown1"), Foreign("203.0.114.9"), Neighbour("45.95.11.9")]);
        var list = Of(view).Lists.Single(list => list.Pair.List is ListPurpose.Inbound);
        Assert.Equal(["192.0.2.1", "203.0.114.9", "45.95.11.9"], list.Written.Select(entry => entry.What.ToString()));
        Assert.Equal([Attacker, "45.95.11.8"], list.Active.Select(entry => entry.ToString()));
        Assert.True(list is { NeedsWrite: true, NeedsProvision: true });
        Assert.False(Of(view).Lists.Single(list => list.Pair.List is ListPurpose.Outbound).NeedsProvision);
    }

    [Fact]
    public void Puts_the_sentinel_back_where_it_is_missing()
    {
        var view = View([Ours(Attacker)], draftInbound: List(Direction.Inbound, [Ours(Attacker)]));
        Assert.Equal(["192.0.2.1"], Of(view).Lists[0].Written.Select(entry => entry.What.ToString()));
    }

    [Fact]
    public void Names_draft_edits_of_others_that_it_takes_along()
    {
        var drafted = List(Direction.Inbound, [Sentinel, Foreign("203.0.114.9")], PendingUpdate.Update);
        var list = Of(View([Ours(Attacker)], draftInbound: drafted)).Lists[0];
        Assert.Equal(["+203.0.114.9"], list.TakesAlong.Words);
        Assert.True(list.NeedsProvision);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Leaves_alone_a_list_that_is_pending_deletion_or_was_widened_to_everybody(bool isDeletion)
    {
        var drafted = isDeletion
            ? List(Direction.Inbound, [Sentinel, Ours(Attacker)], PendingUpdate.Delete)
            : List(Direction.Inbound, [Sentinel, Ours(Attacker), Foreign("0.0.0.0/0")], PendingUpdate.Update);
        var list = Of(View([Ours(Attacker)], draftInbound: drafted)).Lists[0];
        Assert.NotNull(list.LeftAlone);
        Assert.False(list.NeedsWrite || list.NeedsProvision);
    }

    [Fact]
    public void Is_refused_where_lists_of_the_other_mode_stand_or_a_deny_rule_uses_an_exclusion_list()
    {
        Assert.Equal(PolicyFault.ModeMismatch, Panic.Of(View([Ours(Attacker)]), Owner, PceMode.Exclusion).Refused?.Fault);
        var inverted = Empty with { Rules = [Empty.Rules[0] with { Condition = RuleCondition.Inverted }, Empty.Rules[1]] };
        Assert.Equal(PolicyFault.Inverted, Of(inverted).Refused?.Fault);
        Assert.False(Of(inverted).HasWork);
    }

    [Fact]
    public void Of_a_clean_list_does_nothing() => Assert.False(Of(View([Foreign("203.0.114.9")])).HasWork);

    private static ListEntry Neighbour(string what) => Foreign(what, "gds1|neighbour|operator|act1|2026-03-01");

    private static Panic Of(PceView view) => Panic.Of(view, Owner, PceMode.Deny);
}
