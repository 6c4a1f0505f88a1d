using System.Text.RegularExpressions;

namespace Shield.EndToEndTests.Simulator;

/// <summary>The tables of docs/simulator.md that say of each path and each filter what the simulator does.</summary>
internal static partial class DocumentTables
{
    /// <summary>Method, path, state (<c>built</c>, <c>406</c> or <c>404</c>) and source.</summary>
    public static readonly (string Method, string Path, string State, string Source)[] Paths =
    [
        .. from row in PathRow().Matches(Text)
        from method in row.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (method, row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value.Trim()),
    ];

    /// <summary>The collection's path, the parameters that work, those that are refused.</summary>
    public static readonly (string Path, string[] Built, string[] Refused)[] Filters =
    [
        .. from row in FilterRow().Matches(Text) select (row.Groups[1].Value, Names(row.Groups[2].Value), Names(row.Groups[3].Value)),
    ];

    private static string Text => File.ReadAllText(Path.Combine(Repository.Root, "docs", "simulator.md"));

    private static string[] Names(string cell) => [.. Code().Matches(cell).Select(name => name.Groups[1].Value)];

    [GeneratedRegex(@"^\| ((?:GET|POST|PUT|DELETE)[A-Z ]*) \| `([^`]+)` \| (built|406|404) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex PathRow();

    [GeneratedRegex(@"^\| `(/orgs/[^`]+)` \| ([^|]+) \| ([^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex FilterRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
