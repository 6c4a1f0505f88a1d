using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class A_replay
{
    /// <summary>What is never blocked is as at the end, so acts that change it are left out.</summary>
    private static readonly Gen<LedgerContent> History =
        from sightings in World.Sighting.Array[0, 8]
        from acts in World.Act.Where(act => act.Kind is not (ActKind.Allow or ActKind.Disallow)).Array[0, 3]
        select Known(
            sightings.DistinctBy(sighting => sighting.Key).Select(sighting => sighting with { FirstSeen = sighting.LastSeen }),
            acts.DistinctBy(act => act.Id).Order()
        );

    [Fact]
    public void Ends_where_a_decision_is_now() =>
        History.Sample(history =>
        {
            var context = Context(history);

            Assert.Equal(
                Core.Decisions.Decide.All(history, context)
                    .Select(decision => (decision.Indicator, decision.Verdict, decision.Reason, decision.Until)),
                Replay
                    .Of(history, context, since: null)
                    .Select(party => (party.Now.Indicator, party.Now.Verdict, party.Now.Reason, party.Now.Until))
            );
        });

    /// <summary>Somebody who decides every hour, by what was known then, blocks and ends at the same hours.</summary>
    [Fact]
    public void Blocks_and_ends_when_somebody_who_decided_every_hour_would_have() =>
        History.Sample(
            history =>
            {
                var context = Context(history);
                var blocked = new Dictionary<Indicator, DateTimeOffset>();
                var ended = new Dictionary<Indicator, DateTimeOffset>();
                var held = new Dictionary<Indicator, DateTimeOffset>();
                var standing = new HashSet<Indicator>();
                for (var hour = Now.AddDays(-16); hour <= Now; hour = hour.AddHours(1))
                {
                    var known = history with
                    {
                        Sightings = [.. history.Sightings.Where(sighting => sighting.LastSeen <= hour)],
                        Acts = [.. history.Acts.Where(act => act.At <= hour)],
                    };
                    foreach (var decision in Core.Decisions.Decide.All(known, context with { Now = hour }))
                    {
                        var party = decision.Indicator;
                        if (decision.Verdict is Verdict.Block)
                        {
                            blocked.TryAdd(party, hour);
                            ended.Remove(party);
                            standing.Add(party);
                        }
                        else if (standing.Remove(party))
                        {
                            ended[party] = hour;
                        }

                        if (decision.Verdict is Verdict.Hold)
                        {
                            held.TryAdd(party, hour);
                        }
                    }
                }

                foreach (var party in Replay.Of(history, context, since: null))
                {
                    var indicator = party.Now.Indicator;
                    Assert.Equal(
                        (Of(blocked, indicator), Of(ended, indicator), Of(held, indicator)),
                        (party.BlockedAt, party.EndedAt, party.HeldAt)
                    );
                }
            },
            iter: 60
        );

    /// <summary>Between the first and the last time that a finding saw it, it counts as seen: its block does not end in between.</summary>
    [Fact]
    public void Ends_no_block_while_the_finding_goes_on()
    {
        var sighting = Seen(Attacker, severity: 2, ago: TimeSpan.FromHours(30), firstAgo: TimeSpan.FromDays(10));

        var party = Assert.Single(Replay.Of(Known([sighting]), Context(Known([sighting])), since: null));

        Assert.Equal((Now.AddDays(-10), Now.AddHours(-6)), (party.BlockedAt, party.EndedAt));
    }

    [Fact]
    public void Leaves_out_what_was_over_before_the_time_that_is_asked_about()
    {
        var history = Known([
            Seen(Attacker, severity: 2, ago: TimeSpan.FromDays(9)),
            Seen("45.95.11.8", id: "f2", ago: TimeSpan.FromDays(1)),
        ]);

        var party = Assert.Single(Replay.Of(history, Context(history), since: Now.AddDays(-5)));

        Assert.Equal("45.95.11.8", party.Now.Indicator.ToString());
    }

    private static DateTimeOffset? Of(Dictionary<Indicator, DateTimeOffset> moments, Indicator party) =>
        moments.TryGetValue(party, out var moment) ? moment : null;
}
