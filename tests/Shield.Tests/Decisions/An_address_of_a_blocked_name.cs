using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class An_address_of_a_blocked_name
{
    private const string Evil = "cdn-update-check.net";
    private const string Other = "stage-two.net";
    private const string C2Name = "Backdoor:EC2/C&CActivity.B!DNS";

    private static readonly DecisionPolicy On = new() { ResolveDomains = true };

    private static readonly AddLimits NoLimits = new(int.MaxValue, int.MaxValue);

    private static readonly Gen<Resolution> AnyResolution =
        from name in Gen.OneOf(Evil, Other)
        from address in Gen.OneOf([.. Parties.Where(party => Indicator.Parse(party).Range.IsSingle)])
        from ago in Gen.Int[0, 30]
        from life in Gen.Int[0, 25]
        select Led(name, address, TimeSpan.FromHours(ago), TimeSpan.FromHours(life));

    private static readonly Gen<Act> ActOnAName =
        from kind in Gen.OneOf(ActKind.Block, ActKind.Unblock, ActKind.Allow, ActKind.Reject)
        from name in Gen.OneOf(Evil, Other)
        from id in Gen.Int[100, 199]
        from ago in Gen.Int[0, 24 * 2]
        from length in Gen.Int[1, 24 * 3]
        select Did(kind, name, $"act{id}", TimeSpan.FromHours(ago), TimeSpan.FromHours(length));

    // Half of them with nothing but names: there they decide.
    private static readonly Gen<LedgerContent> Ledgers =
        from ledger in Gen.Frequency((1, World.LedgerContent), (1, Gen.Const(Known([]))))
        from names in Gen.Select(Gen.OneOf(Evil, Other), Gen.Int[0, 40]).Array[0, 3]
        from acts in ActOnAName.Array[0, 2]
        from resolutions in AnyResolution.Array[0, 8]
        select ledger with
        {
            Sightings =
            [
                .. ledger.Sightings,
                .. names.Select(
                    (name, i) =>
                        Seen(
                            name.Item1,
                            C2Name,
                            $"d{i:0000000}aaaa",
                            2,
                            TimeSpan.FromHours(name.Item2),
                            direction: Core.FindingTypes.ConnectionDirection.Unknown
                        )
                ),
            ],
            Acts = [.. ledger.Acts.Concat(acts).DistinctBy(act => act.Id).Order()],
            Resolutions = [.. resolutions.GroupBy(one => (one.Domain, one.Address)).Select(same => same.Aggregate((a, b) => a.Merge(b)))],
        };

    private static readonly Gen<SoftSource?> AnySoft = Gen.Frequency(
        (1, Gen.Const((SoftSource?)null)),
        (
            1,
            Gen.OneOf(SoftKind.FrontDoor, SoftKind.Sinkhole, SoftKind.Rentable)
                .Select(kind => (SoftSource?)Soft(kind, "45.95.11.8/31", "2a0e:97c0::/64"))
        )
    );

    [Fact]
    public void Is_blocked_outbound_for_as_long_as_its_answer_lives()
    {
        var decision = DecideOn(Attacker, Named(Led(Evil, Attacker, TimeSpan.FromMinutes(10), TimeSpan.FromHours(2))));
        Assert.Equal((Verdict.Block, ReasonCode.Resolved, Directions.Outbound), (decision.Verdict, decision.Reason, decision.Directions));
        Assert.Equal(Now + TimeSpan.FromMinutes(110), decision.Until);
        Assert.Equal(new Origin(C2Name, "f0000001aaaa"), decision.Outbound.Origin);
        Assert.Equal(2, decision.Outbound.Severity);
        Assert.Equal((Verdict.Ignore, ReasonCode.OtherDirection), (decision.Inbound.Verdict, decision.Inbound.Reason));
        var check = Assert.Single(decision.Checks, check => check.Name is ReasonCode.Resolved);
        Assert.Equal(
            (Verdict.Block, $"{Evil} led there at 2026-03-10 11:50:00Z, until 2026-03-10 13:50:00Z"),
            (check.Answer, check.Detail)
        );
    }

    public static TheoryData<string, string[], string?> Answers =>
        new()
        {
            // what, what each name asks for (verdict, severity, hours that it lasts) | what they ask for together
            { "no name", [], null },
            { "one", ["Block 2 1"], "Block 2 1" },
            { "a block beside what is ignored, however severe", ["Ignore 9 5", "Block 2 1"], "Block 2 1" },
            { "a block beside a hold", ["Hold 9 5", "Block 2 1"], "Block 2 1" },
            { "a hold beside what is ignored", ["Hold 2 1", "Ignore 9 5"], "Hold 2 1" },
            { "the more severe of two blocks, for as long as either lasts", ["Block 2 7", "Block 8 1"], "Block 8 7" },
            { "what is ignored lengthens no block", ["Block 2 1", "Ignore 2 7"], "Block 2 1" },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Is_decided_by_the_strongest_of_the_names_that_lead_to_it(string what, string[] names, string? strongest)
    {
        var resolved = names
            .Select(name => name.Split(' '))
            .Select(words => new DirectionAnswer
            {
                Verdict = Enum.Parse<Verdict>(words[0]),
                Reason = ReasonCode.Resolved,
                Entries = [],
                Severity = double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture),
                Until = Now + TimeSpan.FromHours(double.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture)),
            })
            .Select(answer => new ResolvedAnswer(Led(Evil, Attacker), answer, ""));
        var told = ResolvedAnswer.Strongest([.. resolved]);
        Assert.True(
            strongest == (told is null ? null : $"{told.Verdict} {told.Severity} {(told.Until!.Value - Now).TotalHours}"),
            $"{what}: {told}"
        );
    }

    [Fact]
    public void Is_blocked_no_longer_than_its_name()
    {
        var ledger = Named(Led(Evil, Attacker, TimeSpan.Zero, TimeSpan.FromHours(20)), seenAgo: TimeSpan.FromHours(23));
        Assert.Equal(Now + TimeSpan.FromHours(1), DecideOn(Attacker, ledger).Until);
        Assert.Equal((Verdict.Ignore, ReasonCode.ResolutionEnded), Answer(DecideOn(Attacker, ledger, now: Now + TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Is_known_when_it_is_over_so_that_its_entry_is_no_orphan()
    {
        var ledger = Named(Led(Evil, Attacker, TimeSpan.FromHours(2), TimeSpan.Zero));
        Assert.Equal((Verdict.Ignore, ReasonCode.ResolutionEnded), Answer(DecideOn(Attacker, ledger)));
        var plan = PlanOf(ledger, On, View([], [Ours(Attacker)]));
        Assert.Equal(
            (Attacker, ReasonCode.ResolutionEnded),
            plan.Remove.Select(removal => (removal.Entry.ToString(), removal.Cause)).Single()
        );
        Assert.Empty(plan.Lists.SelectMany(list => list.Orphans));
    }

    [Fact]
    public void Is_not_blocked_in_documentation_space_though_its_own_samples_are()
    {
        const string Sample = "198.51.100.7";
        var ledger = Named(Led(Evil, Sample)) with { Sightings = [Seen(Sample, sample: true, id: "f0000002aaaa"), .. Named().Sightings] };
        var decision = DecideOn(Sample, ledger, On with { AcceptSamples = true });
        Assert.Equal(
            (Verdict.Block, Directions.Inbound, ReasonCode.OtherDirection),
            (decision.Verdict, decision.Directions, decision.Outbound.Reason)
        );
    }

    [Fact]
    public void Counts_for_nothing_where_resolving_is_off()
    {
        var ledger = Named(Led(Evil, Attacker));
        Assert.Equal((Verdict.Ignore, ReasonCode.ResolutionEnded), Answer(DecideOn(Attacker, ledger, new DecisionPolicy())));
        Assert.Equal(Attacker, Assert.Single(PlanOf(ledger, new DecisionPolicy(), View([], [Ours(Attacker)])).Remove).Entry.ToString());
    }

    [Fact]
    public void Ends_with_an_unblock_of_its_name_or_of_itself()
    {
        var ledger = Named(Led(Evil, Attacker));
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.ResolutionEnded),
            Answer(DecideOn(Attacker, ledger with { Acts = [Did(ActKind.Unblock, Evil)] }))
        );
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.Suppressed),
            Answer(DecideOn(Attacker, ledger with { Acts = [Did(ActKind.Unblock, Attacker)] }))
        );
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.Suppressed),
            Answer(DecideOn(Attacker, ledger with { Acts = [Did(ActKind.Unblock, "45.95.11.0/24")] }))
        );
        Assert.Equal(Verdict.Block, DecideOn(Attacker, ledger with { Acts = [Did(ActKind.Unblock, Other)] }).Verdict);
    }

    [Fact]
    public void Is_left_alone_where_its_name_is_held()
    {
        var ledger = Known([Seen(Evil, "Trojan:EC2/BlackholeTraffic!DNS")], resolutions: [Led(Evil, Attacker)]);
        Assert.Equal((Verdict.Ignore, ReasonCode.ResolutionEnded), Answer(DecideOn(Attacker, ledger)));
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.ResolutionEnded),
            Answer(Core.Decisions.Decide.All(Named(Led(Evil, Attacker)), Context(Known([]), On)).Single(one => !one.Indicator.IsDomain))
        );
    }

    [Theory]
    [InlineData("10.0.0.5", ReasonCode.SpecialPurpose)]
    [InlineData("169.254.169.254", ReasonCode.SpecialPurpose)]
    [InlineData("127.0.0.1", ReasonCode.SpecialPurpose)]
    [InlineData("0.0.0.0", ReasonCode.SpecialPurpose)]
    [InlineData("8.8.8.8", ReasonCode.PublicResolver)]
    [InlineData("198.41.0.4", ReasonCode.RootServer)]
    [InlineData("45.95.11.1", ReasonCode.Pce)]
    [InlineData("45.95.11.9", ReasonCode.OwnAddress)]
    [InlineData("45.95.11.8", ReasonCode.Allowlisted)]
    [InlineData("224.0.0.1", ReasonCode.Multicast)]
    [InlineData("4000::1", ReasonCode.NotGlobalUnicast)]
    public void Is_refused_where_the_answer_is_poisoned_and_says_why(string address, string reason)
    {
        var ledger = Named(Led(Evil, address)) with
        {
            OwnAddresses = [new OwnAddress(AddressRange.Parse("45.95.11.9"), Now)],
            Acts = [Did(ActKind.Allow, "45.95.11.8")],
        };
        var decision = DecideOn(address, ledger);
        Assert.Equal((Verdict.Ignore, reason), Answer(decision));
        Assert.Equal(Evil, Assert.Single(decision.Names).Domain.Text);
    }

    [Theory]
    [InlineData(SoftKind.FrontDoor, "front-door")]
    [InlineData(SoftKind.Sinkhole, "sinkhole")]
    [InlineData(SoftKind.OpenResolver, "open-resolver")]
    public void Is_held_where_everybody_sits(SoftKind kind, string reason)
    {
        var decision = DecideOn(Attacker, Named(Led(Evil, Attacker)), soft: Soft(kind, "45.95.11.0/24"));
        Assert.Equal((Verdict.Hold, reason, Directions.Outbound), (decision.Verdict, decision.Reason, decision.Directions));
        Assert.NotNull(decision.Until);
        Assert.Contains(decision.Checks, check => check.Name == reason && check.Answer is Verdict.Hold);
    }

    [Fact]
    public void Takes_no_other_reason_and_no_shorter_life_than_its_own_sightings_give_it()
    {
        var own = Seen(Attacker, "Backdoor:EC2/C&CActivity.B", "f0000002aaaa", severity: 8);
        var both = Named(Led(Evil, Attacker)) with { Sightings = [own, .. Named().Sightings] };
        var decision = DecideOn(Attacker, both);
        Assert.Equal(DecideOn(Attacker, Known([own])).Outbound with { Entries = decision.Outbound.Entries }, decision.Outbound);
        Assert.Equal(DecideOn(Attacker, Known([own])).Inbound with { Entries = decision.Inbound.Entries }, decision.Inbound);
    }

    [Fact]
    public void Waits_for_a_person_where_its_own_sightings_do()
    {
        var own = Seen(Attacker, "Canary:EC2/Unheard", "f0000002aaaa");
        Assert.Equal(
            (Verdict.Hold, ReasonCode.UnknownType),
            Answer(DecideOn(Attacker, Named(Led(Evil, Attacker)) with { Sightings = [own, .. Named().Sightings] }))
        );
    }

    [Fact]
    public void Is_blocked_where_its_own_sightings_say_nothing_of_that_direction()
    {
        var ledger = Named(Led(Evil, Attacker)) with { Sightings = [Seen(Attacker, id: "f0000002aaaa"), .. Named().Sightings] };
        var decision = DecideOn(Attacker, ledger);
        Assert.Equal(
            ("scanner", ReasonCode.Resolved, Directions.Both),
            (decision.Inbound.Reason, decision.Outbound.Reason, decision.Directions)
        );
    }

    [Fact]
    public void Waits_for_a_person_where_every_block_does()
    {
        var ledger = Known([], [Did(ActKind.Block, Evil)], resolutions: [Led(Evil, Attacker)]);
        Assert.Equal((Verdict.Hold, ReasonCode.Ask), Answer(DecideOn(Attacker, ledger, On with { Autonomy = Autonomy.Ask })));
        var acting = DecideOn(Attacker, ledger);
        Assert.Equal(
            (Verdict.Block, ReasonCode.Resolved, false, new Origin(null, "act1")),
            (acting.Verdict, acting.Reason, acting.Outbound.IsOperators, acting.Outbound.Origin)
        );
    }

    [Fact]
    public void Is_one_of_32_at_most_the_latest_of_them()
    {
        var many = Enumerable.Range(0, 40).Select(i => Led(Evil, $"45.95.12.{i}", TimeSpan.FromMinutes(i))).ToArray();
        var blocked = Decisions(Named(many))
            .Where(decision => !decision.Indicator.IsDomain && decision.Verdict is Verdict.Block)
            .Select(decision => decision.Indicator.ToString());
        Assert.Equal(many.Take(32).Select(one => one.Address.ToString()), blocked);
    }

    [Fact]
    public void Writes_nothing_anew_when_its_answer_is_only_repeated()
    {
        var first = Led(Evil, Attacker, TimeSpan.FromMinutes(40));
        var plan = PlanOf(Named(first), On, Empty);
        Assert.Equal(Attacker, Assert.Single(plan.Add, addition => addition.List is ListPurpose.Outbound).Entry.ToString());
        Assert.False(PlanOf(Named(first.Merge(Led(Evil, Attacker))), On, plan.After(Empty)).HasWork);
    }

    [Fact]
    public void Law_1_never_gets_our_mark_where_never_block_covers_it() =>
        Gen.Select(Ledgers, AnyView, AnySoft)
            .Sample(
                (ledger, view, soft) =>
                {
                    var never = Context(ledger).NeverBlock.Around(isCanary: false);
                    var plan = PlanOf(ledger, On, view, soft);
                    Assert.All(
                        plan.Lists.SelectMany(list => list.Written).Where(entry => InboundMark.IsOurs(entry)),
                        entry => Assert.False(never.Overlaps(entry.What.Range), $"{entry.What}")
                    );
                    var held = soft?.Lists.Where(list => list.Kind.IsHeld()).ToList() ?? [];
                    Assert.All(
                        plan.Add.Where(addition => addition.Answer.Reason is ReasonCode.Resolved),
                        addition => Assert.DoesNotContain(held, list => list.Find(addition.Indicator) is not null)
                    );
                }
            );

    [Fact]
    public void Law_5_never_outlives_its_name_or_its_answer() =>
        Gen.Select(Ledgers, AnyView)
            .Sample(
                (ledger, view) =>
                {
                    var decisions = Decisions(ledger);
                    var names = decisions
                        .Where(decision => decision.Indicator.IsDomain)
                        .ToDictionary(decision => decision.Indicator.Domain!);
                    var written = PlanOf(ledger, On, view)
                        .Lists.Single(list => list.List is ListPurpose.Outbound)
                        .Written.Where(entry => InboundMark.IsOurs(entry))
                        .Select(entry => entry.What)
                        .ToHashSet();
                    foreach (var led in ledger.Resolutions.ToLookup(one => new Indicator(one.Address)))
                    {
                        // Of the decisions only what is said of names: an address that none was made about is what we are after.
                        var living = led.Where(one =>
                                one.IsInForce(Now) && names.TryGetValue(one.Domain, out var name) && name.Verdict is Verdict.Block
                            )
                            .ToList();
                        if (
                            decisions.FirstOrDefault(decision => decision.Indicator == led.Key) is
                            { Outbound: { Reason: ReasonCode.Resolved } outbound }
                        )
                        {
                            Assert.Contains(living, one => outbound.Until <= one.Until && outbound.Until <= names[one.Domain].Until);
                        }

                        var alone =
                            ledger.Sightings.All(sighting => sighting.Key.Indicator != led.Key)
                            && ledger.Acts.All(act => !act.Indicator!.Value.Overlaps(led.Key));
                        Assert.False(living.Count is 0 && alone && written.Contains(led.Key), $"{led.Key} is still there");
                    }
                },
                iter: 2_000
            );

    [Fact]
    public void Law_10_applied_once_leaves_nothing_to_do() =>
        Gen.Select(Ledgers, AnyView)
            .Sample(
                (ledger, view) =>
                {
                    var plan = PlanOf(ledger, On, view);
                    Assert.False(PlanOf(ledger, On, plan.After(view), intent: Core.Reconciling.Intent.For(plan, "test")).HasWork);
                }
            );

    [Fact]
    public void Changes_nothing_for_whom_no_name_led_to() =>
        Ledgers.Sample(ledger =>
        {
            var led = ledger.Resolutions.Select(one => new Indicator(one.Address)).ToHashSet();
            static IEnumerable<string> Rest(ImmutableArray<Decision> decisions, HashSet<Indicator> led) =>
                decisions
                    .Where(decision => !led.Contains(decision.Indicator))
                    .Select(decision =>
                        $"{decision.Indicator} {decision.Verdict} {decision.Reason} {decision.Until} {decision.Directions}"
                    );
            Assert.Equal(Rest(Decisions(ledger with { Resolutions = [] }), led), Rest(Decisions(ledger), led));
        });

    private static (Verdict, string) Answer(Decision decision) => (decision.Verdict, decision.Reason);

    private static Resolution Led(string name, string address, TimeSpan? ago = null, TimeSpan? timeToLive = null) =>
        Resolution.Of(
            Indicator.Parse(name).Domain!,
            AddressRange.Parse(address),
            timeToLive ?? TimeSpan.Zero,
            Now - (ago ?? TimeSpan.Zero)
        );

    private static LedgerContent Named(params Resolution[] resolutions) => Named(resolutions, TimeSpan.FromHours(1));

    private static LedgerContent Named(Resolution resolution, TimeSpan seenAgo) => Named([resolution], seenAgo);

    private static LedgerContent Named(Resolution[] resolutions, TimeSpan seenAgo) =>
        Known([Seen(Evil, C2Name, ago: seenAgo)], resolutions: resolutions);

    private static DecisionContext Names(
        LedgerContent ledger,
        DecisionPolicy policy,
        SoftSource? soft = null,
        DateTimeOffset? now = null
    ) => Context(ledger, policy, now, soft: soft) with { Domains = DomainSupport.On };

    private static ImmutableArray<Decision> Decisions(LedgerContent ledger) => Core.Decisions.Decide.All(ledger, Names(ledger, On));

    private static Decision DecideOn(
        string party,
        LedgerContent ledger,
        DecisionPolicy? policy = null,
        SoftSource? soft = null,
        DateTimeOffset? now = null
    )
    {
        var context = Names(ledger, policy ?? On, soft, now);
        var decision = Core.Decisions.Decide.All(ledger, context).Single(decision => decision.Indicator == Indicator.Parse(party));
        var asked = Core.Decisions.Decide.About(Indicator.Parse(party), ledger, context);
        Assert.Equal((decision.Verdict, decision.Reason, decision.Until), (asked.Verdict, asked.Reason, asked.Until));
        return decision;
    }

    private static Plan PlanOf(
        LedgerContent ledger,
        DecisionPolicy policy,
        PceView view,
        SoftSource? soft = null,
        Core.Reconciling.Intent? intent = null
    )
    {
        var context = Names(ledger, policy, soft);
        return Plan.For(
            Input(Core.Decisions.Decide.All(ledger, context), context.NeverBlock, view, NoLimits) with
            {
                Written = intent is null ? ImmutableHashSet<EntryChange>.Empty : WrittenBy(intent),
            }
        );
    }

    private static SoftSource Soft(SoftKind kind, params string[] lines) =>
        SoftSource.Read(
            new SoftFile
            {
                Name = "mine",
                Path = "mine.txt",
                Format = SoftFormat.Plain,
                Kind = kind,
            },
            Encoding.UTF8.GetBytes(string.Join('\n', lines)),
            "mine.txt"
        );
}
