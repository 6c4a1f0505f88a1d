using Shield.Core.Evidence;
using Shield.Core.Feeds;
using Shield.Core.Indicators;
using static Shield.Tests.World;

namespace Shield.Tests.Feeds;

public sealed class What_a_copy_of_a_feed_changes
{
    private static readonly FeedTerms Feed = new("drop", Severity: 3, Life: TimeSpan.FromHours(48), Cap: 3);

    [Fact]
    public void Records_who_is_new_and_who_was_dropped_and_nobody_else()
    {
        var standing = StandingOf("45.95.11.1 45.95.11.2", ago: 1);
        var change = Change("45.95.11.2 45.95.11.3", standing);
        Assert.Equal((2, 2, 1, 1), (change.Named, change.Listed, change.Added, change.Dropped));
        Assert.Equal(
            ["45.95.11.1 dropped", "45.95.11.3 listed"],
            change.Evidence.Select(one => $"{one.State.Key.Id} {(one.State.Archived ? "dropped" : "listed")}").Order()
        );
    }

    [Fact]
    public void Records_again_what_is_still_named_once_a_quarter_of_its_life_is_over()
    {
        Assert.Empty(Change("45.95.11.1", StandingOf("45.95.11.1", ago: 11.9)).Evidence);
        var renewed = Assert.Single(Change("45.95.11.1", StandingOf("45.95.11.1", ago: 12)).Evidence);
        Assert.Equal(Now, renewed.Sightings.Single().Supported);
    }

    [Fact]
    public void Leaves_out_what_is_beyond_the_cap_those_first_who_do_not_count_yet()
    {
        var change = Change("45.95.11.9 45.95.11.8 45.95.11.7 45.95.11.1 45.95.11.2", StandingOf("45.95.11.1 45.95.11.2", ago: 1));
        Assert.Equal((5, 3, 2), (change.Named, change.Listed, change.LeftOut));
        Assert.Equal("45.95.11.9", Assert.Single(change.Evidence).State.Key.Id);
    }

    [Fact]
    public void Drops_nobody_whom_a_collection_does_not_repeat_but_whom_it_takes_back()
    {
        var standing = StandingOf("45.95.11.1 45.95.11.2", ago: 1);
        var change = FeedChange.Of(
            Feed,
            new FeedCopy { Lines = [Line("45.95.11.2") with { IsRevoked = true }, Line("45.95.11.3")], IsWhole = false },
            standing,
            Now
        );
        Assert.Equal((2, 1, 1), (change.Listed, change.Added, change.Dropped));
        Assert.Equal("45.95.11.2", change.Evidence.Single(one => one.State.Archived).State.Key.Id);
    }

    [Fact]
    public void Ends_when_the_list_itself_says_so()
    {
        var end = Now + TimeSpan.FromHours(6);
        var copy = new FeedCopy
        {
            Lines =
            [
                Line("45.95.11.1") with
                {
                    Until = end,
                },
                Line("45.95.11.2") with
                {
                    Until = Now,
                },
                Line("45.95.11.3") with
                {
                    From = end,
                },
            ],
            IsWhole = true,
        };
        var listed = Assert.Single(FeedChange.Of(Feed, copy, [], Now).Evidence);
        Assert.Equal(("45.95.11.1", end), (listed.State.Key.Id, listed.Sightings.Single().Supported + Feed.Life));
        // It says so again an hour later: nothing is to be written, and nobody who confirms the list makes it longer.
        Assert.Empty(FeedChange.Of(Feed, copy, listed.Sightings, Now + TimeSpan.FromHours(1)).Evidence);
        Assert.Empty(FeedChange.OfUnchanged(Feed, listed.Sightings, Now + TimeSpan.FromHours(5)).Evidence);
    }

    [Fact]
    public void Is_dated_by_the_list_and_never_later_than_it_was_pulled()
    {
        var copy = new FeedCopy
        {
            Lines = [Line("45.95.11.1"), Line("45.95.11.2") with { At = Now - TimeSpan.FromDays(3) }],
            IsWhole = true,
            PublishedAt = Now + TimeSpan.FromDays(400),
        };
        var told = FeedChange.Of(Feed, copy, [], Now).Evidence.Select(one => one.Sightings.Single()).ToList();
        Assert.Equal([Now, Now - TimeSpan.FromDays(3)], told.Select(one => one.Latest.UpdatedAt));
        Assert.All(told, one => Assert.Equal((Now, Now), (one.FirstSeen, one.Supported)));
    }

    [Fact]
    public void Confirms_all_that_stands_where_nothing_changed_also_what_had_run_out()
    {
        var standing = StandingOf("45.95.11.1", ago: 100).Concat(StandingOf("45.95.11.2", ago: 1)).ToList();
        var told = Assert.Single(FeedChange.OfUnchanged(Feed, standing, Now).Evidence);
        Assert.Equal(
            ("45.95.11.1", Now, "45.95.11.1 ; SBL1"),
            (told.State.Key.Id, told.Sightings[0].Supported, told.Sightings[0].Latest.ThreatList)
        );
    }

    [Theory]
    [InlineData(null, 0, false)]
    [InlineData(null, 3, false)]
    [InlineData(4, 2, true)] // half
    [InlineData(4, 3, false)]
    [InlineData(4, 0, true)]
    [InlineData(2, 10, true)] // fivefold
    [InlineData(2, 9, false)]
    [InlineData(0, 9, false)] // of nobody everything is a multiple
    public void Waits_for_a_person_where_the_list_halves_or_grows_fivefold(int? before, int after, bool waits) =>
        Assert.Equal(
            waits,
            Change(string.Join(' ', Enumerable.Range(1, after).Select(host => $"45.95.11.{host}")), []).Suspicion(before) is not null
        );

    private static FeedLine Line(string party) => new() { Indicator = Indicator.Parse(party), Text = $"{party} ; SBL1" };

    private static FeedChange Change(string parties, IReadOnlyCollection<Sighting> standing) =>
        FeedChange.Of(
            Feed,
            new FeedCopy { Lines = [.. parties.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Line)], IsWhole = true },
            standing,
            Now
        );

    private static List<Sighting> StandingOf(string parties, double ago)
    {
        var at = Now - TimeSpan.FromHours(ago);
        return
        [
            .. parties
                .Split(' ')
                .Select(party => FeedListing.Listed("drop", Indicator.Parse(party), 3, $"{party} ; SBL1", at, at, at).Sightings.Single()),
        ];
    }
}
