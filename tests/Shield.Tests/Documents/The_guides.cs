using System.Globalization;
using System.Text.RegularExpressions;

namespace Shield.Tests.Documents;

/// <summary>
/// AGENTS.md and CONTRIBUTING.md, which tell a newcomer where things are, and docs/laws.md, which comments cite by number. A path that
/// leads nowhere costs a newcomer more than no path.
/// </summary>
public sealed partial class The_guides
{
    private static readonly string[] Pages = ["AGENTS.md", "CONTRIBUTING.md"];

    private static readonly string[] Folders = ["src", "tests", "docs", "bench", "deploy"];

    /// <summary>Made by a build, so a fresh clone does not have it.</summary>
    private const string Built = "artifacts";

    [Fact]
    public void Name_paths_that_exist() =>
        AssertNone(
            from page in Pages
            from path in PathsIn(Read(page))
            where path.Split('/')[0] is not Built && !Exists(path)
            select $"{page}: {path} does not exist"
        );

    /// <summary>Without this, a pattern that finds no path would let every page pass.</summary>
    [Theory]
    [InlineData("AGENTS.md", "src/Shield.Core/Planning/Desired/DesiredEntries.cs")]
    [InlineData("AGENTS.md", ".ci/run")]
    [InlineData("AGENTS.md", "src/Shield.Core")]
    [InlineData("AGENTS.md", "docs/laws.md")]
    [InlineData("CONTRIBUTING.md", "src/Shield.Core/FindingTypes/Rows/Ec2Types.cs")]
    [InlineData("CONTRIBUTING.md", "tests/Shield.EndToEndTests/Cases")]
    [InlineData("CONTRIBUTING.md", "./test")]
    public void Are_searched_for_paths_in_text_code_and_links(string page, string path) => Assert.Contains(path, PathsIn(Read(page)));

    [Fact]
    public void Name_projects_that_exist()
    {
        var projects = Directory
            .EnumerateFiles(RepositoryFolder.Path(), "Shield.*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .ToHashSet();
        AssertNone(
            from page in Pages
            from Match name in Project().Matches(Read(page))
            where !projects.Contains(name.Value)
            select $"{page}: there is no project {name.Value}"
        );
    }

    [Fact]
    public void Name_every_project_and_every_room_of_Core()
    {
        var paths = PathsIn(Read("AGENTS.md")).ToHashSet();
        AssertNone(
            from folder in Directory
                .EnumerateDirectories(RepositoryFolder.Path("src"))
                .Concat(Directory.EnumerateDirectories(RepositoryFolder.Path("src", "Shield.Core")))
            let path = Relative(folder)
            where IsSource(folder) && !paths.Contains(path)
            select $"AGENTS.md does not name {path}"
        );
    }

    [Fact]
    public void List_the_laws_by_number_without_a_gap()
    {
        var laws = Laws();
        Assert.NotEmpty(laws);
        Assert.Equal(Enumerable.Range(1, laws.Length), laws);
    }

    [Fact]
    public void List_every_law_that_is_cited()
    {
        var laws = Laws();
        var cited = Cited().ToList();
        Assert.Contains(cited, one => one.From.StartsWith("src/", StringComparison.Ordinal));
        Assert.Contains(cited, one => one.From.StartsWith("tests/", StringComparison.Ordinal));
        AssertNone(
            from one in cited
            where !laws.Contains(one.Law)
            select $"{one.From} cites law {one.Law}, which docs/laws.md does not have"
        );
    }

    [Theory]
    [InlineData("(law 6)", 6)]
    [InlineData("Laws 2, 3 and 13: whatever", 2, 3, 13)]
    [InlineData("off (laws 5 and\n    /// 9).", 5, 9)]
    [InlineData("Law_5_and_6_hold_for", 5, 6)]
    [InlineData("nor law 15. Of 3 lists")]
    public void Find_the_laws_that_a_text_cites(string text, params int[] laws) => Assert.Equal(laws is [] ? [15] : laws, LawsIn(text));

    [Fact]
    public void Name_for_each_law_test_classes_that_exist()
    {
        var tests = Files("tests", ".cs").Select(file => Path.GetFileName(file).Split('.')[0]).ToHashSet();
        var proofs = Read("docs/laws.md").Split('\n').Where(line => line.StartsWith("- *Proved by:*", StringComparison.Ordinal)).ToList();

        Assert.Equal(Laws().Length, proofs.Count);
        Assert.All(proofs, line => Assert.NotEmpty(Span().Matches(line)));
        AssertNone(
            from line in proofs
            from Match name in Span().Matches(line)
            where !tests.Contains(name.Groups[1].Value)
            select $"docs/laws.md: there is no test class {name.Groups[1].Value}"
        );
    }

    /// <summary>The link of a page, and what looks like a path in its text, its code and its commands.</summary>
    private static IEnumerable<string> PathsIn(string text) =>
        PathText().Matches(text).Select(match => match.Value.TrimEnd('/', '.')).Distinct();

    /// <summary>
    /// A decision may be cited by its number alone, as in docs/adr/0004. A name without a folder is a file of the root, or one that
    /// every folder of a kind has, such as the findings.json of a golden case.
    /// </summary>
    private static bool Exists(string path)
    {
        var full = RepositoryFolder.Path(path.Split('/'));
        return File.Exists(full)
            || Directory.Exists(full)
            || (
                !path.Contains('/', StringComparison.Ordinal)
                && Folders.SelectMany(folder => Files(folder, Path.GetExtension(path))).Any(file => Path.GetFileName(file) == path)
            )
            || (
                DecisionNumber().IsMatch(path)
                && Directory.EnumerateFiles(Path.GetDirectoryName(full)!, Path.GetFileName(full) + "-*.md").Any()
            );
    }

    private static int[] Laws() =>
        [.. LawHeading().Matches(Read("docs/laws.md")).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    private static IEnumerable<(string From, int Law)> Cited() =>
        from folder in Folders
        from file in Files(folder, ".cs", ".md", ".sh", ".yaml")
        where Path.GetFileName(file) is not "The_guides.cs"
        from law in LawsIn(File.ReadAllText(file))
        select (Relative(file), law);

    private static IEnumerable<int> LawsIn(string text) =>
        from Match citation in LawCitation().Matches(text)
        from Match number in Number().Matches(citation.Value)
        select int.Parse(number.Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Files(string folder, params string[] endings) =>
        Directory
            .EnumerateFiles(RepositoryFolder.Path(folder), "*", SearchOption.AllDirectories)
            .Where(file => endings.Contains(Path.GetExtension(file)) && !Relative(file).Split('/').Any(part => part is "bin" or "obj"));

    private static bool IsSource(string folder) =>
        Path.GetFileName(folder) is not ("bin" or "obj") && Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any();

    private static string Read(string page) => File.ReadAllText(RepositoryFolder.Path(page.Split('/')));

    private static string Relative(string path) => Path.GetRelativePath(RepositoryFolder.Path(), path).Replace('\\', '/');

    /// <summary>With every fault in the message, which <c>Assert.Empty</c> would cut.</summary>
    private static void AssertNone(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults);
        Assert.True(all.Length == 0, all);
    }

    /// <summary>
    /// Two or more parts with slashes between them, or the name of a file by its ending: at the start of a line or after a space, a
    /// backtick, a bracket or a quote.
    /// </summary>
    [GeneratedRegex(
        @"(?<=^|[\s`(""'])(?:[\w.\-]+/[\w.\-/]*[\w/]|[\w\-]+\.(?:cs|json|md|slnx|txt)(?=[\s`),.:;#]))(?![\w*])",
        RegexOptions.Multiline
    )]
    private static partial Regex PathText();

    [GeneratedRegex(@"\bShield\.[A-Z]\w*")]
    private static partial Regex Project();

    [GeneratedRegex(@"^docs/adr/\d{4}$")]
    private static partial Regex DecisionNumber();

    [GeneratedRegex(@"^## (\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex LawHeading();

    /// <summary>Numbers after a comma or "and" belong to it too, also where a comment goes on in the next line.</summary>
    [GeneratedRegex(@"(?<![A-Za-z])[Ll]aws?[ _]\d+(?:(?:,|[ _]and(?![a-z]))[\s/_]*\d+)*")]
    private static partial Regex LawCitation();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();
}
