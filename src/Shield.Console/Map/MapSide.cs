using System.Collections.Immutable;

namespace Shield.Console.Map;

/// <summary>The nodes of one side, and who is in which.</summary>
/// <param name="NodeOf">By member; -1 where it is not shown.</param>
internal sealed record MapSide(ImmutableArray<MapNode> Nodes, ImmutableArray<int> NodeOf)
{
    /// <summary>No group has this name: text from outside has no line breaks any more where it becomes a key.</summary>
    public const string RestKey = "\n";

    /// <param name="count">How many members there are.</param>
    /// <param name="isShown">Whether a member is shown at all.</param>
    /// <param name="keyOf">Those with the same key share a node.</param>
    /// <param name="nodeOf">Makes a node of its members; true for the last one, of all that have none of their own.</param>
    /// <param name="orderOf">By what nodes are ordered that there is room for: small texts first, then the largest.</param>
    public static MapSide Of(
        int count,
        Func<int, bool> isShown,
        Func<int, string> keyOf,
        Func<List<int>, bool, MapNode> nodeOf,
        Func<List<int>, string> orderOf
    )
    {
        var groups = Enumerable
            .Range(0, count)
            .Where(isShown)
            .GroupBy(keyOf, StringComparer.Ordinal)
            .Select(members => members.ToList())
            .Select(members => (Members: members, Node: nodeOf(members, false)))
            .OrderByDescending(group => group.Node.Count)
            .ThenByDescending(group => group.Node.Seen)
            .ThenByDescending(group => group.Node.Marked)
            .ThenBy(group => group.Node.Key, StringComparer.Ordinal)
            .ToList();
        var room = groups.Count <= Drawing.MostNodes ? groups.Count : Drawing.MostNodes - 1;
        var drawn = groups
            .Take(room)
            .OrderBy(group => orderOf(group.Members), StringComparer.Ordinal)
            .ThenByDescending(group => group.Node.Count)
            .ThenByDescending(group => group.Node.Seen)
            .ThenBy(group => group.Node.Text, StringComparer.Ordinal)
            .ToList();
        if (groups.Skip(room).SelectMany(group => group.Members).ToList() is [_, ..] rest)
        {
            drawn.Add((rest, nodeOf(rest, true)));
        }

        var nodes = Enumerable.Repeat(-1, count).ToArray();
        for (var node = 0; node < drawn.Count; node++)
        {
            foreach (var member in drawn[node].Members)
            {
                nodes[member] = node;
            }
        }

        return new MapSide([.. drawn.Select(group => group.Node)], [.. nodes]);
    }
}
