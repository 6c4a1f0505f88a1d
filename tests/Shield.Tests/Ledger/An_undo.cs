using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Ledger;

public sealed class An_undo
{
    private static readonly ActKind[] Undoable =
    [
        ActKind.Block,
        ActKind.Unblock,
        ActKind.Approve,
        ActKind.Reject,
        ActKind.Allow,
        ActKind.Disallow,
    ];

    /// <summary>Of whichever acts: afterwards all is decided as if none of those that it took back had been.</summary>
    [Fact]
    public void Gives_back_the_decisions_that_the_other_acts_make() =>
        Gen.Select(World.LedgerContent, Gen.Int[0, 15])
            .Sample(
                (content, chosen) =>
                {
                    ImmutableArray<Act> acts =
                    [
                        .. content.Acts.Select((act, at) => act with { Who = (chosen & (1 << at)) is 0 ? "ann@soc" : "bob@soc" }),
                    ];
                    content = content with { Acts = acts };
                    var undo = Undo.OfPerson("bob", DateTimeOffset.MinValue, acts, Now);
                    var undone = After(content, undo);
                    var without = content with { Acts = [.. acts.Where(act => !undo.Takes.Contains(act))] };
                    Assert.All(undo.Takes, act => Assert.Equal("bob@soc", act.Who));
                    Assert.Equal(
                        acts.Count(act => act.Who is "bob@soc" && Undoable.Contains(act.Kind) && !(act.Until <= Now)),
                        undo.Takes.Length
                    );
                    Assert.All(Parties, party => Assert.Equal(Answers(About(party, without)), Answers(About(party, undone))));
                }
            );

    /// <summary>Of an undo: the decisions are those from before it.</summary>
    [Fact]
    public void Of_an_undo_gives_back_what_was_decided_before_it() =>
        World
            .LedgerContent.Where(content => !content.Acts.IsEmpty)
            .Sample(content =>
            {
                var first = Undo.OfOne(content.Acts[0], together: false, content.Acts, Now);
                if (first.Takes.IsEmpty)
                {
                    return;
                }

                var undone = After(content, first);
                var withdrawal = undone.Acts.Single(act => act.Withdraws is not null);
                var redone = After(undone, Undo.OfOne(withdrawal, together: false, undone.Acts, Now), "zz");
                Assert.All(Parties, party => Assert.Equal(Answers(About(party, content)), Answers(About(party, redone))));
            });

    [Fact]
    public void Of_a_person_leaves_a_withdrawal_alone_that_took_back_an_act_of_that_person()
    {
        var block = Did(ActKind.Block, Attacker, "a1", TimeSpan.FromHours(3));
        var mine = Withdrawing(block, "a2", TimeSpan.FromHours(2));
        var undo = Undo.OfPerson("ana", DateTimeOffset.MinValue, [block, mine], Now);
        Assert.Empty(undo.Takes);
        Assert.Equal(UndoObstacle.Withdrawn, Assert.Single(undo.Leaves).Why);

        // And one that took back what somebody else did is taken back.
        var theirs = block with
        {
            Who = "bob@soc",
        };
        Assert.Equal([mine], Undo.OfPerson("ana@soc", DateTimeOffset.MinValue, [theirs, mine], Now).Takes);
    }

    [Fact]
    public void Of_the_last_takes_what_was_recorded_together_and_skips_what_is_withdrawn()
    {
        var (one, two) = (Did(ActKind.Block, Attacker, "a1"), Did(ActKind.Block, "45.95.11.8", "a2"));
        var older = Did(ActKind.Block, "45.95.11.9", "a0", TimeSpan.FromHours(1));
        Assert.Equal([two, one], Undo.OfLast([older, one, two], Now)!.Takes);
        ImmutableArray<Act> acts = [older, one, two, Withdrawing(one, "a3"), Withdrawing(two, "a4")];
        Assert.Equal([older], Undo.OfLast(acts, Now)!.Takes);
        Assert.Null(Undo.OfLast([], Now));
    }

    [Fact]
    public void Says_of_a_pause_who_ended_it()
    {
        var first = Paused(ActKind.Pause, "p1", 5);
        var second = Paused(ActKind.Pause, "p2", 4);
        var resume = Paused(ActKind.Resume, "p3", 3);
        var third = Paused(ActKind.Pause, "p4", 2);
        ImmutableArray<Act> acts = [first, second, resume, third];
        Assert.Equal((UndoObstacle.Over, second), Left(first, acts));
        Assert.Equal((UndoObstacle.Over, resume), Left(second, acts));
        Assert.Equal((UndoObstacle.Pause, null), Left(third, acts));
        var ended = Paused(ActKind.Pause, "p0", 9) with { Until = Now - TimeSpan.FromHours(6) };
        Assert.Equal((UndoObstacle.Over, null), Left(ended, [ended, first]));
    }

    private static (UndoObstacle, Act?) Left(Act act, ImmutableArray<Act> acts)
    {
        var left = Assert.Single(Undo.OfOne(act, together: false, acts, Now).Leaves);
        return (left.Why, left.By);
    }

    private static Act Paused(ActKind kind, string id, int hoursAgo) =>
        Did(kind, Attacker, id, TimeSpan.FromHours(hoursAgo)) with
        {
            Indicator = null,
            Until = kind is ActKind.Resume ? null : Now + TimeSpan.FromHours(5),
        };

    private static LedgerContent After(LedgerContent content, Undo undo, string id = "z") =>
        content with
        {
            Acts = [.. content.Acts.Concat(undo.Takes.Select((act, at) => Withdrawing(act, $"{id}{at}", TimeSpan.Zero))).Order()],
        };

    private static Act Withdrawing(Act act, string id, TimeSpan? ago = null) =>
        Did(ActKind.Withdraw, Attacker, id, ago ?? TimeSpan.FromMinutes(1)) with
        {
            Indicator = act.Indicator,
            Until = null,
            Withdraws = act.Id,
        };

    private static Decision About(string party, LedgerContent content) =>
        Core.Decisions.Decide.About(Core.Indicators.Indicator.Parse(party), content, Context(content));

    private static string Answers(Decision decision) =>
        string.Join(
            '\n',
            new[] { decision.Inbound, decision.Outbound }.Select(answer =>
                $"{answer.Verdict} {answer.Reason} {answer.Until:O} {string.Join(' ', answer.Entries)}"
            )
        );
}
