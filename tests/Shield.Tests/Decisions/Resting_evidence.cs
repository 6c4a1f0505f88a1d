using System.Collections.Immutable;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

/// <summary>Deciding over what is alive gives the same blocks and holds as deciding over everything.</summary>
public sealed class Resting_evidence
{
    private const string Later = "45.95.11.9";

    /// <summary>Returns and their moments seldom meet.</summary>
    private const int Cases = 3_000;

    /// <summary>Around every length of time that matters: lives, doubled lives, returns.</summary>
    private static readonly Gen<TimeSpan> Age =
        from days in Gen.OneOf(0, 1, 2, 3, 4, 7, 14, 30, 31, 60, 90, 91, 120, 200)
        from hours in Gen.Int[0, 2]
        select TimeSpan.FromDays(days) + TimeSpan.FromHours(hours);

    private static readonly Gen<Sighting> AnySighting =
        from sighting in World.Sighting
        from party in Gen.OneOf(Attacker, Later)
        from last in Age
        from length in Age
        from isEarly in Gen.Int[0, 5].Select(one => one is 0)
        select Of(sighting, party) with
        {
            FirstSeen = Now - last - length,
            LastSeen = Now - last,
            // A report that arrived before it happened: the clock that dated its arrival was behind.
            Supported = sighting.Supported is null ? null : Now - last - (isEarly ? length + TimeSpan.FromHours(1) : TimeSpan.Zero),
        };

    private static readonly Gen<FindingState> AnyState =
        from id in Gen.Int[1, 4]
        from account in Gen.OneOf("111122223333", "444455556666")
        from age in Age
        from archived in Gen.Bool
        from notUseful in Gen.Bool
        select new FindingState
        {
            Key = new FindingKey(account, "eu-central-1", $"f000000{id}aaaa"),
            UpdatedAt = Now - age,
            Archived = archived,
            Severity = 2,
            Feedback = notUseful ? new Feedback(Now - age, IsNotUseful: true) : null,
        };

    private static readonly Gen<Resolution> AnyResolution =
        from address in Gen.OneOf(Attacker, Later)
        from age in Age
        from life in Age
        select Resolution.Of(Indicator.Parse("c2.evil.example.org").Domain!, AddressRange.Parse(address), life, Now - age);

    private static readonly Gen<LedgerContent> AnyLedger =
        from sightings in AnySighting.Array[0, 10]
        from ofName in Gen.Select(AnySighting, sighting => Of(sighting, "c2.evil.example.org")).Array[0, 2]
        from acts in World.Act.Array[0, 2]
        from states in AnyState.Array[0, 4]
        from resolutions in AnyResolution.Array[0, 2]
        select Known(
            Merged([.. sightings, .. ofName, Seen("203.0.114.250", id: "f0000009aaaa", ago: TimeSpan.Zero)]),
            acts.DistinctBy(act => act.Id).Order(),
            own: null,
            states.GroupBy(state => state.Key).Select(same => same.Aggregate((one, other) => one.Merge(other))),
            resolutions.GroupBy(one => one.Address).Select(same => same.Aggregate((one, other) => one.Merge(other)))
        );

    private static readonly Gen<DecisionPolicy> AnyPolicy =
        from lives in Gen.OneOf(1, 3, 30, 90)
        from withdraws in Gen.Bool
        from samples in Gen.Bool
        from resolves in Gen.Bool
        select new DecisionPolicy
        {
            Lives = new BlockLives { Low = TimeSpan.FromDays(lives) },
            OnArchive = withdraws ? OnArchive.Withdraw : OnArchive.Expire,
            AcceptSamples = samples,
            ResolveDomains = resolves,
        };

    [Fact]
    public void Blocks_and_holds_nobody_now_or_later() =>
        Gen.Select(AnyLedger, AnyPolicy, Age)
            .Sample(
                (ledger, policy, after) =>
                {
                    var what = Dormancy.In(ledger, [], policy.Lives, Now);
                    Assert.Equal(Answers(ledger, policy, Now + after), Answers(ledger.Without(what), policy, Now + after));
                },
                iter: Cases
            );

    /// <summary>Also with whatever is told later: the parties that it is about wake, with all that was at rest of them.</summary>
    [Fact]
    public void Counts_again_when_its_party_wakes() =>
        Gen.Select(AnyLedger, AnyPolicy, Age, AnySighting.Array[0, 3])
            .Sample(
                (ledger, policy, after, told) =>
                {
                    var what = Dormancy.In(ledger, [], policy.Lives, Now);
                    told = [.. told.Select((sighting, number) => At(sighting, Now + after, $"f000000{number + 5}aaaa"))];
                    var awake = told.Select(sighting => sighting.Key.Indicator).ToHashSet();
                    var woken = what.Sightings.Where(sighting => awake.Contains(sighting.Key.Indicator)).ToImmutableArray();
                    var findings = woken.Select(sighting => (sighting.Key.Finding.Region, sighting.Key.Finding.Id)).ToHashSet();
                    var alive = ledger.Without(what);
                    Assert.Equal(
                        Answers(ledger with { Sightings = Merged([.. ledger.Sightings, .. told]) }, policy, Now + after),
                        Answers(
                            alive with
                            {
                                Sightings = Merged([.. alive.Sightings, .. woken, .. told]),
                                States =
                                [
                                    .. alive.States,
                                    .. what.States.Where(state => findings.Contains((state.Key.Region, state.Key.Id))),
                                ],
                            },
                            policy,
                            Now + after
                        )
                    );
                },
                iter: Cases
            );

    [Fact]
    public void Is_all_of_a_party_or_nothing() =>
        AnyLedger.Sample(ledger =>
        {
            var what = Dormancy.In(ledger, [], new BlockLives(), Now);
            var gone = what.Sightings.Select(sighting => sighting.Key.Indicator).ToHashSet();
            Assert.Equal(ledger.Sightings.Count(sighting => gone.Contains(sighting.Key.Indicator)), what.Sightings.Length);
        });

    [Theory]
    [InlineData("the last moment of its life", 24, 0, 0)]
    [InlineData("after it", 25, 0, 1)]
    [InlineData("a party that may have come back lives twice as long", 47, 1, 0)]
    [InlineData("and no longer", 49, 1, 2)]
    public void Is_what_can_be_blocked_no_more_after_as_many_returns_as_it_has_reports(string what, int hours, int others, int resting)
    {
        _ = what;
        var one = Seen(Attacker, ago: TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(1));
        var rest = Enumerable.Range(2, others).Select(number => Seen(Attacker, id: $"f000000{number}aaaa", ago: TimeSpan.FromHours(hours)));
        Assert.Equal(resting, In(Known([one, .. rest, Fresh])).Sightings.Length);
    }

    [Fact]
    public void Is_not_about_a_party_that_an_operators_word_a_name_or_the_PCE_keeps()
    {
        var old = Known([Seen(Attacker, ago: TimeSpan.FromDays(10)), Fresh]);
        var name = Indicator.Parse("c2.evil.example.org").Domain!;
        var led = Resolution.Of(name, AddressRange.Parse(Attacker), TimeSpan.FromDays(1), Now);
        Assert.Single(In(old).Sightings);
        Assert.Empty(In(old with { Acts = [Did(ActKind.Block, Attacker)] }).Sightings);
        Assert.Empty(In(old with { Resolutions = [led] }).Sightings);
        Assert.Empty(Dormancy.In(old, [Indicator.Parse("45.95.11.0/29")], new BlockLives(), Now).Sightings);
        var called = Known([Seen(name.Text, ago: TimeSpan.FromDays(10)), Fresh]);
        Assert.Single(In(called).Sightings);
        Assert.Empty(Dormancy.In(called, [new Indicator(name)], new BlockLives(), Now).Sightings);
        // The block of a range is about that range, and an unblock blocks nobody.
        Assert.Single(In(old with { Acts = [Did(ActKind.Block, "45.95.11.0/29")] }).Sightings);
        Assert.Single(In(old with { Acts = [Did(ActKind.Block, Attacker, ago: TimeSpan.FromDays(8))] }).Sightings);
    }

    [Fact]
    public void Is_nothing_that_only_a_clock_which_runs_ahead_calls_old()
    {
        var ledger = Known([Seen(Attacker, ago: TimeSpan.FromHours(1)), Fresh]);
        Assert.Equal(0, Dormancy.In(ledger, [], new BlockLives(), Now.AddYears(10)).Count);
    }

    [Fact]
    public void Is_nothing_that_is_dated_after_now()
    {
        var ahead = Seen(Attacker, ago: TimeSpan.FromDays(10), archived: true) with { LastSeen = Now.AddDays(1) };
        Assert.Empty(In(Known([ahead, Fresh])).Sightings);
    }

    [Theory]
    [InlineData(24, false)]
    [InlineData(23, false)]
    [InlineData(25, true)]
    public void May_be_alive_by_longer_lives(int low, bool isLonger)
    {
        var name = Dormancy.NameOf(new BlockLives());
        Assert.Equal(isLonger, Dormancy.AreLongerThan(new BlockLives { Low = TimeSpan.FromHours(low) }, name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.00:00:00 3.00:00:00")]
    [InlineData("1.00:00:00 3.00:00:00 7.00:00:00 a month")]
    public void May_be_alive_where_nobody_can_say_by_which_lives_it_was_put_to_rest(string name) =>
        Assert.True(Dormancy.AreLongerThan(new BlockLives(), name));

    private static Sighting Fresh => Seen("203.0.114.250", id: "f0000009aaaa", ago: TimeSpan.Zero);

    private static Forgettable In(LedgerContent ledger) => Dormancy.In(ledger, [], new BlockLives(), Now);

    private static Sighting Of(Sighting sighting, string party) =>
        sighting with
        {
            Key = sighting.Key with { Indicator = Indicator.Parse(party) },
        };

    private static Sighting At(Sighting sighting, DateTimeOffset at, string id) =>
        sighting with
        {
            Key = sighting.Key with { Finding = sighting.Key.Finding with { Id = id } },
            FirstSeen = at,
            LastSeen = at,
            Supported = sighting.Supported is null ? null : at,
        };

    private static ImmutableArray<Sighting> Merged(IEnumerable<Sighting> sightings) =>
        [.. sightings.GroupBy(sighting => sighting.Key).Select(same => same.Aggregate((one, other) => one.Merge(other)))];

    /// <summary>Whoever is blocked or held, with all that a plan goes by.</summary>
    private static string[] Answers(LedgerContent ledger, DecisionPolicy policy, DateTimeOffset now) =>
        [
            .. Decide(ledger, policy, now)
                .Where(decision => decision.Verdict is not Verdict.Ignore)
                .Select(decision => $"{decision.Indicator} in {Told(decision.Inbound)} out {Told(decision.Outbound)}"),
        ];

    private static string Told(DirectionAnswer answer) =>
        answer.Verdict is Verdict.Ignore
            ? "-"
            : $"{answer.Verdict} {answer.Reason} {answer.Severity} {answer.Until:O} {answer.Origin} {string.Join(',', answer.Entries)}";
}
