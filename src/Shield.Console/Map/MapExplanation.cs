using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;

namespace Shield.Console.Map;

/// <summary>What the map says of one node, or of a pair of nodes.</summary>
/// <param name="Title">What it is about; safe to show.</param>
/// <param name="Sentences">The answer first.</param>
/// <param name="Rows">Who is in it, as far as there is room.</param>
/// <param name="RowsLeftOut">For which there was none.</param>
public sealed record MapExplanation(string Title, ImmutableArray<string> Sentences, ImmutableArray<ExplainedPair> Rows, long RowsLeftOut)
{
    private const int MostRows = 12;

    /// <summary>Null where nothing is selected, or what was selected is not there any more.</summary>
    public static MapExplanation? Of(Picture picture, Drawing drawing, MapAddress address)
    {
        var ours = IndexOf(drawing.Ours, address.Workload);
        var theirs = IndexOf(drawing.Theirs, address.Party);
        return (ours, theirs) switch
        {
            ({ } one, { } other) => OfPair(picture, drawing, one, other),
            ({ } one, null) when address.Party is null => OfOurs(picture, drawing, one),
            (null, { } other) when address.Workload is null => OfTheirs(picture, drawing, other),
            _ => null,
        };
    }

    private static MapExplanation OfPair(Picture picture, Drawing drawing, int ours, int theirs)
    {
        var lines = drawing.Lines.Where(line => line.Ours == ours && line.Theirs == theirs).OrderByDescending(line => line.State).ToList();
        var (rows, leftOut) = RowsOf(picture, drawing, ours, theirs);
        return new MapExplanation(
            $"{drawing.Theirs[theirs].Text} and {drawing.Ours[ours].Text}",
            lines is []
                ? ["Nothing was seen between them, and no decision is about them."]
                :
                [
                    .. lines.Select(line =>
                        $"{PairStateWords.Of(line.State)}: {MapText.Count(line.Pairs, "pair", "pairs")} of a party and a workload, "
                        + $"{MapWords.SeenOf(line.Seen, picture.HasTraffic)}."
                    ),
                ],
            rows,
            leftOut
        );
    }

    private static MapExplanation OfOurs(Picture picture, Drawing drawing, int node)
    {
        var members = MembersOf(drawing.NodeOfWorkload, node).Select(at => picture.Workloads[at]).ToList();
        return new MapExplanation(
            drawing.Ours[node].Text,
            members is [var only]
                ? [.. SentencesOf(only)]
                :
                [
                    $"{MapWords.DetailOf(drawing.Ours[node])}.",
                    .. drawing
                        .Ours[node]
                        .Marks.Select(mark =>
                            $"On {MapText.Workloads(mark.Workloads)} a block does nothing, or is not proved to: "
                            + $"{MapWords.WordOf(mark.Reason)}, "
                            + $"{ReasonOf(mark.Reason)}."
                        ),
                ],
            [],
            0
        );
    }

    private static MapExplanation OfTheirs(Picture picture, Drawing drawing, int node)
    {
        var members = MembersOf(drawing.NodeOfParty, node).Select(at => picture.Parties[at]).ToList();
        return new MapExplanation(
            drawing.Theirs[node].Text,
            members is [var only] ? [.. SentencesOf(only)] : [$"{MapWords.DetailOf(drawing.Theirs[node])}."],
            [],
            0
        );
    }

    private static IEnumerable<string> SentencesOf(OurWorkload workload)
    {
        var role = workload.Role is { } known ? $", {known}" : "";
        yield return $"{MapText.Name(workload.Group.Text)}{role}; {MapWords.ModeOf(workload.Mode)}.";
        if (workload.Enforces is not BlockKinds.None)
        {
            yield return $"It enforces blocks {string.Join(", ", workload.Enforces.Words())}.";
        }

        foreach (var obstacle in workload.Obstacles)
        {
            yield return $"Blocks {string.Join(", ", obstacle.Kinds.Words())} do nothing here, or are not proved to: "
                + $"{MapWords.WordOf(obstacle.Reason)}, {ReasonOf(obstacle.Reason)}"
                + (obstacle.Detail is { } detail ? $" ({detail})." : ".");
        }
    }

    private static IEnumerable<string> SentencesOf(RemoteParty party)
    {
        var reason = party.Reason is { } code && party.State is not null ? $" ({code})" : "";
        yield return $"State: {MapWords.StateOf(party.State)}{reason}.";
        if (party.Blocked is not Directions.None)
        {
            yield return $"The PCE's active list blocks it {Words(party.Blocked)}, and the rule that uses the list is in force.";
        }

        if ((party.Wanted & ~party.Blocked) is not Directions.None and var missing)
        {
            yield return $"It should be blocked {Words(missing)}, and is not.";
        }

        if (party.FindingType is { } type)
        {
            yield return $"Strongest finding: {type}, severity {MapWords.Percent(party.Severity)}; "
                + $"{MapText.Count(party.Sightings, "sighting", "sightings")}"
                + (party.LastSeen is { } seen ? $", last {MapText.Time(seen)}." : ".");
        }

        if (party.Country is not null || party.Network is not null)
        {
            yield return $"From {string.Join(", ", new[] { party.Network, party.Country }.OfType<string>())}.";
        }

        if (party.ChangedAt is { } changed)
        {
            yield return $"A block of it last began or ended at {MapText.Time(changed)}.";
        }
    }

    private static string Words(Directions directions) =>
        directions is Directions.Both ? "inbound and outbound"
        : directions is Directions.Inbound ? "inbound"
        : "outbound";

    private static string ReasonOf(Pce.Reaching.ReachReason? reason) =>
        reason is { } known ? Operating.Reading.ReachText.Of(known) : "it has no agent, and without one nothing is enforced";

    private static (ImmutableArray<ExplainedPair> Rows, long LeftOut) RowsOf(Picture picture, Drawing drawing, int ours, int theirs)
    {
        var seen = picture.Seen.ToDictionary(pair => (pair.Party, pair.Workload));
        var workloads = MembersOf(drawing.NodeOfWorkload, ours).ToList();
        var parties = MembersOf(drawing.NodeOfParty, theirs).ToList();
        var pairs = (
            from party in parties
            from workload in workloads
            let of = seen.GetValueOrDefault((party, workload))
            let state = Picture.StateOf(picture.Parties[party], picture.Workloads[workload], of)
            where state is not PairState.Unasked
            orderby of?.Connections ?? 0 descending, state descending
            select new ExplainedPair(
                MapText.Name(picture.Parties[party].Indicator.ToString()),
                picture.Workloads[workload].Name,
                state,
                of?.Connections ?? 0,
                WhyOf(picture.Parties[party], picture.Workloads[workload], of)
            )
        )
            .Take(MostRows)
            .ToImmutableArray();
        var all = drawing.Lines.Where(line => line.Ours == ours && line.Theirs == theirs).Sum(line => line.Pairs);
        return (pairs, Math.Max(0, all - pairs.Length));
    }

    /// <summary>Why the two have the state that they have.</summary>
    private static string WhyOf(RemoteParty party, OurWorkload workload, SeenPair? seen) =>
        Picture.StateOf(party, workload, seen) switch
        {
            PairState.Blocked => $"on the active list {Words(party.Blocked)}, and the workload enforces it",
            PairState.Held => "waits for a person",
            PairState.Allowed => seen!.Detail ?? "the PCE lets it through",
            _ when party.State is EntryState.Unknown => "the PCE could not be read",
            _ when party.Kinds is not BlockKinds.None && !party.IsWhollyListed => "only a part of its block is active",
            _ when party.Kinds is not BlockKinds.None => ObstacleOf(party, workload),
            _ when seen is not null => seen.Detail ?? "the PCE's traffic data do not say that its policy lets it through now",
            _ => $"{MapWords.StateOf(party.State)}",
        };

    private static string ObstacleOf(RemoteParty party, OurWorkload workload) =>
        workload.Obstacles.FirstOrDefault(obstacle => (obstacle.Kinds & party.Kinds) is not BlockKinds.None) is { } obstacle
            ? $"the block does nothing there, or is not proved to: {MapWords.WordOf(obstacle.Reason)}, {ReasonOf(obstacle.Reason)}"
            : "nothing proves that the workload enforces it";

    private static IEnumerable<int> MembersOf(ImmutableArray<int> nodeOf, int node) =>
        Enumerable.Range(0, nodeOf.Length).Where(at => nodeOf[at] == node);

    private static int? IndexOf(ImmutableArray<MapNode> nodes, string? key) =>
        key is null ? null : nodes.Select((node, at) => (node.Key, At: (int?)at)).FirstOrDefault(node => node.Key == key).At;
}

/// <param name="Why">In words; safe to show.</param>
public sealed record ExplainedPair(string Party, string Workload, PairState State, long Connections, string Why);
