using CsCheck;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Tests.Planning;

/// <summary>Each law of the design on values: any evidence, any acts, any lists, any limits.</summary>
public sealed class The_laws_of_planning
{
    private static readonly AddLimits NoLimits = new(int.MaxValue, int.MaxValue);

    private static readonly Gen<(Core.Ledger.LedgerContent Ledger, PceView View, AddLimits Limits)> Situations = Gen.Select(
        World.LedgerContent,
        World.AnyView,
        World.Limits
    );

    private static readonly Gen<(Core.Ledger.LedgerContent Ledger, PceView View, int Room)> Rooms = Gen.Select(
        World.LedgerContent,
        World.AnyView,
        Gen.Int[0, 12]
    );

    [Fact]
    public void Law_1_nothing_that_must_not_be_blocked_gets_our_mark() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var never = World.Context(ledger).NeverBlock;
                var plan = World.PlanFor(ledger, view, limits);
                foreach (var list in plan.Lists)
                {
                    Assert.All(
                        list.Written.Where(entry => World.InboundMark.IsOurs(entry)),
                        entry => Assert.False(never.Around(isCanary: false).Overlaps(entry.What.Range), $"{entry.What}")
                    );
                }
            }
        );

    /// <summary>
    /// Small worlds of addresses that are nobody's, ours, everybody's and an attacker's, reported by ids of GuardDuty and of the doctor.
    /// </summary>
    private static readonly Gen<(Core.Ledger.LedgerContent Ledger, PceView View, AddLimits Limits)> Samples = Gen.Select(
        (
            from party in Gen.OneOf(
                "198.51.100.7",
                "203.0.113.9",
                "203.0.113.0/28",
                "192.0.2.5",
                "2001:db8::7",
                "10.0.0.7",
                "8.8.8.8",
                World.Attacker
            )
            from id in Gen.OneOf("shield-doctor-1", "shield-doctor-2", "f0000001aaaa")
            from sample in Gen.Bool
            select World.Seen(party, id: id, sample: sample)
        )
            .Array[1, 5]
            .Select(sightings => World.Known(sightings.DistinctBy(sighting => sighting.Key))),
        World.AnyView,
        World.Limits
    );

    [Fact]
    public void Law_1_lets_the_doctors_sample_through_and_nobody_profits_from_it() =>
        Samples.Sample(
            (ledger, view, limits) =>
            {
                var never = World.Context(ledger).NeverBlock.Around(isCanary: false);
                var plan = World.PlanFor(ledger, view, limits);
                foreach (
                    var entry in plan.Lists.SelectMany(list =>
                        list.Written.Where(entry => World.InboundMark.IsOurs(entry) && never.Overlaps(entry.What.Range))
                    )
                )
                {
                    Assert.True(DoctorsSample.Addresses.Contains(entry.What.Range), $"{entry.What}");
                    Assert.All(
                        ledger.Sightings.Where(sighting => sighting.Key.Indicator == entry.What),
                        sighting =>
                            Assert.True(
                                sighting.Latest.IsSample && sighting.Key.Finding.Id.StartsWith("shield-doctor-", StringComparison.Ordinal),
                                $"{sighting.Key}"
                            )
                    );
                }
            }
        );

    [Fact]
    public void Law_1_is_asked_again_at_planning_whatever_was_decided() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                // Decided as if nothing were protected; the plan alone must hold.
                var unaware = World.Context(ledger) with
                {
                    NeverBlock = NeverBlock.Of(
                        new NeverBlockSources
                        {
                            Allowed = [],
                            AllowedDomains = [],
                            Own = [],
                            Pce = new PceAddresses([], null),
                            Soft = [],
                        }
                    ),
                };
                var never = World.Context(ledger).NeverBlock;
                var plan = Plan.For(World.Input(Decide.All(ledger, unaware), never, view, limits));
                foreach (var list in plan.Lists)
                {
                    Assert.All(
                        list.Written.Where(entry => World.InboundMark.IsOurs(entry)),
                        entry => Assert.False(never.Around(isCanary: false).Overlaps(entry.What.Range), $"{entry.What}")
                    );
                }
            }
        );

    [Fact]
    public void Law_1_a_never_block_source_that_cannot_be_read_stops_new_blocks() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var plan = World.PlanFor(ledger, view, limits, pce: new PceAddresses([], "no such host"));
                Assert.Empty(plan.Add);
                Assert.All(plan.KeptBack, kept => Assert.Equal(ReasonCode.NeverBlockUnreadable, kept.Reason));
            }
        );

    [Fact]
    public void Law_3_every_sighting_ends_on_the_list_or_in_a_visible_reason_why_not() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var decisions = World.Decide(ledger);
                var plan = World.PlanFor(ledger, view, limits);
                Assert.All(
                    ledger.Sightings,
                    sighting => Assert.Contains(decisions, decision => decision.Indicator == sighting.Key.Indicator)
                );
                foreach (
                    var (decision, direction) in decisions.SelectMany(decision =>
                        Enum.GetValues<Direction>().Select(direction => (decision, direction))
                    )
                )
                {
                    Assert.NotEmpty(decision[direction].Reason);
                    if (decision[direction].Verdict is Verdict.Block)
                    {
                        var waiting = plan
                            .KeptBack.Where(kept => kept.Addition.List == direction.ToList())
                            .Select(kept => kept.Addition.Entry.ToString());
                        Assert.All(
                            decision[direction].Entries,
                            entry => Assert.Contains(entry.ToString(), plan.Written(direction).Concat(waiting))
                        );
                    }
                }
            }
        );

    [Fact]
    public void Law_4_foreign_entries_stay_as_they_are() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var plan = World.PlanFor(ledger, view, limits);
                foreach (var list in plan.Lists)
                {
                    var foreign = list.Pair.Draft.Entries.Where(entry =>
                        !World.InboundMark.IsOurs(entry) && !World.InboundMark.IsFixture(entry)
                    );
                    Assert.All(foreign, entry => Assert.Contains(entry, list.Written));
                }
            }
        );

    [Fact]
    public void Law_5_a_block_never_outlives_its_reason_whatever_any_limit_says() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var decisions = World.Decide(ledger);
                var plan = World.PlanFor(ledger, view, limits);
                foreach (var list in plan.Lists)
                {
                    var left = list.Written.Where(entry => World.InboundMark.IsOurs(entry)).Select(entry => entry.What).ToHashSet();
                    var pieces = decisions
                        .Where(decision => decision.On(list.List).Verdict is not Verdict.Ignore)
                        .SelectMany(decision => decision.On(list.List).Entries)
                        .Select(entry => new Indicator(entry))
                        .ToHashSet();
                    var ended = decisions.Where(decision =>
                        decision.On(list.List).Verdict is Verdict.Ignore && !pieces.Contains(decision.Indicator)
                    );
                    Assert.All(ended, decision => Assert.DoesNotContain(decision.Indicator, left));
                }
            }
        );

    [Fact]
    public void Law_6_what_was_undone_stays_undone() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var undo = World.Did(Core.Ledger.ActKind.Unblock, World.Attacker, "zz", ago: TimeSpan.Zero);
                var plan = World.PlanFor(ledger with { Acts = [.. ledger.Acts, undo] }, view, limits);
                var attacker = AddressRange.Parse(World.Attacker);
                Assert.DoesNotContain(plan.Add, addition => addition.Entry.Overlaps(new Indicator(attacker)));
                Assert.All(
                    plan.Lists,
                    list => Assert.DoesNotContain(list.Written, entry => World.InboundMark.IsOurs(entry) && entry.Is(attacker))
                );
            }
        );

    [Fact]
    public void Law_9_limits_shape_additions_worst_first_and_never_a_removal() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var roomy = World.PlanFor(ledger, view, NoLimits);
                var shaped = World.PlanFor(ledger, view, limits);
                var wanted = roomy.Add.Select(addition => (addition.List, addition.Entry)).ToHashSet();
                Assert.True(
                    wanted.SetEquals(
                        shaped.Add.Concat(shaped.KeptBack.Select(kept => kept.Addition)).Select(addition => (addition.List, addition.Entry))
                    )
                );
                Assert.All(
                    roomy.Remove.Where(removal => removal.Cause != ReasonCode.Replaced),
                    removal => Assert.Contains(removal, shaped.Remove)
                );

                // What takes the place of a range that leaves in the same plan is no new block.
                bool IsNew(Addition addition) =>
                    !shaped.Remove.Any(removal => removal.List == addition.List && removal.Entry.Covers(addition.Entry));
                var weakest = shaped.Add.Where(IsNew).Select(Rank).DefaultIfEmpty((true, double.MaxValue)).Min();
                Assert.All(
                    shaped.KeptBack.Where(kept => kept.Reason is ReasonCode.OverLimit),
                    kept => Assert.True(Rank(kept.Addition).CompareTo(weakest) <= 0)
                );
                static (bool, double) Rank(Addition addition) => (addition.Answer.IsOperators, addition.Answer.Severity);
            }
        );

    [Fact]
    public void Law_9_whatever_the_room_every_block_is_on_the_list_or_kept_back() =>
        Rooms.Sample(
            (ledger, view, room) =>
            {
                var plan = World.PlanFor(ledger, view, NoLimits, maxEntries: room);
                foreach (
                    var (decision, list) in World
                        .Decide(ledger)
                        .SelectMany(decision => decision.Lists().Select(list => (decision, list)))
                        .Where(pair => pair.decision.Blocks(pair.list))
                )
                {
                    var there = Covered(plan, list);
                    var waiting = plan.KeptBack.Where(kept => kept.Addition.List == list).Select(kept => kept.Addition.Entry).ToHashSet();
                    Assert.All(
                        decision.EntriesOn(list),
                        entry =>
                            Assert.True(
                                there.Contains(entry.Range) || waiting.Contains(entry),
                                $"{entry} is neither on the {list} list nor kept back"
                            )
                    );
                }
            }
        );

    [Fact]
    public void Law_9_a_summary_never_covers_an_address_that_nobody_sighted() =>
        Rooms.Sample(
            (ledger, view, room) =>
            {
                var decisions = World.Decide(ledger);
                foreach (var list in World.PlanFor(ledger, view, NoLimits, maxEntries: room).Lists)
                {
                    var known = RangeSet.Of([
                        .. decisions
                            .Where(decision => decision.Blocks(list.List) || decision.Holds(list.List))
                            .SelectMany(decision => decision.EntriesOn(list.List))
                            .Select(entry => entry.Range),
                        .. list.Orphans.Select(orphan => orphan.Entry.Range),
                    ]);
                    Assert.All(
                        list.Written.Where(entry => World.InboundMark.IsOurs(entry)),
                        entry => Assert.True(known.Contains(entry.What.Range), $"{entry.What} covers more than was decided")
                    );
                }
            }
        );

    [Fact]
    public void Law_9_room_limits_growth_and_nothing_goes_but_for_something_worse() =>
        Rooms.Sample(
            (ledger, view, room) =>
            {
                var plan = World.PlanFor(ledger, view, NoLimits, maxEntries: room);
                var before = plan.Lists.Sum(list => list.Ours(list.Pair.Draft.Entries));
                var after = plan.Lists.Sum(list => list.Ours(list.Written));
                var pieces = plan.Lists.Sum(list =>
                    list.Written.Where(entry =>
                            World.InboundMark.IsOurs(entry) && !list.Pair.Draft.Entries.Any(drafted => drafted.What == entry.What)
                        )
                        .Count(entry => list.Remove.Any(removal => removal.Entry.Covers(entry.What)))
                );
                Assert.True(
                    after <= Math.Max(room, before + pieces),
                    $"{after} entries of ours, room for {room}, {before} before, {pieces} pieces of what went"
                );

                var displaced = plan.Remove.Where(removal => removal.Cause is ReasonCode.Displaced).ToList();
                if (displaced is [_, ..])
                {
                    var added = plan.Add.Select(Rank).Order().ToList();
                    var gone = displaced
                        .SelectMany(removal =>
                            plan.KeptBack.Where(kept => kept.Addition.List == removal.List && removal.Entry.Covers(kept.Addition.Entry))
                        )
                        .Select(kept => Rank(kept.Addition))
                        .ToList();
                    Assert.True(gone.Count >= displaced.Count, "what was displaced is not shown as kept back");
                    Assert.True(gone.Max().CompareTo(added.Max()) < 0, "an entry went for one that is no worse");
                }

                static (bool, double) Rank(Addition addition) => (addition.Answer.IsOperators, addition.Answer.Severity);
            }
        );

    [Fact]
    public void Law_10_applied_once_leaves_nothing_to_do_whatever_the_room() =>
        Rooms.Sample(
            (ledger, view, room) =>
            {
                var context = World.Context(ledger);
                var input = World.Input(Decide.All(ledger, context), context.NeverBlock, view, NoLimits, room);
                var plan = Plan.For(input);
                var again = Plan.For(input with { View = plan.After(view), Written = World.WrittenBy(Intent.For(plan, "test")) });
                Assert.False(again.HasWork, $"room {room}, first: {Show(plan)}; again: {Show(again)}");
            }
        );

    [Fact]
    public void Law_5_and_6_hold_for_what_a_summary_stands_for() =>
        Rooms.Sample(
            (ledger, view, room) =>
            {
                var context = World.Context(ledger);
                var plan = Plan.For(World.Input(Decide.All(ledger, context), context.NeverBlock, view, NoLimits, room));
                var undo = World.Did(Core.Ledger.ActKind.Unblock, World.Attacker, "zz", ago: TimeSpan.Zero);
                var undone = ledger with { Acts = [.. ledger.Acts, undo] };
                var after = World.Context(undone);
                var again = Plan.For(
                    World.Input(Decide.All(undone, after), after.NeverBlock, plan.After(view), NoLimits, room) with
                    {
                        Written = World.WrittenBy(Intent.For(plan, "test")),
                    }
                );
                var attacker = new Indicator(AddressRange.Parse(World.Attacker));
                foreach (var list in again.Lists)
                {
                    var orphans = list.Orphans.Select(orphan => orphan.Entry).ToHashSet();
                    Assert.All(
                        list.Written.Where(entry => World.InboundMark.IsOurs(entry) && !orphans.Contains(entry.What)),
                        entry => Assert.False(entry.What.Overlaps(attacker), $"{entry.What} still covers {attacker}")
                    );
                }
            }
        );

    [Fact]
    public void Law_9_orphans_stay_unless_they_must_never_be_blocked() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var plan = World.PlanFor(Core.Ledger.LedgerContent.Empty, view, limits);
                var never = World.Context(Core.Ledger.LedgerContent.Empty).NeverBlock.Around(isCanary: false);
                foreach (var list in plan.Lists)
                {
                    var ours = list
                        .Pair.Draft.Entries.Where(entry => World.InboundMark.IsOurs(entry))
                        .Select(entry => entry.What)
                        .Distinct()
                        .ToList();
                    Assert.Equal(
                        ours.Where(range => !never.Overlaps(range.Range)).Order(),
                        list.Orphans.Select(orphan => orphan.Entry).Where(ours.Contains).Order()
                    );

                    // What is left of those that go: all but what is never blocked.
                    var left = RangeSet.Of(list.Orphans.Select(orphan => orphan.Entry.Range));
                    Assert.All(
                        ours.Where(range => never.Overlaps(range.Range)),
                        range => Assert.True(range.Range.Subtract(never).All(left.Contains))
                    );
                    Assert.False(left.Overlaps(AddressRange.Parse("45.95.11.1")));
                    Assert.Equal(
                        ours.Where(range => never.Overlaps(range.Range)).Order(),
                        list.Remove.Select(removal => removal.Entry).Order()
                    );
                }
            }
        );

    [Fact]
    public void Law_10_applied_once_leaves_nothing_to_do() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var context = World.Context(ledger);
                var input = World.Input(Decide.All(ledger, context), context.NeverBlock, view, NoLimits);
                var plan = Plan.For(input);
                var again = Plan.For(input with { View = plan.After(view), Written = World.WrittenBy(Intent.For(plan, "test")) });
                Assert.False(again.HasWork, $"first: {Show(plan)}; again: {Show(again)}");
                Assert.All(again.Lists, list => Assert.Empty(list.Provision));
            }
        );

    [Fact]
    public void Law_10_a_draft_that_was_written_and_not_provisioned_is_ours_to_finish() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var context = World.Context(ledger);
                var input = World.Input(Decide.All(ledger, context), context.NeverBlock, view, NoLimits);
                var plan = Plan.For(input);
                var crashed = plan.After(view) with { Active = view.Active };
                var again = Plan.For(input with { View = crashed, Written = World.WrittenBy(Intent.For(plan, "test")) });
                Assert.Empty(again.Add);
                Assert.All(again.Lists, list => Assert.False(list.NeedsWrite));
                Assert.All(again.Lists, list => Assert.True(list.ForeignEdits.IsEmpty));
                Assert.Equal(
                    plan.Lists.Where(list => list.NeedsProvision).Select(list => list.List),
                    again.Lists.Where(list => list.NeedsProvision).Select(list => list.List)
                );
            }
        );

    /// <summary>
    /// Whatever stands in the draft, whatever is active and whatever the ledger knows, without a word in history about any of it.
    /// </summary>
    private static readonly Gen<(Core.Ledger.LedgerContent Ledger, PceView View, int Room, TimeSpan EditedAgo)> Strange =
        from ledger in World.LedgerContent
        from active in World.AnyView
        from draft in World.AnyView
        from shared in Gen.Bool
        from room in Gen.OneOf(0, 2, 5, 6_000)
        from edited in Gen.OneOf(TimeSpan.FromMinutes(5), TimeSpan.FromDays(1))
        select (ledger, Mixed(active, draft, shared, edited), room, edited);

    [Fact]
    public void Law_10_one_reconcile_from_any_ledger_draft_and_active_list_leaves_active_what_is_desired_or_says_why_not() =>
        Strange.Sample(
            (ledger, view, room, edited) =>
            {
                var context = World.Context(ledger);
                var input = World.Input(Decide.All(ledger, context), context.NeverBlock, view, NoLimits, room);
                var plan = Plan.For(input);
                var after = plan.After(view);
                foreach (var (decision, list) in input.Decisions.SelectMany(decision => decision.Lists().Select(list => (decision, list))))
                {
                    var ours = OursActive(after, list);
                    var waiting = plan.KeptBack.Where(kept => kept.Addition.List == list).Select(kept => kept.Addition.Entry).ToHashSet();
                    if (decision.Blocks(list))
                    {
                        Assert.All(
                            decision.EntriesOn(list),
                            entry =>
                                Assert.True(
                                    ours.Contains(entry.Range) || waiting.Contains(entry),
                                    $"{entry} is neither active on the {list} list nor kept back: {Show(plan)}"
                                )
                        );
                    }
                }

                // Nothing of ours is active that the ledger wants to have ended, and nothing new that it does not want.
                foreach (var planned in plan.Lists)
                {
                    var orphans = planned.Orphans.Select(orphan => orphan.Entry).ToHashSet();
                    var wanted = RangeSet.Of(
                        input
                            .Decisions.Where(decision => decision.Blocks(planned.List) || decision.Holds(planned.List))
                            .SelectMany(decision => decision.EntriesOn(planned.List))
                            .Select(entry => entry.Range)
                    );
                    var before = EntriesOf(view, planned.List);
                    foreach (var entry in EntriesOf(after, planned.List).Where(entry => !orphans.Contains(entry.What)))
                    {
                        Assert.True(
                            wanted.Contains(entry.What.Range),
                            $"{entry.What} is active still or again on the {planned.List} list: {Show(plan)}"
                        );
                        var isHeld = input.Decisions.Any(decision =>
                            decision.Holds(planned.List) && decision.EntriesOn(planned.List).Contains(entry.What)
                        );
                        Assert.False(
                            isHeld && !before.Any(old => old.What.Overlaps(entry.What)),
                            $"{entry.What} is held and was made active on the {planned.List} list"
                        );
                    }
                }

                // A removal takes somebody's draft along, and with it the reason why additions waited.
                if (!plan.KeptBack.Any(kept => kept.Reason is ReasonCode.ForeignDraft))
                {
                    var again = Plan.For(input with { View = after, Written = World.WrittenBy(Intent.For(plan, "test")) });
                    Assert.False(again.HasWork, $"first: {Show(plan)}; again: {Show(again)}");
                }
            }
        );

    private static PceView Mixed(PceView active, PceView draft, bool shared, TimeSpan edited) =>
        active with
        {
            Draft =
            [
                .. active.Draft.Select(
                    (list, at) =>
                        list with
                        {
                            Entries = shared ? [.. list.Entries.Union(draft.Draft[at].Entries)] : draft.Draft[at].Entries,
                            Pending = PendingUpdate.Update,
                            UpdatedAt = World.Now - edited,
                        }
                ),
            ],
        };

    private static IEnumerable<ListEntry> EntriesOf(PceView view, ListPurpose list) =>
        view.Active.Single(one => one.Mark.Purpose == list).Entries.Where(entry => World.InboundMark.IsOurs(entry));

    private static RangeSet OursActive(PceView view, ListPurpose list) =>
        RangeSet.Of(EntriesOf(view, list).Select(entry => entry.What.Range));

    [Fact]
    public void Law_15_a_deny_list_always_holds_its_sentinel() =>
        Situations.Sample(
            (ledger, view, limits) =>
            {
                var bare = view with
                {
                    Draft = [.. view.Draft.Select(list => list with { Entries = [] })],
                    Active = [.. view.Active.Select(list => list with { Entries = [] })],
                };
                Assert.All(
                    World.PlanFor(ledger, bare, limits).Lists,
                    list => Assert.Contains(list.Written, entry => World.InboundMark.IsFixture(entry))
                );
                Assert.All(
                    World.PlanFor(ledger, view, limits).Lists,
                    list => Assert.Single(list.Written, entry => World.InboundMark.IsFixture(entry))
                );
            }
        );

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.0/7")]
    [InlineData("11.0.0.0-12.0.0.0")]
    [InlineData("2000::/15")]
    public void Law_15_a_list_with_an_inclusion_that_broad_is_left_alone_and_names_who(string broad)
    {
        var drafted = World.List(Direction.Inbound, [World.Sentinel, World.Foreign(broad)], PendingUpdate.Update);
        foreach (var view in new[] { World.View([], draftInbound: drafted), World.View([World.Foreign(broad)]) })
        {
            var plan = World.PlanFor(World.Known([World.Seen(World.Attacker)]), view);
            Assert.Equal(PolicyFault.TooBroad, plan.Refused?.Fault);
            Assert.Contains("/users/15", plan.Refused!.Detail, StringComparison.Ordinal);
        }
    }

    private static RangeSet Covered(Plan plan, ListPurpose list) =>
        RangeSet.Of(
            plan.Lists.Single(one => one.List == list)
                .Written.Where(entry => World.InboundMark.IsOurs(entry))
                .Select(entry => entry.What.Range)
        );

    private static string Show(Plan plan) =>
        string.Join(" ", plan.Lists.SelectMany(list => list.Provision).Select(change => $"{change.List} {change}"));
}
