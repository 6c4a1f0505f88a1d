using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Decisions.Traffic;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

/// <summary>Whom workloads of ours regularly talk to, and what follows from it (<c>Policy:HoldWhenAllowedTraffic</c>).</summary>
public sealed class A_party_in_use
{
    private static readonly Indicator Party = Indicator.Parse(Attacker);
    private static readonly DecisionPolicy Policy = new() { HoldWhenAllowedTraffic = 2 };

    private static readonly Gen<PartyUse> AnyUse =
        from workloads in Gen.Int[0, 3]
        from isAtLeast in Gen.Bool
        from why in Gen.OneOf(null, "the PCE did not answer")
        select new PartyUse(Now, workloads) { IsAtLeast = isAtLeast, NotKnown = why };

    private static readonly Gen<PartyUses> AnyUses = Gen.Select(Gen.OneOf([.. Parties.Select(Indicator.Parse)]), AnyUse)
        .Array[0, 8]
        .Select(uses => Told([.. uses]));

    private static readonly Gen<PceView> AnyView = Gen.Select(
        Gen.OneOf([.. Parties]).Array[0, 3],
        Gen.OneOf([.. Parties]).Array[0, 3],
        (inbound, outbound) => View(inbound.Distinct().Select(party => Ours(party)), outbound.Distinct().Select(party => Ours(party)))
    );

    private static Flow Opened(
        string workload,
        int connections = 3,
        double firstDaysAgo = 5,
        double lastDaysAgo = 1,
        Direction direction = Direction.Outbound,
        FlowDecision decision = FlowDecision.Allowed,
        int port = 443
    ) =>
        new()
        {
            Party = Party,
            Remote = Party.Range,
            RemoteName = null,
            WorkloadHref = $"/orgs/1/workloads/{workload}",
            Workload = workload,
            Direction = direction,
            Port = port,
            Protocol = 6,
            Decision = decision,
            Connections = connections,
            FirstSeen = Now - TimeSpan.FromDays(firstDaysAgo),
            LastSeen = Now - TimeSpan.FromDays(lastDaysAgo),
        };

    private static int Regular(params Flow[] flows) => PartyUse.Of(new PartyTraffic { Flows = [.. flows] }, Now).Workloads;

    [Fact]
    public void Is_one_to_which_a_workload_opened_three_allowed_connections_48_hours_apart()
    {
        Assert.Equal(1, Regular(Opened("web-1")));
        Assert.Equal(1, Regular(Opened("web-1", firstDaysAgo: 3, lastDaysAgo: 1)));
        Assert.Equal(0, Regular(Opened("web-1", firstDaysAgo: 2.9, lastDaysAgo: 1)));
        Assert.Equal(0, Regular(Opened("web-1", connections: 2)));
        Assert.Equal(0, Regular());
    }

    [Fact]
    public void Counts_each_workload_once_over_all_its_ports()
    {
        Assert.Equal(1, Regular(Opened("web-1"), Opened("web-1", port: 8443)));
        Assert.Equal(2, Regular(Opened("web-1"), Opened("web-2")));

        // Neither port alone was used often and long enough.
        Assert.Equal(1, Regular(Opened("web-1", 1, 5, 5), Opened("web-1", 2, 1, 1, port: 8443)));
    }

    /// <summary>Else whoever scans an open port every day would look like a partner.</summary>
    [Theory]
    [InlineData(Direction.Inbound, FlowDecision.Allowed)]
    [InlineData(Direction.Outbound, FlowDecision.Blocked)]
    [InlineData(Direction.Outbound, FlowDecision.PotentiallyBlocked)]
    [InlineData(Direction.Outbound, FlowDecision.Unknown)]
    public void Is_none_by_what_the_party_opened_nor_by_what_was_not_allowed(Direction direction, FlowDecision decision) =>
        Assert.Equal(0, Regular(Opened("web-1", 1000, 7, 0, direction, decision)));

    [Theory]
    [InlineData(2, false, null, ReasonCode.InUse)]
    [InlineData(3, true, null, ReasonCode.InUse)]
    [InlineData(1, false, null, null)]
    [InlineData(1, true, null, ReasonCode.TrafficUnknown)]
    [InlineData(0, false, "403", ReasonCode.TrafficUnknown)]
    public void Waits_for_a_person_from_so_many_workloads_on_and_where_it_is_not_known(
        int workloads,
        bool isAtLeast,
        string? notKnown,
        string? reason
    )
    {
        var use = new PartyUse(Now, workloads) { IsAtLeast = isAtLeast, NotKnown = notKnown };
        var decision = Decided(Known([Seen(Attacker, severity: 9)]), Told((Party, use)), Policy);

        Assert.Equal(reason is null ? Verdict.Block : Verdict.Hold, decision.Verdict);
        Assert.Equal(reason ?? "scanner", decision.Reason);
        var check = decision.Checks.Single(check => check.Name == (reason ?? ReasonCode.InUse));
        Assert.Contains(notKnown ?? $"{workloads} of our workloads regularly talk to it", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_blocked_where_nobody_asked_or_the_setting_is_off()
    {
        var ledger = Known([Seen(Attacker)]);
        Assert.Equal(Verdict.Block, Decided(ledger, PartyUses.None, Policy).Verdict);
        Assert.Equal(Verdict.Block, Decided(ledger, Told((Party, new PartyUse(Now, 9))), new DecisionPolicy()).Verdict);
    }

    [Theory]
    [InlineData(ActKind.Block)]
    [InlineData(ActKind.Approve)]
    public void Is_blocked_where_an_operator_says_so(ActKind kind) =>
        Assert.Equal(
            ReasonCode.Operator,
            Decided(Known([Seen(Attacker)], [Did(kind, Attacker)]), Told((Party, new PartyUse(Now, 9))), Policy).Reason
        );

    [Fact]
    public void Turns_a_block_into_a_hold_and_changes_nothing_else() =>
        Gen.Select(World.LedgerContent, AnyUses)
            .Sample(
                (ledger, uses) =>
                {
                    var (without, with) = (All(ledger, PartyUses.None), All(ledger, uses));
                    foreach (var (before, after) in without.Zip(with))
                    {
                        foreach (var direction in new[] { Direction.Inbound, Direction.Outbound })
                        {
                            var (one, other) = (before[direction], after[direction]);
                            var isHeld =
                                one.Verdict is Verdict.Block
                                && !one.IsOperators
                                && uses.Of(before.Indicator)?.WhyHeld(Policy.HoldWhenAllowedTraffic) is not null;
                            Assert.Equal(isHeld ? Verdict.Hold : one.Verdict, other.Verdict);
                            Assert.Equal(one.Until, other.Until);
                            Assert.True(isHeld || one.Reason == other.Reason);
                        }
                    }
                }
            );

    [Fact]
    public void Is_never_removed_by_its_hold() =>
        Gen.Select(World.LedgerContent, AnyView, AnyUses)
            .Sample(
                (ledger, view, uses) =>
                {
                    var (without, with) = (PlanOf(ledger, view, PartyUses.None), PlanOf(ledger, view, uses));
                    Assert.True(Removed(with).IsSubsetOf(Removed(without)));
                    Assert.True(Added(with).IsSubsetOf(Added(without)));
                }
            );

    private static HashSet<(ListPurpose, Indicator)> Removed(Plan plan) =>
        [.. plan.Remove.Where(removal => removal.Cause is not ReasonCode.Replaced).Select(removal => (removal.List, removal.Entry))];

    private static HashSet<(ListPurpose, Indicator)> Added(Plan plan) => [.. plan.Add.Select(addition => (addition.List, addition.Entry))];

    private static Plan PlanOf(LedgerContent ledger, PceView view, PartyUses uses) =>
        Plan.For(Input(All(ledger, uses), Context(ledger, Policy).NeverBlock, view));

    private static ImmutableArray<Decision> All(LedgerContent ledger, PartyUses uses) =>
        Core.Decisions.Decide.All(ledger, Context(ledger, Policy) with { Uses = uses });

    private static Decision Decided(LedgerContent ledger, PartyUses uses, DecisionPolicy policy) =>
        Core.Decisions.Decide.All(ledger, Context(ledger, policy) with { Uses = uses }).Single();

    private static PartyUses Told(params (Indicator Party, PartyUse Use)[] uses) =>
        new() { ByParty = uses.DistinctBy(use => use.Party).ToImmutableSortedDictionary(use => use.Party, use => use.Use) };
}
