using System.Text;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class Soft_never_block
{
    private static readonly Gen<SoftSource> AnySource =
        from kind in Gen.OneOf(SoftKind.FrontDoor, SoftKind.OpenResolver, SoftKind.Sinkhole, SoftKind.Rentable)
        from lines in Gen.OneOf(Attacker, "45.95.11.8/31", "45.95.11.0/28", "2a0e:97c0::/64", "203.0.114.0/24").Array[1, 3]
        select Source(kind, lines);

    [Theory]
    [InlineData(SoftKind.FrontDoor, "front-door")]
    [InlineData(SoftKind.OpenResolver, "open-resolver")]
    [InlineData(SoftKind.Sinkhole, "sinkhole")]
    public void Holds_what_sightings_would_block_and_says_by_which_list(SoftKind kind, string reason)
    {
        var decision = DecideOne(Known([Seen(Attacker, severity: 9)]), Source(kind, "45.95.11.0/24"));
        Assert.Equal((Verdict.Hold, reason), (decision.Verdict, decision.Reason));
        Assert.Contains(
            decision.Checks,
            check => check.Name == reason && check.Answer is Verdict.Hold && check.Detail == "the list 'mine' has 45.95.11.0/24"
        );
        Assert.Equal(
            (Verdict.Ignore, "victim"),
            Answer(
                DecideOne(
                    Known([Seen(Attacker, "Recon:EC2/Portscan", role: Core.FindingTypes.ResourceRole.Actor)]),
                    Source(kind, "45.95.11.0/24")
                )
            )
        );
    }

    [Fact]
    public void Leaves_its_neighbours_alone() =>
        Assert.Equal(
            (Verdict.Block, "scanner"),
            Answer(DecideOne(Known([Seen(Attacker)]), Source(SoftKind.FrontDoor, "45.95.11.8/29", "45.95.11.6")))
        );

    [Theory]
    [InlineData(ActKind.Block)]
    [InlineData(ActKind.Approve)]
    public void Stands_back_where_an_operator_blocks(ActKind kind) =>
        Assert.Equal(
            (Verdict.Block, ReasonCode.Operator),
            Answer(DecideOne(Known([Seen(Attacker)], [Did(kind, Attacker)]), Source(SoftKind.FrontDoor, "45.95.11.0/24")))
        );

    [Theory]
    [InlineData(1.0, 12)]
    [InlineData(5.0, 36)]
    [InlineData(8.0, 84)]
    [InlineData(9.0, 360)]
    public void Halves_the_life_of_a_block_of_a_rented_machine(double severity, int hours)
    {
        var ledger = Known([Seen(Attacker, severity: severity, ago: TimeSpan.Zero)]);
        var decision = DecideOne(ledger, Source(SoftKind.Rentable, "45.95.11.0/24"));
        Assert.Equal((Verdict.Block, Now + TimeSpan.FromHours(hours)), (decision.Verdict, decision.Until));
        Assert.Contains(
            decision.Checks,
            check => check is { Name: "rentable", Answer: Verdict.Block, Detail: "the list 'mine' has 45.95.11.0/24: half the life" }
        );
    }

    [Fact]
    public void Never_halves_it_below_twelve_hours()
    {
        var policy = new DecisionPolicy { Lives = new BlockLives { Low = TimeSpan.FromHours(13) } };
        Assert.Equal(
            Now + TimeSpan.FromHours(12),
            DecideOne(Known([Seen(Attacker, ago: TimeSpan.Zero)]), Source(SoftKind.Rentable, Attacker), policy).Until
        );
    }

    [Fact]
    public void Holds_a_front_door_that_is_rentable_too()
    {
        var both = Source(SoftKind.Rentable, Attacker);
        var decision = DecideOne(
            Known([Seen(Attacker)]),
            both with
            {
                Lists = [.. both.Lists, .. Source(SoftKind.FrontDoor, Attacker).Lists],
            }
        );
        Assert.Equal((Verdict.Hold, "front-door"), Answer(decision));
    }

    [Fact]
    public void Says_front_door_where_it_would_be_asked_for_anyway() =>
        Assert.Equal(
            (Verdict.Hold, "front-door"),
            Answer(DecideOne(Known([Seen(Attacker)]), Source(SoftKind.FrontDoor, Attacker), new DecisionPolicy { Autonomy = Autonomy.Ask }))
        );

    [Fact]
    public void Law_1_a_soft_listed_party_is_never_added_by_sightings_and_always_by_an_operator() =>
        Gen.Select(World.LedgerContent, AnySource)
            .Sample(
                (ledger, soft) =>
                {
                    var roomy = new AddLimits(int.MaxValue, int.MaxValue);
                    var plan = PlanFor(ledger, Empty, roomy, soft: soft);
                    var held = soft.Lists.Where(list => list.Kind.IsHeld()).ToList();
                    Assert.All(
                        plan.Add.Where(addition => !addition.Answer.IsOperators),
                        addition => Assert.DoesNotContain(held, list => list.Find(addition.Indicator) is not null)
                    );

                    // The same acts without a soft list add the same by operators.
                    static IEnumerable<string> ByOperators(Plan of) =>
                        of.Add.Where(addition => addition.Answer.IsOperators).Select(addition => $"{addition.List} {addition.Entry}");
                    Assert.Equal(ByOperators(PlanFor(ledger, Empty, roomy)), ByOperators(plan));
                }
            );

    [Fact]
    public void Law_1_a_soft_list_removes_nothing_by_a_hold() =>
        Gen.Select(World.LedgerContent, AnyView, AnySource)
            .Sample(
                (ledger, view, soft) =>
                {
                    Assert.True(
                        soft.Lists.All(list => list.Kind is SoftKind.Rentable)
                            || Removed(PlanFor(ledger, view, soft: soft)).IsSubsetOf(Removed(PlanFor(ledger, view)))
                    );
                }
            );

    [Fact]
    public void Law_1_a_source_that_cannot_be_read_adds_nothing_and_removes_nothing() =>
        Gen.Select(World.LedgerContent, AnyView)
            .Sample(
                (ledger, view) =>
                {
                    var broken = SoftSource.Refused(File(SoftKind.FrontDoor), "mine.txt, line 3: no");
                    var plan = PlanFor(ledger, view, soft: broken);
                    Assert.Empty(plan.Add);
                    Assert.All(plan.KeptBack, kept => Assert.Equal(ReasonCode.NeverBlockUnreadable, kept.Reason));
                    Assert.True(Removed(plan).IsSubsetOf(Removed(PlanFor(ledger, view))));
                    Assert.Contains(
                        "'mine': mine.txt, line 3: no",
                        Assert.Single(Context(ledger, soft: broken).NeverBlock.Unreadable),
                        StringComparison.Ordinal
                    );
                }
            );

    private static HashSet<(ListPurpose, Indicator)> Removed(Plan plan) =>
        [.. plan.Remove.Where(removal => removal.Cause is not ReasonCode.Replaced).Select(removal => (removal.List, removal.Entry))];

    private static (Verdict, string) Answer(Decision decision) => (decision.Verdict, decision.Reason);

    private static Decision DecideOne(LedgerContent ledger, SoftSource soft, DecisionPolicy? policy = null) =>
        Core
            .Decisions.Decide.All(ledger, Context(ledger, policy, soft: soft))
            .Single(decision => decision.Indicator == Indicator.Parse(Attacker));

    private static SoftFile File(SoftKind kind) =>
        new()
        {
            Name = "mine",
            Path = "mine.txt",
            Format = SoftFormat.Plain,
            Kind = kind,
        };

    private static SoftSource Source(SoftKind kind, params string[] lines) =>
        SoftSource.Read(File(kind), Encoding.UTF8.GetBytes(string.Join('\n', lines)), "mine.txt");
}
