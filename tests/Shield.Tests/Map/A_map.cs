using AngleSharp.Dom;
using Bunit;
using Shield.Console.Map;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reaching;

namespace Shield.Tests.Map;

/// <summary>What the component shows of a picture: to eyes, to a keyboard and to a screen reader.</summary>
public sealed class A_map : BunitContext
{
    private static readonly OurWorkload Web = new()
    {
        Href = "/orgs/1/workloads/1",
        Name = "web-1",
        Group = new AppGroup("shop", "prod"),
        Mode = "full",
        Enforces = BlockKinds.InboundIPv4,
    };

    private static readonly OurWorkload Idle = Web with
    {
        Href = "/orgs/1/workloads/2",
        Name = "idle-1",
        Mode = "idle",
        Enforces = BlockKinds.None,
        Obstacles = [new WorkloadObstacle(BlockKinds.InboundIPv4, ReachReason.Idle, null)],
    };

    private static readonly RemoteParty Blocked = new()
    {
        Indicator = Indicator.Parse("45.95.11.7"),
        State = EntryState.Active,
        Reason = "brute-force",
        Wanted = Directions.Inbound,
        Blocked = Directions.Inbound,
        Country = "Atlantis",
        Sightings = 3,
    };

    private static readonly RemoteParty Held = Blocked with
    {
        Indicator = Indicator.Parse("45.95.11.8"),
        State = EntryState.Held,
        Wanted = Directions.None,
        Blocked = Directions.None,
    };

    private static readonly RemoteParty Customer = new() { Indicator = Indicator.Parse("84.115.23.190") };

    private static readonly Picture Shop = new()
    {
        At = World.Now,
        Workloads = [Web, Idle],
        Parties = [Blocked, Held, Customer],
        Seen = [new SeenPair(2, 0, 12, IsAllowed: true, "traffic that the PCE allowed"), new SeenPair(0, 0, 40, IsAllowed: false, null)],
        HasTraffic = true,
    };

    [Fact]
    public void Draws_a_line_in_the_colour_of_what_the_policy_says_of_the_pair()
    {
        var map = Of(Shop);

        Assert.Equal(
            [
                ("blocked", "45.95.11.7 and web-1"),
                ("allowed", "84.115.23.190 and web-1"),
                ("held", "45.95.11.8 and web-1"),
                ("held", "45.95.11.8 and idle-1"),
                ("unproven", "45.95.11.7 and idle-1"),
            ],
            LinesOf(map)
        );
    }

    [Fact]
    public void Marks_a_workload_on_which_the_block_does_nothing_with_the_reason()
    {
        var idle = Of(Shop)
            .FindAll(".map-side.ours .map-node")
            .Single(node => node.TextContent.Contains("idle-1", StringComparison.Ordinal));

        Assert.Contains("marked", idle.ClassList);
        Assert.Contains("Not every block is enforced: idle", idle.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_in_words_and_by_a_pattern_of_its_own_what_each_colour_means()
    {
        var legend = Of(Shop).FindAll(".map-legend li");

        Assert.Equal(["Blocked", "Held for a person", "Allowed", "Not proved"], legend.Select(entry => TextOf(entry).Split('\n')[0]));
        Assert.Equal(
            ["blocked", "held", "allowed", "unproven"],
            legend.Select(entry => entry.QuerySelector("path")!.ClassList.Single(name => name is not "map-line"))
        );
    }

    [Fact]
    public void Lets_the_keyboard_reach_every_node_and_hides_the_drawing_from_a_screen_reader_which_has_a_table()
    {
        var map = Of(Shop);

        Assert.All(map.FindAll(".map-node > a"), node => Assert.StartsWith("/map?", node.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal(5, map.FindAll(".map-node > a").Count);
        Assert.Equal("true", map.Find("svg.map-lines").GetAttribute("aria-hidden"));
        Assert.All(map.FindAll("svg.map-lines a"), line => Assert.Equal("-1", line.GetAttribute("tabindex")));
        Assert.Equal(LinesOf(map).Count(), map.FindAll(".map-table tbody tr").Count);
    }

    [Fact]
    public void Explains_a_pair_that_was_clicked()
    {
        var map = Of(Shop, new MapAddress { Workload = Idle.Href, Party = "45.95.11.7" });

        var explained = map.Find(".map-explained");
        Assert.Contains("45.95.11.7 and idle-1", explained.TextContent, StringComparison.Ordinal);
        Assert.Contains("enforcement mode idle: nothing is programmed", explained.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Explains_a_party_and_leads_to_all_that_is_known_of_it()
    {
        var map = Of(Shop, new MapAddress { Party = "45.95.11.7" });

        Assert.Contains("The PCE's active list blocks it inbound", map.Find(".map-explained").TextContent, StringComparison.Ordinal);
        Assert.Equal("/threats/45.95.11.7", map.Find(".map-ways a").GetAttribute("href"));
    }

    [Fact]
    public void Opens_a_group_and_leads_back()
    {
        var many = Shop with
        {
            Parties = [.. Enumerable.Range(0, 100).Select(at => Blocked with { Indicator = Indicator.Parse($"45.95.11.{at}") })],
            Seen = [],
        };
        Assert.Equal("Atlantis", TextOf(Of(many).Find(".map-side.theirs .name")));

        var opened = Of(many, new MapAddress { By = PartyGrouping.Country, Theirs = "Atlantis" });

        Assert.Equal(Drawing.MostNodes, opened.FindAll(".map-side.theirs .map-node").Count);
        Assert.Equal("/map?by=country", opened.Find(".map-side.theirs h2 a").GetAttribute("href"));
    }

    [Fact]
    public void Says_what_could_not_be_read()
    {
        var map = Of(Shop with { Unknown = ["The PCE could not be read, so what is blocked is unknown: no answer"] });

        Assert.Contains("could not be read", map.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_there_is_nothing_where_there_is_nothing()
    {
        var map = Of(Picture.Empty(World.Now));

        Assert.Contains("No workload", map.Find(".map-empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(LinesOf(map));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202eevil\u2066 <img src=x onerror=alert(1)>")]
    public void Shows_text_from_outside_as_text_and_cuts_it(string hostile)
    {
        var name = hostile + new string('x', 10_000);
        var input = MapWorld.InputOf(
            World.Known([
                World.Seen(World.Attacker, hostile) with
                {
                    Latest = World.Seen(World.Attacker).Latest with { Type = name, Country = name },
                },
            ]),
            World.View([]),
            new Estate(
                [MapWorld.Good with { Hostname = name, EnforcementMode = name, Labels = [new Shield.Pce.Calling.LabelText("app", name)] }],
                [],
                false
            )
        );
        foreach (var grouping in Enum.GetValues<PartyGrouping>())
        {
            var map = Of(PictureOf.Of(input), new MapAddress { By = grouping, Workload = MapWorld.Good.Href });

            Assert.Empty(map.FindAll("script, img"));
            Assert.DoesNotContain('\u202e', map.Markup);
            Assert.True(map.Markup.Length < 30_000, $"{map.Markup.Length} characters");
        }
    }

    private IRenderedComponent<MapView> Of(Picture picture, MapAddress? address = null) =>
        Render<MapView>(parameters => parameters.Add(map => map.Picture, picture).Add(map => map.Address, address ?? new MapAddress()));

    private static IEnumerable<(string State, string Of)> LinesOf(IRenderedComponent<MapView> map) =>
        map.FindAll(".map-table tbody tr")
            .Select(row => (row.Children[2].ClassName!, $"{TextOf(row.Children[0])} and {TextOf(row.Children[1])}"));

    private static string TextOf(IElement element) => element.TextContent.Trim();
}
