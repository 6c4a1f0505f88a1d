using System.Collections.Immutable;
using Shield.Core.Planning.Pce;

namespace Shield.Console.Map;

/// <summary>
/// A picture in so few nodes and lines that it can be read and drawn at once, however many workloads and parties there are.
/// </summary>
public sealed record Drawing
{
    /// <summary>On each side; the smallest ones share the last node.</summary>
    public const int MostNodes = 40;

    public const int MostLines = 200;

    public required PartyGrouping By { get; init; }

    public required ImmutableArray<MapNode> Ours { get; init; }

    public required ImmutableArray<MapNode> Theirs { get; init; }

    /// <summary>Those of which something was seen come first, and of these the gravest.</summary>
    public required ImmutableArray<MapLine> Lines { get; init; }

    /// <summary>For which there was no room.</summary>
    public required int LinesLeftOut { get; init; }

    /// <summary>All pairs of the workloads and parties shown, by state, those without a line too.</summary>
    public required ImmutableSortedDictionary<PairState, long> Pairs { get; init; }

    /// <summary>In which node each workload of the picture is; -1 where it is not shown.</summary>
    public required ImmutableArray<int> NodeOfWorkload { get; init; }

    /// <summary>In which node each party of the picture is; -1 where it is not shown.</summary>
    public required ImmutableArray<int> NodeOfParty { get; init; }

    public static Drawing Of(Picture picture, DrawingQuery query)
    {
        var (seenOfWorkload, seenOfParty) = SeenOf(picture);
        var ours = OurSide(picture, query.OpenOurs, seenOfWorkload);
        var (by, theirs) = TheirSide(picture, query, seenOfParty);
        var tally = PairTally.Of(picture, ours, theirs);
        ImmutableArray<MapLine> lines =
        [
            .. tally
                .Lines()
                .OrderByDescending(line => line.Seen > 0)
                .ThenByDescending(line => line.State)
                .ThenByDescending(line => line.Seen)
                .ThenByDescending(line => line.Pairs)
                .ThenBy(line => line.Theirs)
                .ThenBy(line => line.Ours),
        ];
        return new Drawing
        {
            By = by,
            Ours = ours.Nodes,
            Theirs = theirs.Nodes,
            Lines = [.. lines.Take(MostLines)],
            LinesLeftOut = Math.Max(0, lines.Length - MostLines),
            Pairs = tally.Totals(),
            NodeOfWorkload = ours.NodeOf,
            NodeOfParty = theirs.NodeOf,
        };
    }

    private static (long[] OfWorkload, long[] OfParty) SeenOf(Picture picture)
    {
        var (ofWorkload, ofParty) = (new long[picture.Workloads.Length], new long[picture.Parties.Length]);
        if (!picture.HasTraffic)
        {
            return (ofWorkload, [.. picture.Parties.Select(party => party.Sightings)]);
        }

        foreach (var pair in picture.Seen)
        {
            ofWorkload[pair.Workload] += pair.Connections;
            ofParty[pair.Party] += pair.Connections;
        }

        return (ofWorkload, ofParty);
    }

    private static MapSide OurSide(Picture picture, string? open, long[] seen)
    {
        var keys = picture.Workloads.Select(workload => KeyOf(workload.Group)).ToImmutableArray();
        var opened = open is not null && keys.Contains(open) ? open : null;
        var isAlone = opened is not null || picture.Workloads.Length <= MostNodes;
        return MapSide.Of(
            picture.Workloads.Length,
            at => opened is null || keys[at] == opened,
            at => isAlone ? picture.Workloads[at].Href : keys[at],
            (members, isRest) =>
            {
                var all = members.Select(at => picture.Workloads[at]).ToList();
                var marked = all.Where(workload => !workload.Obstacles.IsEmpty).ToList();
                return new MapNode
                {
                    Key =
                        isRest ? MapSide.RestKey
                        : isAlone ? all[0].Href
                        : KeyOf(all[0].Group),
                    Kind =
                        isRest ? NodeKind.Rest
                        : isAlone ? NodeKind.Workload
                        : NodeKind.AppGroup,
                    Text =
                        isRest ? $"{MapText.Workloads(all.Count)} more"
                        : isAlone ? MapText.Name(all[0].Name)
                        : MapText.Name(all[0].Group.Text),
                    Count = all.Count,
                    Modes = Frequent(all.Select(workload => workload.Mode)),
                    Marked = marked.Count,
                    Marks =
                    [
                        .. Frequent(marked.SelectMany(one => one.Obstacles.Select(obstacle => obstacle.Reason).Distinct()))
                            .Select(reason => new NodeMark(reason.Value, reason.Count)),
                    ],
                    Seen = members.Sum(at => seen[at]),
                };
            },
            // Beside each other stand those of one group.
            node => isAlone ? MapText.Name(picture.Workloads[node[0]].Group.Text) : ""
        );
    }

    private static (PartyGrouping By, MapSide Side) TheirSide(Picture picture, DrawingQuery query, long[] seen)
    {
        var by = query.By ?? (picture.Parties.Length <= MostNodes ? PartyGrouping.Party : PartyGrouping.Country);
        var keys = picture.Parties.Select(party => KeyOf(party, by)).ToImmutableArray();
        var opened = by is not PartyGrouping.Party && query.OpenTheirs is { } open && keys.Contains(open) ? open : null;
        var isAlone = opened is not null || by is PartyGrouping.Party;
        var side = MapSide.Of(
            picture.Parties.Length,
            at => opened is null || keys[at] == opened,
            at => isAlone ? picture.Parties[at].Indicator.ToString() : keys[at],
            (members, isRest) =>
            {
                var all = members.Select(at => picture.Parties[at]).ToList();
                return new MapNode
                {
                    Key =
                        isRest ? MapSide.RestKey
                        : isAlone ? all[0].Indicator.ToString()
                        : keys[members[0]],
                    Kind =
                        isRest ? NodeKind.Rest
                        : isAlone ? NodeKind.Party
                        : NodeKind.PartyGroup,
                    Text =
                        isRest ? $"{MapText.Parties(all.Count)} more"
                        : isAlone ? MapText.Name(all[0].Indicator.ToString())
                        : keys[members[0]],
                    Count = all.Count,
                    States = Frequent(all.Select(party => party.State)),
                    Seen = members.Sum(at => seen[at]),
                };
            },
            node => isAlone ? OrderOf(picture.Parties[node[0]].State) : ""
        );
        return (by, side);
    }

    public static string KeyOf(AppGroup group) => MapText.Name(group.Text);

    public static string KeyOf(RemoteParty party, PartyGrouping by) =>
        (by, party) switch
        {
            (PartyGrouping.Party, _) => party.Indicator.ToString(),
            (_, { State: null }) => "No finding names them",
            (PartyGrouping.Country, { Country: null }) => "Country not known",
            (PartyGrouping.Country, { Country: { } country }) => MapText.Name(country),
            (PartyGrouping.Network, { Network: null }) => "Network not known",
            (PartyGrouping.Network, { Network: { } network }) => MapText.Name(network),
            (_, { FindingType: null }) => "By an operator or a feed",
            (_, { FindingType: { } type }) => MapText.Name(type),
        };

    /// <summary>What is blocked stands beside what is blocked, and what waits for a person comes first.</summary>
    private static string OrderOf(EntryState? state) =>
        state switch
        {
            EntryState.Held => "0",
            EntryState.Active or EntryState.Releasing => "1",
            EntryState.Pending or EntryState.Listed or EntryState.Unknown => "2",
            EntryState.Ended or EntryState.Ignored => "3",
            null => "4",
        };

    private static ImmutableArray<(T Value, int Count)> Frequent<T>(IEnumerable<T> all) =>
        [.. all.GroupBy(value => value).Select(same => (same.Key, Count: same.Count())).OrderByDescending(same => same.Count)];
}
