using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_plan
{
    [Fact]
    public void Adds_an_attacker_with_its_mark()
    {
        var plan = PlanFor(Known([Seen(Attacker)]), Empty);
        var entry = plan.Lists.Single(list => list.List is ListPurpose.Inbound).Written.Single(entry => InboundMark.IsOurs(entry));
        Assert.Equal($"gds1|{Owner}|Recon:EC2/PortProbeUnprotectedPort|f0000001|2026-03-10", entry.Description);
        Assert.True(plan.HasWork);
    }

    [Fact]
    public void Names_the_act_in_the_mark_of_an_operators_block()
    {
        var plan = PlanFor(Known([], [Did(ActKind.Block, Attacker, "act42")]), Empty);
        Assert.All(
            plan.Lists,
            list =>
                Assert.Equal($"gds1|{Owner}|operator|act42|2026-03-10", list.Written.Single(entry => InboundMark.IsOurs(entry)).Description)
        );
    }

    [Fact]
    public void Is_empty_when_only_descriptions_differ()
    {
        var drafted = List(Direction.Inbound, [Sentinel, Ours(Attacker, "f9999999")], PendingUpdate.Update);
        Assert.False(PlanFor(Known([Seen(Attacker)]), View([Ours(Attacker)], draftInbound: drafted)).HasWork);
    }

    [Fact]
    public void Keeps_an_entry_that_turned_to_a_hold_and_adds_none()
    {
        var held = Known([Seen(Attacker, "Behavior:EC2/NetworkPortUnusual")]);
        var plan = PlanFor(held, View([Ours(Attacker)]));
        Assert.False(plan.HasWork);
        Assert.True(plan.Held.Single(h => h.List is ListPurpose.Inbound).IsListed);
        Assert.Empty(PlanFor(held, Empty).Add);
    }

    [Theory]
    [InlineData(ActKind.Unblock, "suppressed")]
    [InlineData(ActKind.Reject, "rejected")]
    [InlineData(ActKind.Block, null)]
    public void Ends_an_orphan_where_an_operator_undid_a_range_around_it(ActKind kind, string? cause)
    {
        var plan = PlanFor(Known([], [Did(kind, "45.95.11.0/28")]), View([Ours(Attacker)], [Ours(Attacker)]));
        Assert.Equal(cause, plan.Remove.FirstOrDefault(removal => removal.Entry == Indicator.Parse(Attacker))?.Cause);
        Assert.Equal(cause is null, plan.Lists.SelectMany(list => list.Orphans).Any());
    }

    [Theory]
    [InlineData(ActKind.Unblock, "suppressed")]
    [InlineData(ActKind.Allow, "allowlisted")]
    public void Cuts_what_an_operator_undid_out_of_an_orphan_and_leaves_the_rest(ActKind kind, string cause)
    {
        var view = View([Ours("45.95.11.8/29")], [Ours("45.95.11.8/29")]);
        var plan = PlanFor(Known([], [Did(kind, "45.95.11.9")]), view, new AddLimits(0, 0), maxEntries: 2);
        Assert.All(plan.Remove, removal => Assert.Equal((Indicator.Parse("45.95.11.8/29"), cause), (removal.Entry, removal.Cause)));
        Assert.Equal(["192.0.2.1", "45.95.11.10-45.95.11.15", "45.95.11.8"], plan.Written(Direction.Inbound).Order(StringComparer.Ordinal));

        var after = plan.After(view);
        Assert.False(PlanFor(Known([], [Did(kind, "45.95.11.9")]), after).HasWork);
        Assert.Equal(2, after.Active[0].Entries.Count(InboundMark.IsOurs));
    }

    public static TheoryData<string, string[], string[], bool, bool, string> WhereAnEntryStands { get; } =
        new()
        {
            // decided, draft, active | is written, is provisioned, active afterwards
            { "block", [], [], true, true, "active" },
            { "block", ["X"], [], false, true, "active" },
            { "block", [], ["X"], true, false, "active" },
            { "block", ["X"], ["X"], false, false, "active" },
            { "hold", [], [], false, false, "not" },
            { "hold", ["X"], [], true, false, "not" },
            { "hold", [], ["X"], false, false, "active" },
            { "hold", ["X"], ["X"], false, false, "active" },
            { "unblock", [], [], false, false, "not" },
            { "unblock", ["X"], [], true, false, "not" },
            { "unblock", [], ["X"], false, true, "not" },
            { "unblock", ["X"], ["X"], true, true, "not" },
            { "nothing", ["X"], [], false, false, "not" },
            { "nothing", [], ["X"], false, false, "active" },
            { "nothing", ["X"], ["X"], false, false, "active" },
        };

    [Theory]
    [MemberData(nameof(WhereAnEntryStands))]
    public void Follows_from_what_is_decided_drafted_and_active(
        string decided,
        string[] draft,
        string[] active,
        bool isWritten,
        bool isProvisioned,
        string afterwards
    )
    {
        var known = decided switch
        {
            "block" => Known([Seen(Attacker)]),
            "hold" => Known([Seen(Attacker, "Behavior:EC2/NetworkPortUnusual")]),
            "unblock" => Known([Seen(Attacker)], [Did(ActKind.Unblock, Attacker)]),
            _ => Known([]),
        };
        var view = View(
            [.. active.Select(_ => Ours(Attacker))],
            draftInbound: List(Direction.Inbound, [Sentinel, .. draft.Select(_ => Ours(Attacker))], PendingUpdate.Update)
        );
        var plan = PlanFor(known, view);
        var inbound = plan.Lists.Single(list => list.List is ListPurpose.Inbound);
        Assert.Equal((isWritten, isProvisioned), (inbound.NeedsWrite, inbound.NeedsProvision));
        Assert.Equal(afterwards is "active", plan.After(view).Active[0].Entries.Any(entry => entry.What == Indicator.Parse(Attacker)));
    }

    [Fact]
    public void Leaves_what_stands_only_in_the_draft_there_while_a_never_block_source_cannot_be_read()
    {
        var view = View([], draftInbound: List(Direction.Inbound, [Sentinel, Ours(Attacker)], PendingUpdate.Update));
        var plan = PlanFor(Known([Seen(Attacker)]), view, pce: new PceAddresses([], "no such host"));
        Assert.False(plan.HasWork);
        Assert.Equal(ReasonCode.NeverBlockUnreadable, Assert.Single(plan.KeptBack).Reason);

        // Something else must go: the list is provisioned, and without it. What is active and still decided stays.
        var (other, stays) = (Ours("45.95.11.8", "f0000002"), Ours("45.95.11.9", "f0000003"));
        var ends = View(
            [other, stays],
            draftInbound: List(Direction.Inbound, [Sentinel, Ours(Attacker), other, stays], PendingUpdate.Update)
        );
        var ended = Seen("45.95.11.8", id: "f0000002aaaa", ago: TimeSpan.FromDays(3));
        var known = Known([Seen(Attacker), ended, Seen("45.95.11.9", id: "f0000003aaaa")]);
        var after = PlanFor(known, ends, pce: new PceAddresses([], "no such host")).After(ends);
        Assert.Equal([Sentinel, stays], after.Active[0].Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Puts_back_what_a_list_always_holds_where_somebody_took_it_off(bool isThere)
    {
        var draft = List(Direction.Inbound, isThere ? [Sentinel] : [], PendingUpdate.Update);
        var inbound = PlanFor(Known([]), View([], draftInbound: draft)).Lists.Single(list => list.List is ListPurpose.Inbound);
        Assert.Equal((!isThere, !isThere), (inbound.AddsFixtures, inbound.NeedsWrite));
        Assert.Equal([Sentinel], inbound.Written);
    }

    [Fact]
    public void Removes_for_the_reason_of_the_decision()
    {
        var stale = Seen(Attacker, ago: TimeSpan.FromDays(2));
        Assert.Equal("stale", PlanFor(Known([stale]), View([Ours(Attacker)])).Remove.Single().Cause);
        Assert.Equal(
            "suppressed",
            PlanFor(Known([Seen(Attacker)], [Did(ActKind.Unblock, Attacker)]), View([Ours(Attacker)])).Remove.Single().Cause
        );
        Assert.Equal(
            "allowlisted",
            PlanFor(Known([Seen(Attacker)], [Did(ActKind.Allow, Attacker)]), View([Ours(Attacker)])).Remove.Single().Cause
        );
    }

    [Fact]
    public void Replaces_a_block_that_is_cut_otherwise_in_one_go()
    {
        var acts = new[] { Did(ActKind.Block, "45.95.11.8/29", "act1"), Did(ActKind.Allow, "45.95.11.9", "act2") };
        var cut = PlanFor(Known([], acts), View([Ours("45.95.11.8/29", "act1")], [Ours("45.95.11.8/29", "act1")]), new AddLimits(0, 0));
        Assert.Equal(
            ["45.95.11.10-45.95.11.15", "45.95.11.8"],
            cut.Written(Direction.Inbound).Where(range => range != "192.0.2.1").Order(StringComparer.Ordinal)
        );
        Assert.Empty(cut.KeptBack);

        // The allowlisting is taken back: the pieces go when the whole is there, and stay while a limit keeps the whole back.
        var whole = Known([], acts[..1]);
        var pieces = View([Ours("45.95.11.8", "act1"), Ours("45.95.11.10-45.95.11.15", "act1")], [Ours("45.95.11.8/29", "act1")]);
        Assert.Equal(["45.95.11.8/29"], PlanFor(whole, pieces).Written(Direction.Inbound).Where(range => range != "192.0.2.1"));
        Assert.Equal(2, PlanFor(whole, pieces, new AddLimits(0, 0)).Written(Direction.Inbound).Count(range => range != "192.0.2.1"));
        Assert.Equal(0, PlanFor(whole, pieces).Lists.Single(list => list.List is ListPurpose.Inbound).Keep);
        Assert.Equal(2, PlanFor(whole, pieces, new AddLimits(0, 0)).Lists.Single(list => list.List is ListPurpose.Inbound).Keep);
    }

    [Fact]
    public void Law_5_takes_an_undone_part_of_a_block_off_at_once_whatever_any_limit_says()
    {
        Act[] acts =
        [
            Did(ActKind.Block, "45.95.11.8/29", "act1", ago: TimeSpan.FromHours(2)),
            Did(ActKind.Unblock, "45.95.11.9", "act2", ago: TimeSpan.FromHours(1)),
        ];
        var plan = PlanFor(Known([], acts), View([Ours("45.95.11.8/29", "act1")], [Ours("45.95.11.8/29", "act1")]), new AddLimits(0, 0));
        Assert.Equal(
            ["45.95.11.10-45.95.11.15", "45.95.11.8"],
            plan.Written(Direction.Inbound).Where(range => range != "192.0.2.1").Order(StringComparer.Ordinal)
        );
        Assert.Equal(ReasonCode.Suppressed, plan.Remove.First().Cause);
    }

    [Fact]
    public void Needs_no_room_for_a_summary_of_what_is_left_of_a_block_and_a_neighbour()
    {
        // Of 45.95.11.9 to .12 the last one is undone; with the new 45.95.11.8, what is left fills a block of four.
        Act[] acts =
        [
            Did(ActKind.Block, "45.95.11.9-45.95.11.12", "act1", ago: TimeSpan.FromHours(2)) with
            {
                Directions = Directions.Inbound,
            },
            Did(ActKind.Unblock, "45.95.11.12", "act2", ago: TimeSpan.FromHours(1)),
        ];
        var known = Known([Seen("45.95.11.8"), Seen("45.95.20.1", id: "f0000002aaaa", severity: 9)], acts);
        var view = View([Ours("45.95.11.9-45.95.11.12", "act1"), Ours("45.95.20.1", "f0000002")]);
        var plan = PlanFor(known, view, maxEntries: 1);
        Assert.Equal(["192.0.2.1", "45.95.11.8/30", "45.95.20.1"], plan.Written(Direction.Inbound).Order(StringComparer.Ordinal));
        Assert.Empty(plan.KeptBack);
    }

    [Fact]
    public void Shows_another_owners_mark_as_a_conflict_and_leaves_it()
    {
        var plan = PlanFor(Known([]), View([Foreign(Attacker, "gds1|neighbour|operator|act1|2026-03-01")]));
        Assert.Equal("neighbour", plan.Lists.SelectMany(list => list.Foreign).Single().OtherOwner);
        Assert.False(plan.HasWork);
    }

    [Theory]
    [InlineData("8.8.8.8", ReasonCode.PublicResolver)]
    [InlineData("198.51.100.7", ReasonCode.SpecialPurpose)] // also a documentation address, which only a sample of ours may block
    [InlineData("45.95.12.7", null)]
    public void Warns_of_a_foreign_entry_that_must_never_be_blocked_and_leaves_it(string entry, string? reason)
    {
        var plan = PlanFor(Known([]), View([Foreign(entry)]));
        Assert.Equal(reason, plan.Lists.SelectMany(list => list.Foreign).Single().NeverBlocked);
        Assert.False(plan.HasWork);
    }

    [Fact]
    public void Is_refused_where_two_lists_carry_our_mark_or_one_is_missing()
    {
        var twin = Empty.Draft[0] with { Href = "/orgs/1/sec_policy/draft/ip_lists/99", Name = "twin" };
        var twice = PlanFor(Known([Seen(Attacker)]), Empty with { Draft = [.. Empty.Draft, twin] });
        Assert.Equal(PolicyFault.TwoLists, twice.Refused?.Fault);
        Assert.Contains("twin", twice.Refused!.Detail, StringComparison.Ordinal);

        var missing = PlanFor(Known([Seen(Attacker)]), Empty with { Draft = [Empty.Draft[1]], Active = [Empty.Active[1]] });
        Assert.Equal(PolicyFault.ListMissing, missing.Refused?.Fault);
        var ruleless = PlanFor(
            Known([]),
            Empty with
            {
                Rules = [new BlockingRule(ListPurpose.Inbound, RuleCondition.Missing, null, null), Empty.Rules[1]],
            }
        );
        Assert.Equal(PolicyFault.RuleMissing, ruleless.Refused?.Fault);

        // Names may be switched off by taking their rule away.
        var nameless = new BlockingRule(ListPurpose.Domains, RuleCondition.Missing, null, null);
        Assert.Null(PlanFor(Known([Seen(Attacker)]), Empty with { Rules = [.. Empty.Rules, nameless] }).Refused);
    }

    [Fact]
    public void Waits_for_somebodys_draft_but_not_with_a_removal()
    {
        var drafted = List(
            Direction.Inbound,
            [Sentinel, Ours(Attacker), Foreign("203.0.114.9")],
            PendingUpdate.Update,
            TimeSpan.FromMinutes(14)
        );
        var view = View([Ours(Attacker)], draftInbound: drafted);
        var waits = PlanFor(Known([Seen(Attacker), Seen("45.95.11.8", id: "f0000002aaaa")]), view);
        Assert.Equal((false, ReasonCode.ForeignDraft), (waits.HasWork, waits.KeptBack.Single().Reason));

        var aged = view with { Draft = [drafted with { UpdatedAt = Now - TimeSpan.FromMinutes(15) }, view.Draft[1]] };
        Assert.Single(PlanFor(Known([Seen(Attacker), Seen("45.95.11.8", id: "f0000002aaaa")]), aged).Add);

        var removal = PlanFor(Known([Seen(Attacker, ago: TimeSpan.FromDays(3))]), view);
        Assert.True(removal.Lists.Single(list => list.List is ListPurpose.Inbound).NeedsProvision);
        Assert.Equal(["+203.0.114.9"], removal.Lists.Single(list => list.List is ListPurpose.Inbound).ForeignEdits.Words);
    }

    [Fact]
    public void Leaves_somebodys_draft_alone_when_there_is_nothing_of_ours_to_do()
    {
        var drafted = List(Direction.Inbound, [Sentinel, Foreign("203.0.114.9")], PendingUpdate.Update, TimeSpan.FromDays(3));
        Assert.False(PlanFor(Known([]), View([], draftInbound: drafted)).HasWork);
    }

    [Fact]
    public void Lets_an_accepted_plan_pass_the_limits_but_not_the_room()
    {
        var accepted = Known([], [Did(ActKind.Approve, Attacker, acceptedPlan: "abc")]);
        Assert.Equal(2, PlanFor(accepted, Empty, new AddLimits(0, 0), maxEntries: 10).Add.Count());
        Assert.Equal(ReasonCode.OverCapacity, PlanFor(accepted, Empty, new AddLimits(0, 0), maxEntries: 1).KeptBack.Single().Reason);
    }

    [Fact]
    public void Lets_what_was_accepted_pass_the_limits_with_the_severity_and_the_end_of_its_own_evidence()
    {
        var seen = PlanFor(Known([Seen(Attacker)]), Empty).Add.ToList();
        var ledger = Known([Seen(Attacker)], [Did(ActKind.Accept, Attacker, acceptedPlan: "abc")]);
        Assert.Empty(PlanFor(Known([Seen(Attacker)]), Empty, new AddLimits(0, 0)).Add);
        var plan = PlanFor(ledger, Empty, new AddLimits(0, 0));
        Assert.Equal(
            seen.Select(one => (one.Entry, one.Answer.Reason, one.Answer.Severity, one.Answer.Until)),
            plan.Add.Select(one => (one.Entry, one.Answer.Reason, one.Answer.Severity, one.Answer.Until))
        );
        Assert.DoesNotContain(plan.Add, one => one.Answer.IsOperators);
        Assert.Equal(ReasonCode.OverCapacity, PlanFor(ledger, Empty, new AddLimits(0, 0), maxEntries: 0).KeptBack.First().Reason);
    }

    [Fact]
    public void Blocks_nobody_for_an_accept_alone()
    {
        Assert.Empty(PlanFor(Known([], [Did(ActKind.Accept, Attacker, acceptedPlan: "abc")]), Empty).Add);
        Assert.Empty(
            PlanFor(
                Known(
                    [Seen(Attacker)],
                    [
                        Did(ActKind.Unblock, Attacker, "a", ago: TimeSpan.FromHours(1)),
                        Did(ActKind.Accept, Attacker, "b", acceptedPlan: "abc"),
                    ]
                ),
                Empty
            ).Add
        );
    }

    [Fact]
    public void Has_a_fingerprint_that_changes_with_what_it_would_do_and_with_nothing_else()
    {
        var one = PlanFor(Known([Seen(Attacker)]), Empty);
        var same = PlanFor(Known([Seen(Attacker, ago: TimeSpan.FromHours(2))]), Empty);
        var other = PlanFor(Known([Seen("45.95.11.8")]), Empty);
        Assert.Equal(one.Fingerprint, same.Fingerprint);
        Assert.NotEqual(one.Fingerprint, other.Fingerprint);
    }

    [Theory]
    [InlineData("PAUSED by bo at 2026-01-01T00:00:00Z: freeze", true)]
    [InlineData("paused by nobody", false)]
    [InlineData(null, false)]
    public void Sees_the_pause_flag_in_the_drafts_description(string? description, bool isPaused)
    {
        var view = Empty with { Draft = [Empty.Draft[0] with { Description = description }, Empty.Draft[1]] };
        Assert.Equal(isPaused, PlanFor(Known([Seen(Attacker)]), view).Paused is not null);
    }

    [Theory]
    [InlineData("PAUSED by bo at 2026-01-01T00:00:00Z until 2026-03-10T11:59:59Z: freeze", false)]
    [InlineData("PAUSED by bo at 2026-01-01T00:00:00Z until 2027-01-01T00:00:00Z: freeze", true)]
    public void Counts_a_pause_until_its_end_and_on_any_list(string description, bool isPaused)
    {
        var view = Empty with { Draft = [Empty.Draft[0], Empty.Draft[1] with { Description = description }] };
        var plan = PlanFor(Known([Seen(Attacker)]), view);
        Assert.Equal((isPaused, !isPaused), (plan.Paused is not null, plan.HasWork));
        Assert.Equal(isPaused ? [ReasonCode.Paused] : [], plan.KeptBack.Select(kept => kept.Reason));
    }

    [Fact]
    public void Obeys_the_draft_and_not_the_active_version_where_a_pause_was_provisioned()
    {
        var view = Empty with { Active = [.. Empty.Active.Select(list => list with { Description = "PAUSED" })] };
        var plan = PlanFor(Known([Seen(Attacker)]), view);
        Assert.Null(plan.Paused);
        Assert.Single(plan.Add);
        Assert.True(plan.Provisions);
    }

    [Fact]
    public void Takes_off_what_has_a_cause_while_paused_and_leaves_what_was_only_drafted()
    {
        var ended = Seen("45.95.11.8", id: "f0000002aaaa", ago: TimeSpan.FromDays(3));
        var drafted = List(Direction.Inbound, [Sentinel, Ours(Attacker), Ours("45.95.11.8", "f0000002")], PendingUpdate.Update) with
        {
            Description = "PAUSED",
        };
        var plan = PlanFor(Known([Seen(Attacker), ended]), View([Ours("45.95.11.8", "f0000002")], draftInbound: drafted));
        Assert.Equal([ReasonCode.Stale], plan.Remove.Select(removal => removal.Cause));
        Assert.Equal(["192.0.2.1"], plan.Written(Direction.Inbound));
        Assert.Equal([ReasonCode.Paused], plan.KeptBack.Select(kept => kept.Reason));
    }

    [Fact]
    public void Keeps_blocked_while_paused_what_is_left_of_a_block_of_which_a_part_goes()
    {
        Act[] acts = [Did(ActKind.Block, "45.95.11.8/31", "act1"), Did(ActKind.Allow, "45.95.11.9", "act2")];
        var view = View([Ours("45.95.11.8/31", "act1")], [Ours("45.95.11.8/31", "act1")]);
        view = view with { Draft = [.. view.Draft.Select(list => list with { Description = "PAUSED" })] };
        var plan = PlanFor(Known([], acts), view);
        Assert.Equal(["192.0.2.1", "45.95.11.8"], plan.Written(Direction.Inbound).Order(StringComparer.Ordinal));
        Assert.Empty(plan.KeptBack);
    }

    [Fact]
    public void Law_12_is_made_by_something_that_can_not_write()
    {
        var given = typeof(SituationReader)
            .GetConstructors()
            .Single()
            .GetParameters()
            .Select(parameter => parameter.ParameterType)
            .ToImmutableArray();
        Assert.Equal([typeof(ILedgerReader), typeof(IPce), typeof(ReconcileSettings)], given);
        Assert.All(
            typeof(IPce).GetMethods().Concat(typeof(ILedgerReader).GetMethods()),
            method => Assert.StartsWith("Read", method.Name, StringComparison.Ordinal)
        );
    }
}
