using System.Text.RegularExpressions;

namespace Shield.Tests.Documents;

/// <summary>
/// Places that send a reader to a document of ours: a comment or a message that cites a page of <c>docs/</c>, perhaps with a heading, and
/// a row of docs/simulator.md that cites a numbered fact of docs/pce.md.
/// </summary>
public sealed partial class Citations
{
    private static readonly string[] Rooms = ["src", "tests", "docs", "bench", "deploy", "samples"];

    private static readonly string[] Endings =
    [
        ".cs",
        ".csproj",
        ".json",
        ".jsonl",
        ".md",
        ".props",
        ".py",
        ".sh",
        ".sql",
        ".targets",
        ".tf",
        ".txt",
        ".xml",
        ".yaml",
        ".yml",
        "",
    ];

    private static readonly Lazy<(string From, string Page, string Anchor)[]> Cited = new(() => [.. Find()]);

    [Fact]
    public void Name_pages_that_exist() =>
        AssertNone(
            from citation in Cited.Value
            where !File.Exists(RepositoryFolder.Path(citation.Page))
            select $"{citation.From}: {citation.Page} does not exist"
        );

    [Fact]
    public void Name_headings_that_their_pages_have()
    {
        var anchors = Cited
            .Value.Select(citation => citation.Page)
            .Distinct()
            .Where(page => File.Exists(RepositoryFolder.Path(page)))
            .ToDictionary(page => page, page => Headings.Anchors(File.ReadAllText(RepositoryFolder.Path(page))));

        AssertNone(
            from citation in Cited.Value
            where citation.Anchor.Length > 0 && anchors.TryGetValue(citation.Page, out var had) && !had.Contains(citation.Anchor)
            select $"{citation.From}: {citation.Page} has no heading #{citation.Anchor}"
        );
    }

    /// <summary>Such as the notes of somebody who wrote the code: whoever reads the comment cannot open them.</summary>
    [Fact]
    public void Name_no_document_that_the_repository_does_not_have()
    {
        var documents = Directory
            .EnumerateFiles(RepositoryFolder.Path(), "*.md")
            .Concat(Rooms.SelectMany(room => Directory.EnumerateFiles(RepositoryFolder.Path(room), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetFileName(file))
            .ToHashSet();

        AssertNone(
            from file in Files()
            where Relative(file).StartsWith("src/", StringComparison.Ordinal)
            from Match name in Document().Matches(File.ReadAllText(file))
            where !documents.Contains(name.Value)
            select $"{Relative(file)}: {name.Value} is not in the repository"
        );
    }

    [Fact]
    public void Name_decisions_that_exist()
    {
        string[] numbers = [.. Directory.EnumerateFiles(RepositoryFolder.Path("docs", "adr")).Select(file => Path.GetFileName(file)[..4])];
        AssertNone(
            from file in Files()
            from Match decision in Decision().Matches(File.ReadAllText(file))
            where !numbers.Contains(decision.Groups[1].Value)
            select $"{Relative(file)}: {decision.Value} does not exist"
        );
    }

    [Fact]
    public void Of_facts_name_the_section_that_has_the_fact()
    {
        var facts = Facts(File.ReadAllText(RepositoryFolder.Path("docs", "pce.md")));
        var cited = FactLink().Matches(File.ReadAllText(RepositoryFolder.Path("docs", "simulator.md")));

        Assert.NotEmpty(cited);
        AssertNone(
            from Match link in cited
            where !facts.Contains((link.Groups[1].Value, link.Groups[2].Value))
            select $"docs/simulator.md: {link.Value} is no fact of that section"
        );
    }

    [Theory]
    [InlineData("pce.md")]
    [InlineData("guardduty.md")]
    public void Go_by_facts_that_are_numbered_without_a_gap_in_their_section(string page)
    {
        var expected = "0.0";
        foreach (var (fact, anchor) in Facts(File.ReadAllText(RepositoryFolder.Path("docs", page))))
        {
            var section = anchor.Split('-')[0];
            expected = expected.Split('.')[0] == section ? Next(expected) : $"{section}.1";
            Assert.Equal(expected, fact);
        }

        Assert.NotEqual("0.0", expected);

        static string Next(string fact) =>
            $"{fact.Split('.')[0]}.{int.Parse(fact.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture) + 1}";
    }

    [Fact]
    public void Are_found_in_every_room_that_cites() =>
        Assert.All(
            [
                "src/Shield.Core/",
                "src/Shield.Pce/",
                "src/Shield.PceSimulator/",
                "src/Shield.Operating/",
                "src/Shield.Cli/",
                "tests/",
                "deploy/",
            ],
            room => Assert.Contains(Cited.Value, citation => citation.From.StartsWith(room, StringComparison.Ordinal))
        );

    /// <summary>With every fault in the message, which <c>Assert.Empty</c> would cut.</summary>
    private static void AssertNone(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults);
        Assert.True(all.Length == 0, all);
    }

    private static IEnumerable<(string From, string Page, string Anchor)> Find() =>
        from file in Files()
        from line in File.ReadLines(file).Select((text, i) => (text, number: i + 1))
        from Match match in Citation().Matches(line.text)
        select ($"{Relative(file)}:{line.number}", match.Groups[1].Value, match.Groups[2].Value);

    private static IEnumerable<string> Files() =>
        from room in Rooms
        from file in Directory.EnumerateFiles(RepositoryFolder.Path(room), "*", SearchOption.AllDirectories)
        where Endings.Contains(Path.GetExtension(file)) && !Relative(file).Split('/').Any(part => part is "bin" or "obj")
        select file;

    /// <summary>The numbered facts of a page, each with the anchor of its section.</summary>
    private static List<(string Fact, string Anchor)> Facts(string markdown)
    {
        List<(string, string)> facts = [];
        var anchor = "";
        foreach (var line in markdown.Split('\n'))
        {
            anchor = line.StartsWith("## ", StringComparison.Ordinal) ? Headings.AnchorOf(line[3..]) : anchor;
            if (Fact().Match(line) is { Success: true } fact)
            {
                facts.Add((fact.Groups[1].Value, anchor));
            }
        }

        return facts;
    }

    private static string Relative(string file) => Path.GetRelativePath(RepositoryFolder.Path(), file).Replace('\\', '/');

    /// <summary>Not inside a longer path or a URL: <c>https://example.com/docs/a.md</c> is somebody else's page.</summary>
    [GeneratedRegex(@"(?<![\w/.\-])(?:\.\./)*(docs/[\w./\-]+?\.md)\b(?:#([\w\-]+))?")]
    private static partial Regex Citation();

    [GeneratedRegex(@"(?<![\w.\-])[\w\-]+\.md\b")]
    private static partial Regex Document();

    [GeneratedRegex(@"(?<![\w/.\-])(?:\.\./)*docs/adr/(\d{4})")]
    private static partial Regex Decision();

    [GeneratedRegex(@"\[(\d+\.\d+)\]\(pce\.md#([\w\-]+)\)")]
    private static partial Regex FactLink();

    [GeneratedRegex(@"^- \*\*(\d+\.\d+)\*\*")]
    private static partial Regex Fact();
}
