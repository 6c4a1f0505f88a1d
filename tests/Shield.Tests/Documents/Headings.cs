using System.Text.RegularExpressions;

namespace Shield.Tests.Documents;

/// <summary>The anchors that GitHub gives to the headings of a Markdown page.</summary>
internal static partial class Headings
{
    public static HashSet<string> Anchors(string markdown)
    {
        HashSet<string> anchors = [];
        var fence = "";
        foreach (var line in markdown.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (Fence().Match(line) is { Success: true } mark && (fence.Length == 0 || mark.Groups[1].Value == fence))
            {
                fence = fence.Length == 0 ? mark.Groups[1].Value : "";
            }
            else if (fence.Length == 0 && Heading().Match(line) is { Success: true } heading)
            {
                var anchor = AnchorOf(heading.Groups[1].Value);
                var free = anchor;
                for (var n = 1; !anchors.Add(free); n++)
                {
                    free = $"{anchor}-{n}";
                }
            }
        }

        return anchors;
    }

    /// <summary>Lower case; of a link its text; only letters, digits, "_", "-" and spaces stay; each space becomes "-".</summary>
    public static string AnchorOf(string heading) =>
        Dropped().Replace(Link().Replace(heading.Trim(), "$1"), "").ToLowerInvariant().Replace(' ', '-');

    [GeneratedRegex(@"^#{1,6}\s+(.*?)(?:\s+#+)?\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex("^ {0,3}(```|~~~)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}_\- ]")]
    private static partial Regex Dropped();
}
