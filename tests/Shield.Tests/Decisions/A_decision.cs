using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using static Shield.Tests.World;

namespace Shield.Tests.Decisions;

public sealed class A_decision
{
    [Theory]
    [InlineData(new[] { Verdict.Block }, true)]
    [InlineData(new[] { Verdict.Ignore, Verdict.Block }, true)]
    [InlineData(new[] { Verdict.Block, Verdict.Hold }, true)]
    [InlineData(new[] { Verdict.Hold, Verdict.Ignore }, false)]
    public void Rests_on_each_sighting_of_which_any_circumstance_blocks(Verdict[] answers, bool blocks)
    {
        var judged = answers.Select(verdict => new TypeAnswer
        {
            Verdict = verdict,
            Directions = Directions.Both,
            Reason = ReasonCode.Stale,
        });
        Assert.Equal(blocks, new Judgement(Seen(Attacker), [.. judged], End: null, IsAsked: false).Blocks);
    }

    [Theory]
    [InlineData(0, 1)] // seen again at the very moment at which the first block ends: it never ended
    [InlineData(1, 2)]
    [InlineData(30 * 24 * 60, 2)]
    [InlineData((30 * 24 * 60) + 1, 1)]
    public void Blocks_for_twice_as_long_who_comes_back_within_thirty_days_of_the_end(int minutesLater, int times)
    {
        var lives = new BlockLives();
        var life = lives.For(2);
        var first = Seen(Attacker, ago: TimeSpan.FromDays(60));
        var again = first.Supported!.Value + life + TimeSpan.FromMinutes(minutesLater);
        var second = Seen(Attacker, id: "f0000002aaaa") with { FirstSeen = again, LastSeen = again, Supported = again };
        Assert.Equal(again + (times * life), BlockLife.EndsOf([first, second], lives, isRentable: false)[second.Key]);
    }

    [Fact]
    public void Of_one_report_lasts_for_the_life_of_its_severity() =>
        Assert.All(
            new[] { 2.0, 5, 8 },
            severity => Assert.Equal(new BlockLives().For(severity), BlockLife.OfOne(severity, new BlockLives()))
        );

    [Theory]
    [InlineData(3, 2, 1, "45.95.11.8/29")]
    [InlineData(3, 1, 2, "45.95.11.8 45.95.11.10-45.95.11.15")]
    public void Blocks_the_whole_again_where_that_was_said_after_a_part_was_undone(int first, int undone, int again, string entries)
    {
        Act Said(ActKind kind, string party, string id, int hours) => Did(kind, party, id, ago: TimeSpan.FromHours(hours));
        var ledger = Known(
            [],
            [
                Said(ActKind.Block, "45.95.11.8/29", "act1", first),
                Said(ActKind.Unblock, "45.95.11.9", "act2", undone),
                Said(ActKind.Block, "45.95.11.8/29", "act3", again),
            ]
        );
        Assert.Equal(entries, string.Join(' ', DecideOne("45.95.11.8/29", ledger).Inbound.Entries));
    }

    [Fact]
    public void Blocks_who_probes_us_inbound_and_leaves_the_other_direction_alone()
    {
        var decision = DecideOne(Attacker, Seen(Attacker));
        Assert.Equal((Verdict.Block, Directions.Inbound, "scanner"), (decision.Verdict, decision.Directions, decision.Reason));
        Assert.Equal((Verdict.Ignore, ReasonCode.OtherDirection), (decision.Outbound.Verdict, decision.Outbound.Reason));
    }

    [Fact]
    public void Blocks_malwares_master_in_both_directions() =>
        Assert.Equal(
            Directions.Both,
            DecideOne(
                Attacker,
                Seen(Attacker, "Backdoor:EC2/C&CActivity.B", role: ResourceRole.Missing, direction: ConnectionDirection.Unknown)
            ).Directions
        );

    [Fact]
    public void Leaves_a_victim_of_ours_alone() =>
        Assert.Equal(
            (Verdict.Ignore, "victim"),
            Answer(
                DecideOne(Attacker, Seen(Attacker, "Recon:EC2/Portscan", role: ResourceRole.Actor, direction: ConnectionDirection.Outbound))
            )
        );

    [Fact]
    public void Holds_what_nobody_has_looked_at_yet() =>
        Assert.Equal((Verdict.Hold, ReasonCode.UnknownType), Answer(DecideOne(Attacker, Seen(Attacker, "Canary:EC2/Unheard"))));

    [Theory]
    [InlineData(ResourceRole.Missing, ConnectionDirection.Inbound)]
    [InlineData(ResourceRole.Target, ConnectionDirection.Unknown)]
    [InlineData(ResourceRole.Target, ConnectionDirection.Outbound)]
    public void Law_8_a_missing_role_or_direction_decides_nothing(ResourceRole role, ConnectionDirection direction) =>
        Assert.Equal(
            Verdict.Hold,
            DecideOne(Attacker, Seen(Attacker, "UnauthorizedAccess:EC2/SSHBruteForce", role: role, direction: direction)).Verdict
        );

    [Theory]
    [InlineData("10.0.0.5", ReasonCode.SpecialPurpose)]
    [InlineData("8.8.8.8", ReasonCode.PublicResolver)]
    [InlineData("198.41.0.4", ReasonCode.RootServer)]
    [InlineData("224.0.0.1", ReasonCode.Multicast)]
    [InlineData("4000::1", ReasonCode.NotGlobalUnicast)]
    [InlineData("45.95.11.1", ReasonCode.Pce)]
    [InlineData("192.0.0.11", ReasonCode.SpecialPurpose)]
    [InlineData("255.255.255.255", ReasonCode.SpecialPurpose)]
    public void Law_1_never_blocks_what_nobody_owns_or_everybody_needs(string party, string reason) =>
        Assert.Equal((Verdict.Ignore, reason), Answer(DecideOne(party, Seen(party, severity: 9))));

    [Fact]
    public void Law_1_not_even_when_an_operator_asks() =>
        Assert.Equal((Verdict.Ignore, ReasonCode.PublicResolver), Answer(DecideOne("8.8.8.8", Known([], [Did(ActKind.Block, "8.8.8.8")]))));

    [Fact]
    public void Never_blocks_an_address_of_ours_until_thirty_days_after_it_was_last_seen()
    {
        var ledger = Known(
            [Seen(Attacker, ago: TimeSpan.Zero)],
            own: [new OwnAddress(Core.Indicators.AddressRange.Parse(Attacker), Now - TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1))]
        );
        Assert.Equal((Verdict.Ignore, ReasonCode.OwnAddress), Answer(DecideOne(Attacker, ledger)));
        Assert.Equal(Verdict.Block, DecideOne(Attacker, ledger, now: Now + TimeSpan.FromMinutes(1)).Verdict);
    }

    [Fact]
    public void Cuts_an_allowlisted_address_out_of_a_blocked_range()
    {
        var decision = DecideOne(
            "45.95.11.0/29",
            Known([], [Did(ActKind.Block, "45.95.11.0/29"), Did(ActKind.Allow, "45.95.11.4", "act2")])
        );
        Assert.Equal(["45.95.11.0", "45.95.11.2/31", "45.95.11.5-45.95.11.7"], decision.Entries.Select(entry => entry.ToString()));
        Assert.Equal(Verdict.Block, decision.Verdict);
    }

    [Fact]
    public void Law_6_cuts_an_unblocked_address_out_of_a_range_that_was_blocked_before()
    {
        var block = Did(ActKind.Block, "45.95.11.8-45.95.11.20", ago: TimeSpan.FromHours(2));
        var unblock = Did(ActKind.Unblock, "45.95.11.9", "act2", ago: TimeSpan.FromHours(1));
        Assert.Equal(["45.95.11.8", "45.95.11.10-45.95.11.20"], Entries(block, unblock));
        Assert.Equal(["45.95.11.8-45.95.11.20"], Entries(block with { At = Now }, unblock));

        static IEnumerable<string> Entries(params Act[] acts) =>
            DecideOne("45.95.11.8-45.95.11.20", Known([], acts)).Entries.Select(entry => entry.ToString());
    }

    [Fact]
    public void Ignores_a_sample_unless_samples_are_accepted()
    {
        var ledger = Known([Seen("198.51.100.7", sample: true)]);
        Assert.Equal((Verdict.Ignore, ReasonCode.SpecialPurpose), Answer(DecideOne("198.51.100.7", ledger)));
        Assert.Equal((Verdict.Ignore, ReasonCode.Sample), Answer(DecideOne(Attacker, Seen(Attacker, sample: true))));
        Assert.Equal((Verdict.Block, "scanner"), Answer(DecideOne("198.51.100.7", ledger, new DecisionPolicy { AcceptSamples = true })));
        var real = Known([Seen("198.51.100.7", sample: true), Seen("198.51.100.7", id: "f0000002aaaa")]);
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.SpecialPurpose),
            Answer(DecideOne("198.51.100.7", real, new DecisionPolicy { AcceptSamples = true }))
        );
    }

    [Theory]
    [InlineData("198.51.100.7", "shield-doctor-1", true, true)]
    [InlineData("203.0.113.7", "shield-doctor-1", true, true)]
    [InlineData("198.51.100.7", "shield-doctor-1", false, false)]
    [InlineData("198.51.100.7", "f0000001aaaa", true, false)]
    [InlineData("192.0.2.7", "shield-doctor-1", true, false)]
    [InlineData("198.51.100.0/24", "shield-doctor-1", true, false)]
    [InlineData("2001:db8::7", "shield-doctor-1", true, false)]
    [InlineData("45.83.64.1", "shield-doctor-1", true, false)]
    [InlineData("10.0.0.7", "shield-doctor-1", true, false)]
    public void Takes_the_doctors_own_sample_and_no_other(string party, string id, bool isSample, bool isBlocked)
    {
        var decision = DecideOne(party, Seen(party, id: id, sample: isSample));
        Assert.Equal((isBlocked ? Verdict.Block : Verdict.Ignore, isBlocked), (decision.Verdict, decision.IsCanary));
    }

    [Fact]
    public void Takes_no_sample_of_the_doctor_where_anybody_else_reports_the_same_address()
    {
        var mixed = Known([
            Seen("198.51.100.7", id: "shield-doctor-1", sample: true),
            Seen("198.51.100.7", id: "f0000002aaaa", sample: true),
        ]);
        Assert.Equal((Verdict.Ignore, ReasonCode.SpecialPurpose), Answer(DecideOne("198.51.100.7", mixed)));
    }

    [Fact]
    public void Takes_archiving_for_handled_and_not_for_innocent()
    {
        Assert.Equal((Verdict.Ignore, ReasonCode.Archived), Answer(DecideOne(Attacker, Seen(Attacker, archived: true))));

        // Reported, then archived: the earlier report's support stays, whichever record arrived first.
        var reported = Seen(Attacker, ago: TimeSpan.FromHours(3));
        var archived = Seen(Attacker, ago: TimeSpan.FromHours(1), archived: true);
        var state = new FindingState
        {
            Key = reported.Key.Finding,
            UpdatedAt = Now,
            Archived = true,
            Severity = 2,
        };
        var ledger = Known([reported.Merge(archived)], states: [state]);
        Assert.Equal(Verdict.Block, DecideOne(Attacker, ledger).Verdict);
        Assert.Equal(reported.Supported + TimeSpan.FromHours(24), DecideOne(Attacker, ledger).Until);
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.Archived),
            Answer(DecideOne(Attacker, ledger, new DecisionPolicy { OnArchive = OnArchive.Withdraw }))
        );
    }

    [Fact]
    public void Takes_back_what_a_finding_supported_once_a_person_marks_it_as_not_useful()
    {
        var seen = Seen(Attacker);
        var state = new FindingState
        {
            Key = seen.Key.Finding,
            UpdatedAt = Now,
            Archived = false,
            Severity = 2,
            Feedback = new Feedback(Now, IsNotUseful: true),
        };
        Assert.Equal((Verdict.Ignore, ReasonCode.NotUseful), Answer(DecideOne(Attacker, Known([seen], states: [state]))));

        // GuardDuty sends it again without the feedback: that takes nothing back, another word does. Other findings count as before.
        var again = state.Merge(state with { UpdatedAt = Now.AddHours(1), Feedback = null });
        Assert.Equal((Verdict.Ignore, ReasonCode.NotUseful), Answer(DecideOne(Attacker, Known([seen], states: [again]))));
        Assert.Equal(
            Verdict.Block,
            DecideOne(
                Attacker,
                Known([seen], states: [again.Merge(state with { Feedback = new Feedback(Now.AddHours(2), IsNotUseful: false) })])
            ).Verdict
        );
        Assert.Equal(Verdict.Block, DecideOne(Attacker, Known([seen, Seen(Attacker, id: "f0000002aaaa")], states: [state])).Verdict);
    }

    [Fact]
    public void Follows_a_call_of_the_administrators_account_about_a_members_finding()
    {
        const string Id = "d6b94fb03a66ff665f7db8764e000001";
        var withdraw = new DecisionPolicy { OnArchive = OnArchive.Withdraw };
        var seen = Seen(Attacker, id: Id);
        var member = new FindingState
        {
            Key = seen.Key.Finding,
            UpdatedAt = seen.Latest.UpdatedAt,
            Archived = false,
            Severity = 2,
        };
        FindingState Call(string region, string id, Archiving? archiving, Feedback? feedback) =>
            FindingState.OfCall(new FindingKey("999999999999", region, id), archiving, feedback);
        Decision After(params FindingState[] calls) => DecideOne(Attacker, Known([seen], states: [member, .. calls]), withdraw);

        var (here, archives) = (member.Key.Region, new Archiving(Now, true));
        Assert.Equal(Verdict.Block, After().Verdict);
        Assert.Equal((Verdict.Ignore, ReasonCode.Archived), Answer(After(Call(here, Id, archives, null))));
        Assert.Equal((Verdict.Ignore, ReasonCode.NotUseful), Answer(After(Call(here, Id, null, new Feedback(Now, true)))));
        Assert.Equal(Verdict.Block, After(Call(here, Id, new Archiving(Now, false), new Feedback(Now, false))).Verdict);

        // Another region's finding and another finding are others; so is one whose id is nobody's but its account's.
        Assert.Equal(
            Verdict.Block,
            After(Call("us-gov-east-1", Id, archives, null), Call(here, Id.Replace('1', '2'), archives, null)).Verdict
        );
        var named = seen with { Key = seen.Key with { Finding = seen.Key.Finding with { Id = "custom" } } };
        Assert.Equal(
            Verdict.Block,
            DecideOne(
                Attacker,
                Known([named], states: [member with { Key = named.Key.Finding }, Call(here, "custom", archives, null)]),
                withdraw
            ).Verdict
        );
    }

    [Theory]
    [InlineData(1.0, 24)]
    [InlineData(3.9, 24)]
    [InlineData(4.0, 72)]
    [InlineData(6.9, 72)]
    [InlineData(7.0, 168)]
    [InlineData(8.9, 168)]
    [InlineData(9.0, 720)]
    [InlineData(10.0, 720)]
    public void Lives_as_long_as_its_severity_says(double severity, int hours)
    {
        var sighting = Seen(Attacker, severity: severity, ago: TimeSpan.Zero);
        Assert.Equal(Now + TimeSpan.FromHours(hours), DecideOne(Attacker, sighting).Until);
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.Stale),
            Answer(DecideOne(Attacker, Known([sighting]), now: Now + TimeSpan.FromHours(hours)))
        );
    }

    [Fact]
    public void Ends_with_the_last_of_the_sightings_that_block() =>
        Assert.Equal(
            Now - TimeSpan.FromDays(2) + TimeSpan.FromDays(7),
            DecideOne(
                Attacker,
                Seen(Attacker, severity: 2),
                Seen(Attacker, severity: 8, id: "f0000002aaaa", ago: TimeSpan.FromDays(2))
            ).Until
        );

    [Fact]
    public void Lives_twice_as_long_with_every_return_and_never_longer_than_ninety_days()
    {
        // A Low party, back a day after each end: 1, 2, 4 … days.
        List<Sighting> sightings = [];
        var at = Now - TimeSpan.FromDays(300);
        for (var life = 1; life <= 64; life *= 2)
        {
            sightings.Add(Seen(Attacker, id: $"f{life:0000000}", ago: Now - at));
            Assert.Equal(at + TimeSpan.FromDays(life), DecideOne(Attacker, Known(sightings), now: at).Until);
            at += TimeSpan.FromDays(life + 1);
        }

        sightings.Add(Seen(Attacker, id: "f0000128", ago: Now - at));
        Assert.Equal(at + TimeSpan.FromDays(90), DecideOne(Attacker, Known(sightings), now: at).Until);
    }

    [Fact]
    public void Is_no_return_after_thirty_days() =>
        Assert.Equal(
            Now + TimeSpan.FromHours(24),
            DecideOne(
                Attacker,
                Seen(Attacker, ago: TimeSpan.FromDays(31) + TimeSpan.FromMinutes(1)),
                Seen(Attacker, id: "f0000002aaaa", ago: TimeSpan.Zero)
            ).Until
        );

    [Fact]
    public void Gives_the_operator_the_last_word_for_as_long_as_it_was_given()
    {
        var sighting = Seen(Attacker, "Recon:EC2/Portscan");
        var block = Did(ActKind.Block, Attacker, ago: TimeSpan.FromHours(1));
        var decision = DecideOne(Attacker, Known([sighting], [block]));
        Assert.Equal((Verdict.Block, ReasonCode.Operator), Answer(decision));
        Assert.Equal((block.Until, Directions.Both), (decision.Until, decision.Directions));
        Assert.Equal((Verdict.Ignore, "victim"), Answer(DecideOne(Attacker, Known([sighting], [block]), now: block.Until!.Value)));
    }

    [Fact]
    public void Law_6_keeps_an_unblocked_party_unblocked_and_records_its_next_sighting()
    {
        var unblock = Did(ActKind.Unblock, Attacker, ago: TimeSpan.FromHours(1));
        var decision = DecideOne(Attacker, Known([Seen(Attacker, severity: 9, ago: TimeSpan.Zero)], [unblock]));
        Assert.Equal((Verdict.Ignore, ReasonCode.Suppressed), Answer(decision));
        Assert.Single(decision.Sightings);
        Assert.Equal(
            Verdict.Block,
            DecideOne(Attacker, Known([Seen(Attacker, severity: 9, ago: TimeSpan.Zero)], [unblock]), now: unblock.Until!.Value).Verdict
        );
    }

    [Fact]
    public void Lets_an_unblock_of_a_range_undo_every_party_inside() =>
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.Suppressed),
            Answer(DecideOne(Attacker, Known([Seen(Attacker)], [Did(ActKind.Unblock, "45.95.11.0/24")])))
        );

    [Fact]
    public void Does_what_the_newest_act_in_force_says()
    {
        var older = Did(ActKind.Block, Attacker, "a", ago: TimeSpan.FromHours(5), length: TimeSpan.FromDays(7));
        var newer = Did(ActKind.Reject, Attacker, "b", ago: TimeSpan.FromHours(4), length: TimeSpan.FromHours(6));
        Assert.Equal((Verdict.Ignore, ReasonCode.Rejected), Answer(DecideOne(Attacker, Known([], [older, newer]))));
        Assert.Equal(
            (Verdict.Block, ReasonCode.Operator),
            Answer(DecideOne(Attacker, Known([], [older, newer]), now: Now + TimeSpan.FromHours(3)))
        );
    }

    [Fact]
    public void Asks_first_where_autonomy_says_ask_but_not_for_what_an_operator_did()
    {
        var ask = new DecisionPolicy { Autonomy = Autonomy.Ask };
        Assert.Equal((Verdict.Hold, ReasonCode.Ask), Answer(DecideOne(Attacker, Known([Seen(Attacker)]), ask)));
        Assert.Equal(
            (Verdict.Block, ReasonCode.Operator),
            Answer(DecideOne(Attacker, Known([Seen(Attacker)], [Did(ActKind.Approve, Attacker)]), ask))
        );
    }

    [Fact]
    public void Blocks_a_domain_outbound_only_once_there_is_a_list_for_it()
    {
        var ledger = Known([], [Did(ActKind.Block, "cdn-update-check.net")]);
        var decision = Core.Decisions.Decide.All(ledger, Context(ledger) with { Domains = DomainSupport.On }).Single();
        Assert.Equal((Verdict.Block, ReasonCode.Operator, Directions.Outbound), (decision.Verdict, decision.Reason, decision.Directions));
        Assert.Equal((Verdict.Ignore, ReasonCode.OtherDirection), (decision.Inbound.Verdict, decision.Inbound.Reason));
        Assert.Equal((Verdict.Hold, ReasonCode.DomainsOff), Answer(Core.Decisions.Decide.All(ledger, Context(ledger)).Single()));
        Assert.Equal(
            (Verdict.Hold, ReasonCode.NotExpressible),
            Answer(Core.Decisions.Decide.All(ledger, Context(ledger) with { Domains = DomainSupport.NotExpressible }).Single())
        );
    }

    [Fact]
    public void Passes_over_what_is_too_mild_for_the_policy() =>
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.BelowSeverity),
            Answer(DecideOne(Attacker, Known([Seen(Attacker, severity: 3.9)]), new DecisionPolicy { MinimumSeverity = 4 }))
        );

    [Fact]
    public void Takes_nothing_from_one_sighting_because_another_is_ignored()
    {
        var decision = DecideOne(
            Attacker,
            Seen(Attacker, "Recon:EC2/Portscan", severity: 9, role: ResourceRole.Actor),
            Seen(Attacker, id: "f0000002aaaa", severity: 2)
        );
        Assert.Equal((Verdict.Block, "scanner", 2.0), (decision.Verdict, decision.Reason, decision.Inbound.Severity));
    }

    [Fact]
    public void Names_the_reason_of_the_gravest_then_latest_then_first_finding()
    {
        Assert.Equal(
            "c2",
            DecideOne(
                Attacker,
                Seen(Attacker, severity: 2),
                Seen(Attacker, "Backdoor:EC2/C&CActivity.B", "f0000002aaaa", 8, ago: TimeSpan.FromDays(2))
            ).Reason
        );
        Assert.Equal(
            "scanner",
            DecideOne(
                Attacker,
                Seen(Attacker, severity: 8),
                Seen(Attacker, "Backdoor:EC2/C&CActivity.B", "f0000002aaaa", 8, ago: TimeSpan.FromDays(2))
            ).Reason
        );
        Assert.Equal(
            "c2",
            DecideOne(Attacker, Seen(Attacker, severity: 8), Seen(Attacker, "Backdoor:EC2/C&CActivity.B", "e0000002aaaa", 8)).Reason
        );
    }

    [Fact]
    public void Holds_a_domain_for_which_there_is_no_list()
    {
        var decision = DecideOne("evil.net", Known([], [Did(ActKind.Block, "evil.net")]));
        Assert.Equal((Verdict.Hold, ReasonCode.DomainsOff), Answer(decision));
        Assert.Empty(decision.Entries);
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.SpecialPurpose),
            Answer(DecideOne("a.example.net", Known([], [Did(ActKind.Block, "a.example.net")])))
        );
        Assert.Equal(
            (Verdict.Ignore, ReasonCode.TestDomain),
            Answer(DecideOne("guarddutyc2activityb.com", Known([], [Did(ActKind.Block, "guarddutyc2activityb.com")])))
        );
    }

    [Fact]
    public void Keeps_every_question_with_its_answer()
    {
        var decision = DecideOne(Attacker, Known([Seen(Attacker)], [Did(ActKind.Unblock, Attacker)]));
        Assert.Equal(NeverBlock.Reasons, decision.Checks.Take(NeverBlock.Reasons.Length).Select(check => check.Name));
        Assert.Contains(
            decision.Checks,
            check =>
                check is { Name: ReasonCode.Suppressed, Answer: Verdict.Ignore }
                && check.Detail!.Contains("ana@soc", StringComparison.Ordinal)
        );
        Assert.Contains(decision.Checks, check => check is { Name: "scanner", Answer: Verdict.Block });
        Assert.Contains(decision.Checks, check => check is { Name: ReasonCode.Ask, Answer: null });
    }

    private static (Verdict, string) Answer(Decision decision) => (decision.Verdict, decision.Reason);
}
