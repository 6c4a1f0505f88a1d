using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

/// <summary>
/// What a wrong clock, or a hostile record, dated: every date that the ledger stores, stored by a clock that was ahead, or behind.
/// </summary>
public sealed class Dates_that_are_to_come
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly DateTimeOffset Later = Now + Year;
    private static readonly string[] Reported = ["Block", "Block", "Ignore"];

    /// <summary>Noticed just now; a while ago, so that it still counts; so long ago that it is over.</summary>
    public static TheoryData<int, int> Noticed =>
        new()
        {
            { 0, 0 },
            { 6, 1 },
            { 24 * 31, 2 },
        };

    [Theory]
    [MemberData(nameof(Noticed))]
    public void Of_a_sighting_count_as_of_when_they_were_noticed(int hoursAgo, int which)
    {
        var seen = Seen(Attacker) with { FirstSeen = Later, LastSeen = Later, Supported = Later };
        Assert.Equal(Reported[which], About(Known([seen]), hoursAgo).Verdict.ToString());

        // GuardDuty's own dates are right mostly: the first may be past, and the last not.
        Assert.Equal(Reported[which], About(Known([seen with { FirstSeen = Now - TimeSpan.FromDays(40) }]), hoursAgo).Verdict.ToString());
    }

    [Fact]
    public void Of_an_arrival_by_a_clock_that_was_behind_do_not_make_a_fresh_report_stale()
    {
        var seen = Seen(Attacker) with { Supported = Now - Year };
        Assert.Equal(
            (Verdict.Block, seen.LastSeen + TimeSpan.FromHours(24)),
            About(Known([seen])) is var decision ? (decision.Verdict, decision.Inbound.Until) : default
        );

        // Archived, it has no support whatever the clock.
        Assert.Equal(Verdict.Ignore, About(Known([seen with { Supported = null }])).Verdict);
    }

    [Theory]
    [MemberData(nameof(Noticed))]
    public void Of_an_unblock_let_it_work_at_once_and_for_as_long_as_it_was_meant(int hoursAgo, int which)
    {
        var before = Did(ActKind.Block, Attacker, "act0", ago: TimeSpan.FromDays(40), length: TimeSpan.FromDays(80));
        var unblock = Did(ActKind.Unblock, Attacker, "act1", ago: -Year, length: TimeSpan.FromDays(7));
        var decision = About(Known([Seen(Attacker)], [before, unblock]), hoursAgo);
        Assert.Equal(which is 2 ? ReasonCode.Operator : ReasonCode.Suppressed, decision.Reason);
    }

    [Theory]
    [InlineData(ActKind.Unblock, ActKind.Block, ReasonCode.Operator)]
    [InlineData(ActKind.Block, ActKind.Unblock, ReasonCode.Suppressed)]
    [InlineData(ActKind.Block, ActKind.Reject, ReasonCode.Rejected)]
    [InlineData(ActKind.Reject, ActKind.Approve, ReasonCode.Operator)]
    public void Of_an_act_give_way_to_what_was_recorded_after_it(ActKind first, ActKind second, string reason)
    {
        ImmutableArray<DateTimeOffset> clock = [Now - TimeSpan.FromHours(2), Later, Now - TimeSpan.FromHours(1), Now - Year];
        foreach (var (one, other) in from one in clock from other in clock select (one, other))
        {
            // Something was there before, as the ledger of whoever acts is never empty.
            var content = Known([Seen("45.95.11.8", ago: TimeSpan.FromHours(3))]);
            var earlier = Made(first, one, content);
            var later = Made(second, other, content with { Acts = [earlier] });
            Assert.Equal(reason, About(content with { Acts = [earlier, later] }).Reason);
            Assert.Equal(reason, About(content with { Acts = [later, earlier] }, hoursAgo: 1).Reason);
            Assert.Equal((true, TimeSpan.FromDays(7)), (later.At >= other, later.Until - later.At));
            Assert.NotEqual(reason, About(content with { Acts = [earlier, later] }, now: Now.AddDays(20)).Reason);
            Assert.NotEqual(
                reason,
                About(content with { Acts = [earlier, later] }, now: Later.AddDays(1)) is var then && other != Later ? then.Reason : ""
            );
        }
    }

    [Fact]
    public void Of_an_allowance_protect_at_once_and_give_way_to_its_withdrawal()
    {
        var allow = Made(ActKind.Allow, Later, Known([]));
        Assert.Equal(ReasonCode.Allowlisted, About(Known([Seen(Attacker)], [allow])).Reason);
        var disallow = Made(ActKind.Disallow, Now, Known([], [allow]));
        Assert.Equal(Verdict.Block, About(Known([Seen(Attacker)], [allow, disallow])).Verdict);
    }

    [Theory]
    [MemberData(nameof(Noticed))]
    public void Of_an_own_address_protect_and_not_for_ever(int hoursAgo, int which)
    {
        foreach (var date in new[] { Later, DateTimeOffset.MaxValue })
        {
            var decision = About(Known([Seen(Attacker)], own: [new OwnAddress(AddressRange.Parse(Attacker), date)]), hoursAgo);
            Assert.Equal(which is 2 ? Verdict.Block : Verdict.Ignore, decision.Verdict);
        }
    }

    [Fact]
    public void Of_a_state_do_not_withdraw_what_is_supported_after_they_were_noticed()
    {
        var policy = new DecisionPolicy { OnArchive = OnArchive.Withdraw };
        var seen = Seen(Attacker, ago: TimeSpan.FromHours(1));
        FindingState[] archived =
        [
            new()
            {
                Key = seen.Key.Finding,
                UpdatedAt = Later,
                Archived = true,
                Severity = 2,
            },
            FindingState.OfCall(seen.Key.Finding, new Archiving(Later, IsArchived: true), feedback: null) with
            {
                UpdatedAt = seen.LastSeen,
            },
        ];
        Assert.All(
            archived,
            state =>
            {
                Assert.Equal(ReasonCode.Archived, About(Known([seen], states: [state]), policy: policy).Reason);
                Assert.Equal(Verdict.Block, About(Known([seen], states: [state]), hoursAgo: 2, policy).Verdict);
            }
        );
    }

    [Theory]
    [InlineData(0, Verdict.Block)]
    [InlineData(2, Verdict.Ignore)]
    public void Of_a_resolution_count_for_its_own_life(int hoursAgo, Verdict verdict)
    {
        var name = DomainName.TryParse("evil-c2.net", out var domain, out var error) ? domain : throw new FormatException(error);
        var led = new Resolution
        {
            Domain = name,
            Address = AddressRange.Parse(Attacker),
            ResolvedAt = Later,
            Until = Later + TimeSpan.FromHours(1),
        };
        var ledger = Known([], [Did(ActKind.Block, "evil-c2.net")], resolutions: [led]);
        var context = Context(ledger, new DecisionPolicy { ResolveDomains = true }) with
        {
            Domains = DomainSupport.On,
            DatesAheadNoticed = Now - TimeSpan.FromHours(hoursAgo),
        };
        var decision = Core.Decisions.Decide.About(Indicator.Parse(Attacker), ledger, context);
        Assert.True(decision.Verdict == verdict, string.Join(" | ", decision.Checks));
    }

    [Fact]
    public void Are_found_wherever_they_are_stored_and_nowhere_else()
    {
        var seen = Seen(Attacker);
        var name = DomainName.TryParse("evil-c2.net", out var domain, out _) ? domain : throw new FormatException();
        LedgerContent[] stored =
        [
            Known([seen with { FirstSeen = Later }]),
            Known([seen with { LastSeen = Later }]),
            Known([seen with { Supported = Later }]),
            Known([], [Did(ActKind.Unblock, Attacker, ago: -Year)]),
            Known([], own: [new OwnAddress(AddressRange.Parse(Attacker), Later)]),
            Known(
                [],
                states:
                [
                    new FindingState
                    {
                        Key = seen.Key.Finding,
                        UpdatedAt = Later,
                        Archived = false,
                        Severity = 1,
                    },
                ]
            ),
            Known([], states: [FindingState.OfCall(seen.Key.Finding, new Archiving(Later, true), null)]),
            Known([], states: [FindingState.OfCall(seen.Key.Finding, null, new Feedback(Later, true))]),
            Known(
                [],
                resolutions:
                [
                    new Resolution
                    {
                        Domain = name,
                        Address = AddressRange.Parse(Attacker),
                        ResolvedAt = Later,
                        Until = Later,
                    },
                ]
            ),
        ];
        Assert.All(stored, content => Assert.Equal(new DatedAhead(Now, Later, 1), DatedAhead.In(content, HistoryTail.Empty, Now)));
        Assert.Equal(new DatedAhead(Now, Later, 1), DatedAhead.In(Core.Ledger.LedgerContent.Empty, History(Later), Now));
        Assert.Null(DatedAhead.In(Known([seen], [Did(ActKind.Unblock, Attacker)]), History(Now), Now));
        Assert.All(stored, content => Assert.Null(DatedAhead.In(content, HistoryTail.Empty, Later)));
    }

    [Fact]
    public void Keep_the_moment_at_which_they_were_noticed_until_there_are_more_of_them()
    {
        var known = new DatedAhead(Now - Year, Later, 2);
        Assert.Equal(Now - Year, new DatedAhead(Now, Later, 1).KnownSince(known).Since);
        Assert.Equal(Now, new DatedAhead(Now, Later, 3).KnownSince(known).Since);
        Assert.Equal(Now, new DatedAhead(Now, Later + Year, 2).KnownSince(known).Since);
        Assert.Equal(Now, new DatedAhead(Now, Later, 1).KnownSince(known with { Since = Now + Year }).Since);
        Assert.Equal(Now, new DatedAhead(Now, Later, 1).KnownSince(null).Since);
    }

    [Fact]
    public void Of_history_count_for_no_span_of_time()
    {
        var refusal = HistoryRecord.After(null, HistoryKind.PceRefusal, Later, new PceRefusal(8_000, []).ToJson());
        Assert.Empty(new HistoryTail([refusal], null).RefusalsIn(Now - PceRefusal.Memory, Now));
        Assert.Single(new HistoryTail([refusal], null).RefusalsIn(Later - PceRefusal.Memory, Later));
        Assert.Empty(History(Later).Between(Now - TimeSpan.FromDays(1), Now));
        Assert.Empty(History(Now - Year).Between(Now - TimeSpan.FromDays(1), Now));
        Assert.Single(History(Now).Between(Now - TimeSpan.FromDays(1), Now));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(365 * 24.0, true)]
    [InlineData(1.0, true)]
    [InlineData(0.0, false)]
    [InlineData(-23.9, false)]
    [InlineData(-24.0, true)]
    [InlineData(-365 * 24.0, true)]
    public void Of_the_last_reading_of_workloads_make_it_due(double? hoursFromNow, bool isDue) =>
        Assert.Equal(isDue, WorkloadsNote.IsDue(hoursFromNow is { } hours ? Now.AddHours(hours) : null, Now));

    [Theory]
    [InlineData(0, 10, true)]
    [InlineData(0, 16, false)]
    [InlineData(60, 10, true)]
    [InlineData(60, 16, false)]
    [InlineData(-60, 10, true)]
    [InlineData(-60, 16, false)]
    [InlineData(null, 10, true)]
    [InlineData(null, 16, false)]
    [InlineData(null, -365 * 24 * 60, false)]
    public void Of_somebodys_edit_are_read_by_the_clock_that_wrote_them(int? minutesAhead, int minutesAgo, bool waits)
    {
        var ahead = minutesAhead is { } minutes ? TimeSpan.FromMinutes(minutes) : (TimeSpan?)null;
        var edited = List(
            Direction.Inbound,
            [Sentinel, Foreign("203.0.114.9")],
            PendingUpdate.Update,
            editedAgo: TimeSpan.FromMinutes(minutesAgo) - (ahead ?? TimeSpan.Zero)
        );
        var plan = PlanFor(Known([Seen(Attacker)]), View([], draftInbound: edited) with { ClockAhead = ahead });
        Assert.Equal(waits, plan.KeptBack.Any(kept => kept.Reason is ReasonCode.ForeignDraft));
    }

    [Fact]
    public void Change_nothing_where_there_are_none() =>
        World.LedgerContent.Sample(content =>
        {
            var counted = content.AsOf(Now + TimeSpan.FromDays(1), noticed: null);
            Assert.Equal(content.Sightings, counted.Sightings);
            Assert.Equal(content.Acts, counted.Acts);
            Assert.Equal(content.OwnAddresses, counted.OwnAddresses);
        });

    [Fact]
    public void Are_put_right_once_and_for_all() =>
        Gen.Select(World.LedgerContent, Gen.Int[-30, 30])
            .Sample(
                (content, days) =>
                {
                    var now = Now - TimeSpan.FromDays(days);
                    var counted = content.AsOf(now, now - TimeSpan.FromHours(1));
                    Assert.Null(DatedAhead.In(counted, HistoryTail.Empty, now));
                    var again = counted.AsOf(now, now - TimeSpan.FromHours(1));
                    Assert.Equal(counted.Sightings, again.Sightings);
                    Assert.Equal(counted.Acts, again.Acts);
                }
            );

    private static Decision About(LedgerContent ledger, int hoursAgo = 0, DecisionPolicy? policy = null, DateTimeOffset? now = null)
    {
        var noticed = Now - TimeSpan.FromHours(hoursAgo);
        var context = Context(ledger, policy, now) with
        {
            NeverBlock = NeverBlock.Of(NeverBlockSources.From(ledger, [], GivenNames.None, [], World.PceAddresses, now ?? Now, noticed)),
            DatesAheadNoticed = noticed,
        };
        return Core.Decisions.Decide.About(Indicator.Parse(Attacker), ledger, context);
    }

    /// <summary>As it is recorded by a clock that shows that.</summary>
    private static Act Made(ActKind kind, DateTimeOffset at, LedgerContent known) =>
        (Did(kind, Attacker) with { At = at, Until = kind is ActKind.Allow or ActKind.Disallow ? null : at + TimeSpan.FromDays(7) }).After(
            known
        );

    private static HistoryTail History(DateTimeOffset at) =>
        new(
            [
                HistoryRecord.After(
                    null,
                    HistoryKind.Intent,
                    at,
                    new Intent
                    {
                        Fingerprint = "",
                        Trigger = "test",
                        Add = [],
                        End = [],
                        Carried = [],
                        TakesAlong = [],
                    }.ToJson()
                ),
            ],
            null
        );
}
