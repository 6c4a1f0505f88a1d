using System.Collections.Immutable;
using CsCheck;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_rollback
{
    /// <summary>Whatever is known, decided and listed now, and whatever was listed then.</summary>
    [Fact]
    public void Leaves_active_what_was_active_then_less_what_must_never_be_blocked() =>
        Gen.Select(World.LedgerContent, AnyView, AnyView)
            .Sample(
                (content, view, then) =>
                {
                    var rollback = To(then, content, view);
                    var after = PlanFor(With(content, rollback), view).After(view);
                    var never = Context(content).NeverBlock.Around(isCanary: false);
                    Assert.All(
                        new[] { ListPurpose.Inbound, ListPurpose.Outbound },
                        list => Assert.Equal(OursOn(list, then).Subtract(never), OursOn(list, after))
                    );
                    Assert.Equal(
                        new[] { ListPurpose.Inbound, ListPurpose.Outbound }.SelectMany(list =>
                            EntriesOn(list, then).Where(entry => never.Overlaps(entry.Range)).Select(entry => (list, entry))
                        ),
                        rollback.Forbidden.Select(one => (one.List, one.Entry))
                    );
                }
            );

    [Fact]
    public void Touches_nobody_elses_entries() =>
        Gen.Select(World.LedgerContent, AnyView, AnyView)
            .Sample(
                (content, view, then) =>
                {
                    var after = PlanFor(With(content, To(then, content, view)), view).After(view);
                    Assert.Equal(OthersIn(view), OthersIn(after));
                }
            );

    /// <summary>Once everything is applied, the state of now needs no word.</summary>
    [Fact]
    public void To_the_state_of_now_says_nothing() =>
        Gen.Select(World.LedgerContent, AnyView)
            .Sample(
                (content, view) =>
                {
                    var settled = PlanFor(content, view).After(view);
                    var rollback = To(settled, content, settled);
                    Assert.Empty(rollback.Block);
                    Assert.Empty(rollback.Unblock);
                }
            );

    /// <summary>An undo of the whole gives back the decisions before it.</summary>
    [Fact]
    public void Is_taken_back_by_one_undo() =>
        Gen.Select(World.LedgerContent, AnyView, AnyView)
            .Sample(
                (content, view, then) =>
                {
                    var rolled = With(content, To(then, content, view));
                    if (rolled.Acts.Length == content.Acts.Length)
                    {
                        return;
                    }

                    var undo = Undo.OfLast(rolled.Acts, Now)!;
                    Assert.Equal(rolled.Acts.Length - content.Acts.Length, undo.Takes.Length);
                    var undone = rolled with
                    {
                        Acts =
                        [
                            .. rolled
                                .Acts.Concat(
                                    undo.Takes.Select(
                                        (act, at) =>
                                            Did(ActKind.Withdraw, Attacker, $"zz{at}", TimeSpan.Zero) with
                                            {
                                                Until = null,
                                                Withdraws = act.Id,
                                            }
                                    )
                                )
                                .Order(),
                        ],
                    };
                    Assert.All(
                        World.Decide(content),
                        before =>
                        {
                            var after = DecideOne(before.Indicator.ToString(), undone);
                            Assert.Equal((before.Verdict, before.Reason, before.Until), (after.Verdict, after.Reason, after.Until));
                            Assert.Equal(before.Entries, after.Entries);
                        }
                    );
                }
            );

    [Fact]
    public void Unblocks_by_its_name_what_was_not_there_and_cuts_what_was_there_in_part()
    {
        var content = Known([], [Did(ActKind.Block, Attacker), Did(ActKind.Block, "45.95.20.0/30", "act2")]);
        var rollback = To(View([Ours("45.95.20.1")]), content, Empty);
        Assert.Equal(
            ["45.95.11.7 both", "45.95.20.0 inbound", "45.95.20.0/30 outbound", "45.95.20.2/31 inbound"],
            rollback.Unblock.Select(one => $"{one.Indicator} {one.Directions.ToWord()}").Order(StringComparer.Ordinal)
        );
        Assert.Empty(rollback.Block);
    }

    private static Rollback To(PceView then, LedgerContent content, PceView view)
    {
        var context = Context(content);
        return Rollback.To(then.Active, Core.Decisions.Decide.All(content, context), context.NeverBlock, PlanFor(content, view));
    }

    private static LedgerContent With(LedgerContent content, Rollback rollback) =>
        content with
        {
            Acts =
            [
                .. content
                    .Acts.Concat(rollback.Block.Select((one, at) => Said(ActKind.Block, one, $"z{at:000}")))
                    .Concat(rollback.Unblock.Select((one, at) => Said(ActKind.Unblock, one, $"y{at:000}")))
                    .Order(),
            ],
        };

    private static Act Said(ActKind kind, (Indicator Indicator, Directions Directions) one, string id) =>
        Did(kind, one.Indicator.ToString(), id, TimeSpan.Zero) with
        {
            Directions = one.Directions,
            Why = "rollback",
        };

    private static RangeSet OursOn(ListPurpose list, PceView view) => RangeSet.Of(EntriesOn(list, view).Select(entry => entry.Range));

    private static IEnumerable<Indicator> EntriesOn(ListPurpose list, PceView view) =>
        view
            .Active.Where(one => one.Mark.Purpose == list)
            .SelectMany(one => one.Entries.Where(one.Mark.IsOurs))
            .Select(entry => entry.What)
            .Distinct();

    private static ImmutableArray<string> OthersIn(PceView view) =>
        [
            .. view
                .Active.SelectMany(list => list.Entries.Where(entry => !list.Mark.IsOurs(entry)).Select(entry => $"{list.Href} {entry}"))
                .Order(StringComparer.Ordinal),
        ];
}
