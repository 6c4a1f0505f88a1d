using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class A_listing_of_a_feed
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(48);

    private static readonly DecisionPolicy Policy = With(new FeedPolicy(3, Directions.Both), Life);

    [Theory]
    [InlineData(Directions.Both)]
    [InlineData(Directions.Inbound)]
    [InlineData(Directions.Outbound)]
    public void Blocks_in_the_direction_that_the_feed_is_set_to(Directions directions)
    {
        var decision = DecideOne(Attacker, Known(Listed("drop")), With(new FeedPolicy(3, directions), Life));
        Assert.Equal((Verdict.Block, directions, ReasonCode.Feed), (decision.Verdict, decision.Directions, decision.Reason));
        Assert.Equal(Now - TimeSpan.FromHours(1) + Life, decision.Until);
    }

    [Fact]
    public void Is_as_severe_as_the_settings_say_now()
    {
        var decision = DecideOne(Attacker, Known(Listed("drop", severity: 9)), Policy);
        Assert.Equal(3, decision.Inbound.Severity);
        Assert.Equal(3, Assert.Single(decision.Sightings).Severity);
        Assert.Equal(ReasonCode.BelowSeverity, DecideOne(Attacker, Known(Listed("drop")), Policy with { MinimumSeverity = 3.1 }).Reason);
    }

    [Fact]
    public void Ends_at_once_where_the_feed_drops_it_and_counts_again_where_it_is_listed_again()
    {
        var dropped = Known(Listed("drop"), Dropped("drop", ago: 0.5));
        Assert.Equal((Verdict.Ignore, ReasonCode.FeedDropped), VerdictOf(dropped));
        Assert.Equal(
            (Verdict.Block, ReasonCode.Feed),
            VerdictOf(Known(Listed("drop"), Dropped("drop", ago: 0.5), Listed("drop", ago: 0.2)))
        );
    }

    [Fact]
    public void Counts_for_nothing_where_the_settings_have_no_such_feed() =>
        Assert.Equal((Verdict.Ignore, ReasonCode.FeedOff), VerdictOf(Known(Listed("gone"))));

    [Fact]
    public void Ends_with_its_life_where_the_feed_is_silent() =>
        Assert.Equal((Verdict.Ignore, ReasonCode.Stale), VerdictOf(Known(Listed("drop", ago: 48))));

    [Fact]
    public void Waits_for_a_person_where_every_block_does() =>
        Assert.Equal((Verdict.Hold, ReasonCode.Ask), VerdictOf(Known(Listed("drop")), Policy with { Autonomy = Autonomy.Ask }));

    [Theory]
    [InlineData("10.0.0.5", ReasonCode.SpecialPurpose)]
    [InlineData("8.8.8.8", ReasonCode.PublicResolver)]
    [InlineData("45.95.11.1", ReasonCode.Pce)]
    [InlineData("45.95.11.8", ReasonCode.OwnAddress)]
    public void Blocks_nobody_whom_a_finding_could_not_block(string party, string reason)
    {
        var ledger = Known(Listed("drop", party)) with { OwnAddresses = [new OwnAddress(AddressRange.Parse("45.95.11.8"), Now)] };
        var decision = DecideOne(party, ledger, Policy);
        Assert.Equal((Verdict.Ignore, reason), (decision.Verdict, decision.Reason));
    }

    [Fact]
    public void Is_held_where_it_is_broader_than_a_finding_may_block() =>
        Assert.Equal(
            (Verdict.Hold, ReasonCode.TooBroad),
            (DecideOne("45.0.0.0/8", Known(Listed("drop", "45.0.0.0/8")), Policy) is var held ? (held.Verdict, held.Reason) : default)
        );

    /// <summary>One party, two sources: what one of them takes back, the other still says.</summary>
    [Fact]
    public void Leaves_a_block_by_a_finding_alone_where_the_feed_drops_it_and_stays_where_the_finding_ends()
    {
        var finding = Seen(Attacker, severity: 8);
        var both = DecideOne(Attacker, Merged(Known(Listed("drop"), Dropped("drop", ago: 0.5)), Known([finding])), Policy);
        Assert.Equal(DecideOne(Attacker, Known([finding]), Policy).Until, both.Until);
        Assert.Equal("scanner", both.Reason);

        var ended = Seen(Attacker, ago: TimeSpan.FromDays(20));
        var stays = DecideOne(Attacker, Merged(Known(Listed("drop")), Known([ended])), Policy);
        Assert.Equal((Verdict.Block, ReasonCode.Feed, 2), (stays.Verdict, stays.Reason, stays.Sightings.Length));
    }

    [Fact]
    public void Makes_no_return_of_a_finding()
    {
        var finding = Seen(Attacker, severity: 2);
        var before = Known(Listed("drop", ago: 24 * 5));
        var alone = DecideOne(Attacker, Known([finding]), Policy);
        Assert.Equal(alone.Until, DecideOne(Attacker, Merged(before, Known([finding])), Policy).Until);
    }

    /// <summary>For any history of findings: nothing is blocked for longer than by findings alone, or by the feed's life.</summary>
    [Fact]
    public void Makes_no_block_longer_than_its_own_life() =>
        Gen.Select(
                Gen.Select(Gen.OneOf(Types.ToArray()), Gen.Double[0, 60], Gen.Double[1, 10], Gen.Int[1, 5]).List[0, 6],
                Gen.Double[0, 100]
            )
            .Sample(
                (findings, listedAgo) =>
                {
                    var seen = findings.Select(
                        (one, at) => Seen(Attacker, one.Item1, $"f000000{at}aaaa", one.Item3, TimeSpan.FromDays(one.Item2))
                    );
                    var alone = Known(seen);
                    var listed = Known(Listed("drop", ago: listedAgo));
                    var both = DecideOne(Attacker, Merged(listed, alone), Policy);
                    var without = alone.Sightings.IsEmpty ? null : DecideOne(Attacker, alone, Policy);
                    var end = Now - TimeSpan.FromHours(listedAgo) + Life;
                    foreach (var direction in new[] { Direction.Inbound, Direction.Outbound })
                    {
                        var latest = new[]
                        {
                            without?[direction] is { Verdict: Verdict.Block, Until: { } until } ? until : DateTimeOffset.MinValue,
                            end,
                        }.Max();
                        Assert.True(both[direction].Verdict is not Verdict.Block || both[direction].Until <= latest);
                    }
                }
            );

    [Theory]
    [InlineData(47.9, true)]
    [InlineData(48.1, false)]
    public void Is_alive_for_as_long_as_it_counts(double ago, bool isAlive)
    {
        var listed = Known(Listed("drop", ago: ago));
        // Another finding confirms what time it is.
        var ledger = Merged(listed, Known([Seen("45.95.11.8", ago: TimeSpan.Zero)]));
        var resting = Dormancy.In(ledger, [], Policy.Lives, Now).Sightings;
        Assert.Equal(isAlive ? [] : listed.Sightings, resting);
    }

    [Fact]
    public void Confirms_no_date() => Assert.Null(Known(Listed("drop", ago: -24 * 365)).ConfirmedNow(Now));

    [Fact]
    public void Sorts_what_is_at_rest_anew_where_the_life_of_a_feed_grows()
    {
        var name = Dormancy.NameOf(Policy.Lives);
        Assert.False(Dormancy.AreLongerThan(Policy.Lives, name));
        Assert.True(Dormancy.AreLongerThan(With(new FeedPolicy(3, Directions.Both), Life * 2).Lives, name));
        Assert.True(Dormancy.AreLongerThan(Policy.Lives, Dormancy.NameOf(new BlockLives())));
    }

    private static DecisionPolicy With(FeedPolicy drop, TimeSpan life) =>
        new DecisionPolicy() is var plain
            ? plain with
            {
                Feeds = plain.Feeds.Add("drop", drop),
                Lives = plain.Lives with { Feeds = plain.Lives.Feeds.Add("drop", life) },
            }
            : throw new InvalidOperationException();

    private static FindingEvidence Listed(string feed, string party = Attacker, double ago = 1, double severity = 3) =>
        Now - TimeSpan.FromHours(ago) is var at
            ? FeedListing.Listed(feed, Indicator.Parse(party), severity, $"{party} ; SBL1", at, at, at)
            : throw new InvalidOperationException();

    private static FindingEvidence Dropped(string feed, double ago) =>
        FeedListing.Dropped(Listed(feed).Sightings.Single(), Now - TimeSpan.FromHours(ago));

    private static LedgerContent Known(params FindingEvidence[] told) =>
        World.Known(
            told.SelectMany(one => one.Sightings).GroupBy(one => one.Key).Select(same => same.Aggregate((one, other) => one.Merge(other))),
            states: told.Select(one => one.State).GroupBy(one => one.Key).Select(same => same.Aggregate((one, other) => one.Merge(other)))
        );

    private static LedgerContent Known(IEnumerable<Sighting> seen) => World.Known(seen);

    private static LedgerContent Merged(LedgerContent one, LedgerContent other) =>
        one with
        {
            Sightings = [.. one.Sightings, .. other.Sightings],
            States = [.. one.States, .. other.States],
        };

    private static (Verdict, string) VerdictOf(LedgerContent ledger, DecisionPolicy? policy = null)
    {
        var decision = DecideOne(Attacker, ledger, policy ?? Policy);
        return (decision.Verdict, decision.Reason);
    }
}
