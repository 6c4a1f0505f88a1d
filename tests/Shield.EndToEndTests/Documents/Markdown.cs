using System.Text.RegularExpressions;

namespace Shield.EndToEndTests.Documents;

/// <summary>The repository's own pages, as GitHub reads them.</summary>
internal static partial class Markdown
{
    private static readonly string[] NotOurs = ["artifacts", ".git", "bin", "obj", "node_modules"];

    public static IReadOnlyList<string> Files() => [.. Under(new DirectoryInfo(Repository.Root))];

    /// <summary>Where its links to this repository lead, with their anchors.</summary>
    public static IReadOnlyList<string> Links(string text) =>
        [
            .. Link()
                .Matches(WithoutCode(text))
                .Select(match => match.Groups[1].Value)
                .Where(link => !link.Contains(':', StringComparison.Ordinal)),
        ];

    /// <summary>What stands between fences, in the order of the page.</summary>
    public static IReadOnlyList<string> Blocks(string text) => [.. Fence().Matches(text).Select(match => match.Groups[1].Value)];

    /// <summary>Of all headings; one that comes twice is counted.</summary>
    public static IReadOnlySet<string> Anchors(string text)
    {
        var seen = new Dictionary<string, int>();
        return Heading()
            .Matches(WithoutFences(text))
            .Select(match => AnchorOf(match.Groups[2].Value))
            .Select(anchor =>
            {
                var before = seen.GetValueOrDefault(anchor);
                seen[anchor] = before + 1;
                return before is 0 ? anchor : $"{anchor}-{before}";
            })
            .ToHashSet();
    }

    /// <summary>The anchors of the headings below the title.</summary>
    public static IReadOnlyList<string> Parts(string text) =>
        [
            .. Heading()
                .Matches(WithoutFences(text))
                .Where(match => match.Groups[1].Value is "##")
                .Select(match => AnchorOf(match.Groups[2].Value)),
        ];

    private static string AnchorOf(string heading) =>
        NotInAnAnchor().Replace(LinkText().Replace(heading, "$1").ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutFences(string text) => Fence().Replace(text, "");

    private static string WithoutCode(string text) => Span().Replace(WithoutFences(text), "code");

    private static IEnumerable<string> Under(DirectoryInfo folder) =>
        folder
            .EnumerateFiles("*.md")
            .Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(below => !NotOurs.Contains(below.Name)).SelectMany(Under));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"^[ ]*```[a-z]*\n(.*?)^[ ]*```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]+`")]
    private static partial Regex Span();

    [GeneratedRegex(@"^(#{1,6}) +(.+?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnAnchor();
}
