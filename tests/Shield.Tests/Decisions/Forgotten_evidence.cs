using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class Forgotten_evidence
{
    private static readonly TimeSpan Retention = Forgetting.ShortestRetention;

    private static readonly TimeSpan Dead = BlockLife.Longest + Retention;

    /// <summary>Around every length of time that matters: lives, returns, own addresses, what is forgotten.</summary>
    private static readonly Gen<TimeSpan> Age =
        from days in Gen.OneOf(0, 1, 30, 31, 61, 90, 120, 121, 122, 150, 181, 211, 242, 400)
        from hours in Gen.Int[-1, 1]
        select TimeSpan.FromDays(days) + TimeSpan.FromHours(hours);

    private static readonly Gen<Sighting> AnySighting = Gen.Select(World.Sighting, Age, Ago);

    private static readonly Gen<FindingState> AnyState =
        from id in Gen.Int[1, 4]
        from account in Gen.OneOf("111122223333", "444455556666")
        from age in Age
        from archived in Gen.Bool
        from notUseful in Gen.Bool
        select new FindingState
        {
            Key = new FindingKey(account, "eu-central-1", IdOf(id)),
            UpdatedAt = Now - age,
            Archived = archived,
            Severity = 2,
            Feedback = notUseful ? new Feedback(Now - age, IsNotUseful: true) : null,
        };

    private static readonly Gen<LedgerContent> AnyLedger =
        from sightings in AnySighting.Array[0, 10]
        from acts in World.Act.Array[0, 2]
        from own in Gen.Select(
            Gen.OneOf("45.95.11.9", "45.95.11.8"),
            Age,
            (address, age) => new OwnAddress(AddressRange.Parse(address), Now - age)
        ).Array[0, 2]
        from states in AnyState.Array[0, 4]
        select Known(
            Merged([.. sightings, Seen("203.0.114.250", id: IdOf(9), ago: TimeSpan.Zero)]),
            acts.DistinctBy(act => act.Id).Order(),
            own.GroupBy(one => one.Address).Select(same => same.Aggregate((one, other) => one.Merge(other))),
            states.GroupBy(state => state.Key).Select(same => same.Aggregate((one, other) => one.Merge(other)))
        );

    private static readonly Gen<DecisionPolicy> AnyPolicy =
        from critical in Gen.OneOf(1, 30, 89, 3_650)
        from withdraws in Gen.Bool
        from samples in Gen.Bool
        from least in Gen.OneOf(1.0, 5.0)
        select new DecisionPolicy
        {
            Lives = new BlockLives { Low = TimeSpan.FromDays(critical), Critical = TimeSpan.FromDays(critical) },
            OnArchive = withdraws ? OnArchive.Withdraw : OnArchive.Expire,
            AcceptSamples = samples,
            MinimumSeverity = least,
        };

    private static readonly Gen<ImmutableArray<Indicator>> AnyStanding = Gen.OneOf([.. World.Parties])
        .Array[0, 2]
        .Select(some => some.Select(Indicator.Parse).ToImmutableArray());

    /// <summary>What is told afterwards: of any party, in new findings.</summary>
    private static readonly Gen<(TimeSpan After, ImmutableArray<Sighting> Told)> AnyFuture =
        from after in Age
        from told in Gen.Select(World.Sighting, Age, (sighting, age) => Ago(sighting, after - age)).Array[0, 3]
        select (
            after,
            Merged(
                told.Select(
                    (sighting, number) =>
                        sighting with
                        {
                            Key = sighting.Key with { Finding = sighting.Key.Finding with { Id = IdOf(5 + number) } },
                        }
                )
            )
        );

    [Fact]
    public void Changes_no_decision_about_whom_the_ledger_still_knows_now_or_later_whatever_the_policy() =>
        Gen.Select(AnyLedger, AnyStanding, AnyPolicy, AnyFuture)
            .Sample(
                (ledger, standing, policy, future) =>
                {
                    var what = Forgetting.In(ledger, standing, Retention, Now);
                    var gone = what.Sightings.Select(sighting => sighting.Key.Indicator).ToHashSet();
                    var later = Now + future.After;
                    var before = Answers(ledger with { Sightings = Merged([.. ledger.Sightings, .. future.Told]) }, policy, later, gone);
                    var after = Answers(
                        Without(ledger, what) with
                        {
                            Sightings = Merged([.. Without(ledger, what).Sightings, .. future.Told]),
                        },
                        policy,
                        later,
                        gone
                    );
                    Assert.Equal(before, after);
                }
            );

    [Fact]
    public void Had_nobody_blocked_or_held_any_more() =>
        Gen.Select(AnyLedger, AnyPolicy, Age)
            .Sample(
                (ledger, policy, later) =>
                {
                    var gone = Forgetting.In(ledger, [], Retention, Now).Sightings.Select(sighting => sighting.Key.Indicator).ToHashSet();
                    ImmutableArray<Decision> decisions =
                    [
                        .. Decide(ledger with { Acts = [] }, policy),
                        .. Decide(ledger with { Acts = [] }, policy, Now + later),
                    ];
                    Assert.All(
                        decisions.Where(decision => gone.Contains(decision.Indicator)),
                        decision => Assert.Equal(Verdict.Ignore, decision.Verdict)
                    );
                }
            );

    /// <summary>What is lost with a party is how often it had come back, and nothing of who never had.</summary>
    [Fact]
    public void Would_have_made_nobody_a_returner() =>
        Gen.Select(AnySighting, AnyPolicy, AnySighting, Age)
            .Sample(
                (old, policy, again, later) =>
                {
                    var gone = Forgotten(old);
                    var told = again with
                    {
                        Key = again.Key with { Indicator = old.Key.Indicator, Finding = again.Key.Finding with { Id = IdOf(5) } },
                        FirstSeen = Now,
                        LastSeen = Now + later.Duration(),
                        Supported = Now + later.Duration(),
                    };
                    // A documentation address is a sample's where all that is known of it is one: that is told of it afresh, too.
                    if (!gone.IsEmpty && !NeverBlock.IsDocumentation(old.Key.Indicator))
                    {
                        var now = Now + later.Duration();
                        Assert.Equal(Ends(told), Ends(old, told));

                        // Which of two reasons to do nothing is told may differ.
                        (Verdict, DateTimeOffset?) Ends(params Sighting[] sightings) =>
                            DecideOne(old.Key.Indicator.ToString(), Known(sightings), policy, now)
                                is { Verdict: not Verdict.Ignore } decision
                                ? (decision.Verdict, decision.Until)
                                : (Verdict.Ignore, null);
                    }
                }
            );

    [Fact]
    public void Is_forgotten_once() =>
        Gen.Select(AnyLedger, AnyStanding)
            .Sample(
                (ledger, standing) =>
                    Assert.Equal(
                        0,
                        Forgetting.In(Without(ledger, Forgetting.In(ledger, standing, Retention, Now)), standing, Retention, Now).Count
                    )
            );

    [Fact]
    public void Law_5_is_never_about_what_may_stand_on_the_PCE() =>
        Gen.Select(AnyLedger, AnyStanding)
            .Sample(
                (ledger, standing) =>
                    Assert.All(
                        Forgetting.In(ledger, standing, Retention, Now).Sightings,
                        sighting => Assert.DoesNotContain(standing, entry => entry.Overlaps(sighting.Key.Indicator))
                    )
            );

    [Fact]
    public void Is_all_of_a_party_or_nothing() =>
        AnyLedger.Sample(ledger =>
        {
            var what = Forgetting.In(ledger, [], Retention, Now);
            var gone = what.Sightings.Select(sighting => sighting.Key.Indicator).ToHashSet();
            Assert.Equal(ledger.Sightings.Count(sighting => gone.Contains(sighting.Key.Indicator)), what.Sightings.Length);
        });

    [Fact]
    public void Is_what_nobody_saw_for_longer_than_a_block_can_last_and_the_retention()
    {
        Assert.Empty(Forgotten(Seen(Attacker, ago: Dead)));
        Assert.Single(Forgotten(Seen(Attacker, ago: Dead + TimeSpan.FromTicks(1))));
        Assert.Empty(Forgotten(Seen(Attacker, ago: Dead * 2), Seen(Attacker, id: IdOf(2), ago: Dead)));
    }

    [Theory]
    [InlineData("45.95.11.7")]
    [InlineData("c2.evil.example.org")]
    public void Is_not_what_may_stand_on_the_PCE_in_whatever_order_that_is_told(string party)
    {
        var old = Known([Seen(party, ago: Dead * 2), Seen("45.95.20.1", id: IdOf(2), ago: TimeSpan.Zero)]);
        ImmutableArray<Indicator> standing = [Indicator.Parse("c2.evil.example.org"), Indicator.Parse("45.95.11.0/29")];
        Assert.Equal(1, Forgetting.In(old, [], Retention, Now).Count);
        Assert.Equal(0, Forgetting.In(old, standing, Retention, Now).Count);
        Assert.Equal(0, Forgetting.In(old, [.. standing.Reverse()], Retention, Now).Count);
    }

    [Fact]
    public void Starts_afresh_when_its_party_comes_again()
    {
        var (first, returned) = (
            Seen(Attacker, ago: Dead + TimeSpan.FromDays(10)),
            Seen(Attacker, id: IdOf(2), ago: Dead + TimeSpan.FromDays(5))
        );
        var again = Seen(Attacker, id: IdOf(3), ago: TimeSpan.Zero);
        Assert.Equal(2, Forgotten(first, returned).Length);
        Assert.Equal((Verdict.Block, again.LastSeen.AddHours(24)), Ends(again));
        Assert.Equal((Verdict.Block, again.LastSeen.AddHours(48)), Ends(first, returned, again));

        static (Verdict, DateTimeOffset?) Ends(params Sighting[] sightings) =>
            DecideOne(Attacker, sightings) is var decision ? (decision.Verdict, decision.Inbound.Until) : default;
    }

    [Fact]
    public void Is_not_about_a_party_on_whom_an_act_is_in_force()
    {
        var ledger = Known([Seen(Attacker, ago: Dead * 2), Fresh]);
        Assert.Empty(In(ledger with { Acts = [Did(ActKind.Block, "45.95.11.0/29", length: TimeSpan.FromDays(7))] }).Sightings);
        Assert.Single(
            In(
                ledger with
                {
                    Acts = [Did(ActKind.Block, "45.95.11.0/29", ago: TimeSpan.FromDays(8), length: TimeSpan.FromDays(7))],
                }
            ).Sightings
        );
        Assert.Single(In(ledger with { Acts = [Did(ActKind.Allow, "45.95.11.0/29")] }).Sightings);
    }

    [Fact]
    public void Is_the_state_of_a_finding_of_which_no_sighting_is_left_under_any_account()
    {
        var state = new FindingState
        {
            Key = Fresh.Key.Finding with { Account = "444455556666" },
            UpdatedAt = Now - (Dead * 2),
            Archived = false,
            Severity = 2,
        };
        var handled = state with { Archiving = new Archiving(Now, IsArchived: true) };
        Assert.Empty(In(Known([Fresh], states: [state])).States);
        var other = state with { Key = state.Key with { Id = IdOf(1) } };
        Assert.Equal([other], In(Known([Fresh], states: [other])).States);
        Assert.Empty(In(Known([Fresh], states: [handled with { Key = other.Key }])).States);
    }

    [Fact]
    public void Is_an_address_that_was_ours_longer_ago_than_it_is_protected_and_the_retention()
    {
        OwnAddress Own(TimeSpan ago) => new(AddressRange.Parse("45.95.11.9"), Now - ago);
        Assert.Empty(In(Known([Fresh], own: [Own(OwnAddress.Life + Retention)])).OwnAddresses);
        Assert.Single(In(Known([Fresh], own: [Own(OwnAddress.Life + Retention + TimeSpan.FromTicks(1))])).OwnAddresses);
    }

    [Fact]
    public void Is_nothing_that_only_a_clock_which_runs_ahead_calls_old()
    {
        var ledger = Known(
            [Seen(Attacker, ago: TimeSpan.FromHours(1)), Fresh],
            own: [new OwnAddress(AddressRange.Parse("45.95.11.9"), Now)]
        );
        Assert.Equal(0, Forgetting.In(ledger, [], Retention, Now.AddYears(10)).Count);
    }

    [Fact]
    public void Is_nothing_that_claims_the_last_date_there_is() =>
        Assert.Empty(Forgotten(Seen(Attacker, ago: Dead * 2) with { LastSeen = DateTimeOffset.MaxValue }));

    [Fact]
    public void Is_kept_for_as_long_as_a_return_counts() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Forgetting.In(Known([]), [], BlockLife.ReturnWithin, Now));

    [Fact]
    public void Is_told_in_pieces_and_sightings_first()
    {
        var what = Forgettable.Nothing with
        {
            Sightings = [Fresh, Fresh, Fresh],
            OwnAddresses = [new OwnAddress(AddressRange.Parse("45.95.11.9"), Now)],
        };
        Assert.Equal([(2, 0), (1, 0), (0, 1)], what.InBatches(2).Select(some => (some.Sightings.Length, some.OwnAddresses.Length)));
    }

    [Fact]
    public void Leaves_what_the_last_outcome_left_active_and_what_the_last_intent_wrote()
    {
        var intent = new Intent
        {
            Fingerprint = "f",
            Trigger = "test",
            Add = [Intended("45.95.11.7", isStart: true, "scanner")],
            End = [Intended("45.95.11.1", isStart: false, "stale")],
            Carried =
            [
                Intended("45.95.11.8", isStart: true, "carried"),
                Intended("45.95.11.2", isStart: false, "carried"),
                Intended("0.0.0.0/0", isStart: true, "carried"),
            ],
            TakesAlong =
            [
                (
                    ListPurpose.Inbound,
                    new ForeignEdits(
                        [new EntryChange(ListPurpose.Inbound, Indicator.Parse("45.95.11.3"), IsStart: true, IsOurs: false)],
                        []
                    )
                ),
            ],
        };
        var baseline = new Baseline
        {
            OutcomeHash = "h",
            Inbound = ["45.95.11.0/29"],
            Outbound = ["2a0e:97c0::7"],
            Domains = ["evil.example.org"],
        };
        var history = new HistoryTail([HistoryRecord.After(null, HistoryKind.Intent, Now, intent.ToJson())], baseline);

        Assert.Equal(
            ["2a0e:97c0::7", "45.95.11.0/29", "45.95.11.7", "45.95.11.8", "evil.example.org"],
            history.EntriesThatMayStand().Select(entry => entry.ToString()).Order(StringComparer.Ordinal)
        );
        Assert.Empty(HistoryTail.Empty.EntriesThatMayStand());
    }

    private static IntendedChange Intended(string entry, bool isStart, string why) =>
        new(new EntryChange(ListPurpose.Inbound, Indicator.Parse(entry), isStart), why);

    /// <summary>A finding's own time, without which nothing is old.</summary>
    private static Sighting Fresh => Seen("203.0.114.250", id: IdOf(9), ago: TimeSpan.Zero);

    private static ImmutableArray<Sighting> Forgotten(params Sighting[] sightings) => In(Known([.. sightings, Fresh])).Sightings;

    private static Forgettable In(LedgerContent ledger) => Forgetting.In(ledger, [], Retention, Now);

    /// <summary>GuardDuty's own: of such a one it counts what was done about it under another account.</summary>
    private static string IdOf(int number) => number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private static Sighting Ago(Sighting sighting, TimeSpan age) =>
        sighting with
        {
            Key = sighting.Key with { Finding = sighting.Key.Finding with { Id = IdOf(sighting.Key.Finding.Id[7] - '0') } },
            FirstSeen = sighting.FirstSeen - age,
            LastSeen = sighting.LastSeen - age,
            Supported = sighting.Supported - age,
            Latest = sighting.Latest with { UpdatedAt = sighting.Latest.UpdatedAt - age },
        };

    private static ImmutableArray<Sighting> Merged(IEnumerable<Sighting> sightings) =>
        [.. sightings.GroupBy(sighting => sighting.Key).Select(same => same.Aggregate((one, other) => one.Merge(other)))];

    private static LedgerContent Without(LedgerContent ledger, Forgettable what) =>
        ledger with
        {
            Sightings = [.. ledger.Sightings.Except(what.Sightings)],
            States = [.. ledger.States.Except(what.States)],
            OwnAddresses = [.. ledger.OwnAddresses.Except(what.OwnAddresses)],
        };

    /// <summary>All of a decision but the words for people.</summary>
    private static string Answers(LedgerContent ledger, DecisionPolicy policy, DateTimeOffset now, HashSet<Indicator> gone) =>
        string.Join(
            '\n',
            from decision in Decide(ledger, policy, now)
            where !gone.Contains(decision.Indicator)
            select $"{decision.Indicator} {Text(decision.Inbound)} {Text(decision.Outbound)} {decision.IsCanary} "
                + $"{decision.Sightings.Length} {decision.Acts.Length} "
                + string.Join(',', decision.Checks.Select(check => $"{check.Name}={check.Answer}"))
        );

    private static string Text(DirectionAnswer answer) =>
        $"{answer.Verdict} {answer.Reason} {answer.Severity} {answer.Until:O} {answer.Origin} {string.Join(',', answer.Entries)}";
}
