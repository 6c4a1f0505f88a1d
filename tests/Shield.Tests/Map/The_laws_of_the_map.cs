using System.Collections.Immutable;
using CsCheck;
using Shield.Console.Map;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reaching;

namespace Shield.Tests.Map;

/// <summary>The laws: a line says what the PCE's policy does, everybody is somewhere, and a picture is never too large to draw.</summary>
public sealed class The_laws_of_the_map
{
    [Fact]
    public void A_pair_is_red_only_where_the_rule_is_in_force_and_the_entry_active_and_the_workload_enforces_it() =>
        MapWorld.Input.Sample(input =>
        {
            var picture = PictureOf.Of(input);
            foreach (var (party, workload, state) in PairsOf(picture).Where(pair => pair.State is PairState.Blocked))
            {
                var decision = input.Threats.Single(threat => threat.Decision.Indicator == party.Indicator).Decision;
                var directions = Enum.GetValues<Direction>().Where(direction => Lists(input, decision, direction)).ToList();
                Assert.NotEmpty(directions);
                Assert.All(
                    directions,
                    direction =>
                        Assert.Null(
                            Enforcement.Find(
                                input.Estate!.Managed.Single(managed => managed.Href == workload.Href),
                                MapWorld.TermsOf(RuleOf(input, direction), party.Indicator.Range.Family, input.Estate),
                                World.Now
                            )
                        )
                );
                Assert.All(
                    Enum.GetValues<Direction>().Where(direction => decision[direction].Verdict is Verdict.Block),
                    direction => Assert.Contains(direction, directions)
                );
            }
        });

    [Fact]
    public void What_is_active_on_a_workload_that_enforces_it_is_red() =>
        MapWorld.Input.Sample(input =>
        {
            var picture = PictureOf.Of(input);
            foreach (var (party, workload, state) in PairsOf(picture).Where(pair => pair.Party.State is EntryState.Active))
            {
                var threat = input.Threats.Single(threat => threat.Decision.Indicator == party.Indicator);
                var judged = input.Estate!.Managed.SingleOrDefault(managed => managed.Href == workload.Href);
                if (threat.Decision.Verdict is Verdict.Block && judged is { EnforcementMode: "full", Online: true, Labels: not null })
                {
                    var isEnforced = Enum.GetValues<Direction>()
                        .Where(direction => threat.Decision[direction].Verdict is Verdict.Block)
                        .Select(direction => MapWorld.TermsOf(RuleOf(input, direction), party.Indicator.Range.Family, input.Estate))
                        .All(terms => Enforcement.Find(judged, terms, World.Now) is null);
                    Assert.Equal(isEnforced ? PairState.Blocked : PairState.Unproven, state);
                }
            }
        });

    [Fact]
    public void Amber_is_what_waits_for_a_person_and_nothing_else() =>
        MapWorld.Input.Sample(input =>
        {
            var picture = PictureOf.Of(input);
            Assert.All(
                PairsOf(picture).Where(pair => pair.State is PairState.Held),
                pair =>
                    Assert.Equal(
                        Verdict.Hold,
                        input.Threats.Single(threat => threat.Decision.Indicator == pair.Party.Indicator).Decision.Verdict
                    )
            );
        });

    [Fact]
    public void Without_the_PCE_no_line_has_a_colour_of_its_policy() =>
        MapWorld
            .Input.Where(input => input.Lists.IsEmpty)
            .Sample(input =>
            {
                var known = input.Threats.Select(threat => threat.Decision.Indicator).ToHashSet();
                Assert.All(
                    PairsOf(PictureOf.Of(input)).Where(pair => known.Contains(pair.Party.Indicator)),
                    pair => Assert.Equal(PairState.Unproven, pair.State)
                );
            });

    [Fact]
    public void Where_the_reach_is_unknown_nothing_is_red() =>
        MapWorld.Input.Sample(input =>
            Assert.DoesNotContain(PairsOf(PictureOf.Of(input with { Reach = [] })), pair => pair.State is PairState.Blocked)
        );

    [Fact]
    public void Green_is_what_the_PCE_said_that_it_lets_through() =>
        MapWorld.Input.Sample(input =>
        {
            foreach (var pair in PairsOf(PictureOf.Of(input)).Where(pair => pair.State is PairState.Allowed))
            {
                Assert.Contains(
                    input.Flows!.Value,
                    flow => flow.IsAllowed && flow.Workload == pair.Workload.Href && pair.Party.Indicator.Covers(new Indicator(flow.Remote))
                );
            }
        });

    [Fact]
    public void Every_party_and_every_workload_is_in_exactly_one_node_and_the_counts_add_up() =>
        Drawings.Sample(
            (picture, query) =>
            {
                var drawing = Drawing.Of(picture, query);

                AddUp(drawing.Theirs, drawing.NodeOfParty, picture.Parties.Length, query.OpenTheirs is null);
                AddUp(drawing.Ours, drawing.NodeOfWorkload, picture.Workloads.Length, query.OpenOurs is null);
                Assert.Equal(
                    (long)drawing.Ours.Sum(node => node.Count) * drawing.Theirs.Sum(node => node.Count),
                    drawing.Pairs.Values.Sum()
                );
            }
        );

    [Fact]
    public void Counting_by_groups_is_the_same_as_looking_at_each_pair() =>
        Drawings.Sample(
            (picture, query) =>
            {
                var drawing = Drawing.Of(picture, query);
                var seen = picture.Seen.ToDictionary(pair => (pair.Party, pair.Workload));
                var pairs = (
                    from party in Enumerable.Range(0, picture.Parties.Length)
                    from workload in Enumerable.Range(0, picture.Workloads.Length)
                    where drawing.NodeOfParty[party] >= 0 && drawing.NodeOfWorkload[workload] >= 0
                    let of = seen.GetValueOrDefault((party, workload))
                    select (
                        Ours: drawing.NodeOfWorkload[workload],
                        Theirs: drawing.NodeOfParty[party],
                        State: Picture.StateOf(picture.Parties[party], picture.Workloads[workload], of),
                        Party: party,
                        Connections: of?.Connections ?? 0
                    )
                ).ToList();

                var all = pairs
                    .Where(pair => pair.State is not PairState.Unasked)
                    .Select(pair => (pair.Ours, pair.Theirs, pair.State))
                    .ToHashSet();
                Assert.Subset(all, drawing.Lines.Select(line => (line.Ours, line.Theirs, line.State)).ToHashSet());
                Assert.Equal(all.Count, drawing.Lines.Length + drawing.LinesLeftOut);
                foreach (var line in drawing.Lines)
                {
                    var same = pairs.Where(pair => (pair.Ours, pair.Theirs, pair.State) == (line.Ours, line.Theirs, line.State)).ToList();
                    Assert.Equal(same.Count, line.Pairs);
                    Assert.Equal(same.DistinctBy(pair => pair.Party).Count(), line.Parties);
                    Assert.Equal(
                        picture.HasTraffic
                            ? same.Sum(pair => pair.Connections)
                            : same.DistinctBy(pair => pair.Party).Sum(pair => picture.Parties[pair.Party].Sightings),
                        line.Seen
                    );
                }
            }
        );

    [Fact]
    public void A_picture_of_any_size_is_drawn_with_a_bounded_number_of_nodes_and_lines() =>
        Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 3_000], Gen.Int[1, 500], Queries)
            .Sample(
                (parties, workloads, groups, query) =>
                {
                    var drawing = Drawing.Of(Large(parties, workloads, groups), query);

                    Assert.True(drawing.Ours.Length <= Drawing.MostNodes);
                    Assert.True(drawing.Theirs.Length <= Drawing.MostNodes);
                    Assert.True(drawing.Lines.Length <= Drawing.MostLines);
                    AddUp(drawing.Theirs, drawing.NodeOfParty, parties, query.OpenTheirs is null);
                    AddUp(drawing.Ours, drawing.NodeOfWorkload, workloads, query.OpenOurs is null);
                },
                iter: 60
            );

    private static Gen<DrawingQuery> Queries { get; } =
        from grouping in Gen.OneOf<PartyGrouping?>(
            null,
            PartyGrouping.Party,
            PartyGrouping.Country,
            PartyGrouping.Network,
            PartyGrouping.FindingType
        )
        from ours in Gen.OneOf(null, "shop, prod", "group 3, prod", "nobody")
        from theirs in Gen.OneOf(null, "Country not known", "country 3", "nobody")
        select new DrawingQuery(grouping, ours, theirs);

    private static Gen<(Picture, DrawingQuery)> Drawings { get; } =
        Gen.Select(
            Gen.OneOf(MapWorld.Input.Select(PictureOf.Of), Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[1, 5]).Select(Large)),
            Queries
        );

    /// <summary>Somebody in every state, of everywhere.</summary>
    private static Picture Large(int parties, int workloads, int groups)
    {
        var states = Enum.GetValues<EntryState>();
        return new Picture
        {
            At = World.Now,
            HasTraffic = parties % 2 is 0,
            Parties =
            [
                .. Enumerable
                    .Range(0, parties)
                    .Select(at => new RemoteParty
                    {
                        Indicator = new Indicator(
                            AddressRange.Between((UInt128)(0x2D5F0000 + at), (UInt128)(0x2D5F0000 + at), AddressFamily.IPv4)
                        ),
                        State = at % 9 is 8 ? null : states[at % 9 % states.Length],
                        Wanted = at % 3 is 0 ? Directions.Both : Directions.Inbound,
                        Blocked =
                            states[at % 9 % states.Length] is EntryState.Active && at % 9 is not 8
                                ? (at % 5 is 0 ? Directions.Both : Directions.Inbound)
                                : Directions.None,
                        Country = at % 7 is 0 ? null : $"country {at % groups}",
                        Network = $"AS{at % groups}",
                        FindingType = $"Type {at % groups}",
                        Sightings = at % 11,
                    }),
            ],
            Workloads =
            [
                .. Enumerable
                    .Range(0, workloads)
                    .Select(at => new OurWorkload
                    {
                        Href = $"/orgs/1/workloads/{at}",
                        Name = $"host-{at}",
                        Group = new AppGroup($"group {at % groups}", "prod"),
                        Enforces = (BlockKinds)(at % 16),
                    }),
            ],
            Seen =
            [
                .. Enumerable
                    .Range(0, Math.Min(parties, workloads))
                    .Where(at => at % 3 is not 0)
                    .Select(at => new SeenPair(at, (at * 7) % workloads, at, at % 2 is 0, null))
                    .DistinctBy(pair => (pair.Party, pair.Workload)),
            ],
        };
    }

    private static void AddUp(ImmutableArray<MapNode> nodes, ImmutableArray<int> nodeOf, int count, bool isWhole)
    {
        Assert.Equal(count, nodeOf.Length);
        Assert.Equal(nodes.Length, nodes.Select(node => node.Key).Distinct().Count());
        for (var node = 0; node < nodes.Length; node++)
        {
            Assert.Equal(nodes[node].Count, nodeOf.Count(one => one == node));
        }

        if (isWhole)
        {
            Assert.All(nodeOf, node => Assert.InRange(node, 0, nodes.Length - 1));
        }
    }

    private static IEnumerable<(RemoteParty Party, OurWorkload Workload, PairState State)> PairsOf(Picture picture) =>
        from party in Enumerable.Range(0, picture.Parties.Length)
        from workload in Enumerable.Range(0, picture.Workloads.Length)
        let seen = picture.Seen.SingleOrDefault(pair => pair.Party == party && pair.Workload == workload)
        select (
            picture.Parties[party],
            picture.Workloads[workload],
            Picture.StateOf(picture.Parties[party], picture.Workloads[workload], seen)
        );

    private static BlockingRule RuleOf(PictureInput input, Direction direction) =>
        input.Rules.Single(rule => rule.List == direction.ToList());

    /// <summary>Written down once more, as simply as it can be said: the active list blocks all that may be blocked of the party.</summary>
    private static bool Lists(PictureInput input, Decision decision, Direction direction)
    {
        var active = input.Lists.Single(list => list.List == direction.ToList()).Active!.Entries;
        var wanted = decision[direction].Entries is [_, ..] some ? some : [decision.Indicator.Range];
        return RuleOf(input, direction).Condition is RuleCondition.InForce
            && wanted.All(range =>
                range.Subtract(RangeSet.Of(active.Where(World.InboundMark.Blocks).Select(entry => entry.What.Range))).IsEmpty
            );
    }
}
