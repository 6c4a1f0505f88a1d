using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class A_withdrawal
{
    /// <summary>
    /// For every party the answer is the same as if the act had never been, whatever kind it was and whatever else is known.
    /// </summary>
    [Fact]
    public void Leaves_the_decisions_that_the_other_acts_give() =>
        Gen.Select(World.LedgerContent, Gen.Int[0, 3])
            .Where(given => !given.Item1.Acts.IsEmpty)
            .Sample(
                (content, index) =>
                {
                    var act = content.Acts[index % content.Acts.Length];
                    var withdrawn = content with { Acts = [.. content.Acts.Add(Withdrawing(act.Id)).Order()] };
                    var without = content with { Acts = content.Acts.Remove(act) };
                    Assert.All(
                        content
                            .Acts.Select(one => one.Indicator!.Value.ToString())
                            .Concat(content.Sightings.Select(sighting => sighting.Key.Indicator.ToString()))
                            .Distinct(),
                        party =>
                            Assert.Equal(
                                Answers(Core.Decisions.Decide.About(Core.Indicators.Indicator.Parse(party), without, Context(without))),
                                Answers(Core.Decisions.Decide.About(Core.Indicators.Indicator.Parse(party), withdrawn, Context(withdrawn)))
                            )
                    );
                }
            );

    [Fact]
    public void Takes_nothing_back_where_it_was_withdrawn_itself()
    {
        var block = Did(ActKind.Block, Attacker);
        Assert.Equal(Verdict.Ignore, DecideOne(Attacker, Known([], [block, Withdrawing("act1")])).Verdict);
        Assert.Equal(
            Verdict.Block,
            DecideOne(Attacker, Known([], [block, Withdrawing("act1"), Withdrawing("withdrawal", id: "zz")])).Verdict
        );
    }

    [Fact]
    public void Of_an_allowance_opens_the_allowlist() =>
        Assert.Empty(Allowlist.InForce([Did(ActKind.Allow, Attacker), Withdrawing("act1")], Now));

    private static Act Withdrawing(string withdraws, string id = "withdrawal") =>
        Did(ActKind.Withdraw, Attacker, id, ago: TimeSpan.FromMinutes(id.Length is 2 ? 1 : 2)) with
        {
            Until = null,
            Withdraws = withdraws,
        };

    private static (Verdict, string, DateTimeOffset?, string, Verdict, string, DateTimeOffset?, string) Answers(Decision decision) =>
        (
            decision.Inbound.Verdict,
            decision.Inbound.Reason,
            decision.Inbound.Until,
            string.Join(' ', decision.Inbound.Entries),
            decision.Outbound.Verdict,
            decision.Outbound.Reason,
            decision.Outbound.Until,
            string.Join(' ', decision.Outbound.Entries)
        );
}
