using System.Globalization;
using Shield.Core.Planning.Pce;
using Shield.Pce.Reaching;

namespace Shield.Console.Map;

/// <summary>The sentences of the map.</summary>
internal static class MapWords
{
    private const int MostShown = 3;

    /// <summary>What stands below a node's name.</summary>
    public static string DetailOf(MapNode node) =>
        node.Kind switch
        {
            NodeKind.Workload => ModeOf(node.Modes[0].Mode),
            NodeKind.AppGroup => $"{MapText.Workloads(node.Count)}: {ModesOf(node)}",
            NodeKind.Party => StateOf(node.States[0].State),
            NodeKind.PartyGroup => $"{MapText.Parties(node.Count)}: {StatesOf(node)}",
            _ when node.States.IsEmpty => ModesOf(node),
            _ => StatesOf(node),
        };

    /// <summary>Null where every block that is judged is enforced.</summary>
    public static string? MarkOf(MapNode node) =>
        node.Marks.IsEmpty ? null
        : node.Kind is NodeKind.Workload ? $"Not every block is enforced: {WordOf(node.Marks[0].Reason)}"
        : $"Not every block is enforced on {node.Marked} of {node.Count}: "
            + string.Join(", ", node.Marks.Take(MostShown).Select(mark => $"{mark.Workloads} {WordOf(mark.Reason)}"))
            + (node.Marks.Length > MostShown ? ", …" : "");

    public static string WordOf(ReachReason? reason) => reason?.ToWord() ?? "unmanaged";

    public static string ModeOf(string? mode) =>
        mode switch
        {
            null => "enforcement mode not told",
            "visibility_only" => "visibility only",
            "full" => "full enforcement",
            "selective" => "selective enforcement",
            _ => mode,
        };

    public static string StateOf(EntryState? state) =>
        state switch
        {
            EntryState.Active => "blocked",
            EntryState.Held => "held for a person",
            EntryState.Pending => "not blocked yet",
            EntryState.Listed => "listed, effect not known",
            EntryState.Releasing => "being released",
            EntryState.Ignored => "ignored",
            EntryState.Ended => "block ended",
            EntryState.Unknown => "not known",
            null => "no finding names it",
        };

    public static string SeenOf(long seen, bool hasTraffic) =>
        hasTraffic ? MapText.Count(seen, "connection", "connections") : MapText.Count(seen, "sighting", "sightings");

    /// <summary>One line in words, for a tooltip.</summary>
    public static string Of(MapLine line, Drawing drawing, bool hasTraffic) =>
        $"{PairStateWords.Of(line.State)}: {drawing.Theirs[line.Theirs].Text} and {drawing.Ours[line.Ours].Text}, "
        + $"{MapText.Count(line.Pairs, "pair", "pairs")}, {SeenOf(line.Seen, hasTraffic)}";

    public static string Percent(double share) => share.ToString("0.###", CultureInfo.InvariantCulture);

    private static string ModesOf(MapNode node) =>
        string.Join(", ", node.Modes.Take(MostShown).Select(mode => $"{mode.Count} {ModeOf(mode.Mode)}"));

    private static string StatesOf(MapNode node) =>
        string.Join(", ", node.States.Take(MostShown).Select(state => $"{state.Count} {StateOf(state.State)}"));
}
