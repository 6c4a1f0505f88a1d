namespace Shield.Tests.Documents;

/// <summary>Whoever reads code beside code, or a page on half a screen, sees whole lines.</summary>
public sealed class The_sources
{
    private const int Widest = 140;
    private const string TripleQuote = "\"\"\"";

    /// <summary>A table reads as a table: one finding type, one line.</summary>
    private const string Table = "src/Shield.Core/FindingTypes/Rows/";

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("bench")]
    public void Have_no_wider_line_of_code_than_140_columns(string folder) =>
        AssertNone(
            from file in FilesIn(folder, "*.cs")
            where !file.StartsWith(Table, StringComparison.Ordinal)
            from line in CodeOf(file)
            where line.Text.Length > Widest
            select $"{file}:{line.Number}: {line.Text.Length} columns"
        );

    /// <summary>Rows of a table, what is printed or typed (in fences), and an address that stands alone are as long as they are.</summary>
    [Fact]
    public void Have_no_wider_line_of_prose_than_140_columns() =>
        AssertNone(
            from file in FilesIn("docs", "*.md").Concat(["README.md", "AGENTS.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
            where File.Exists(RepositoryFolder.Path(file))
            from line in ProseOf(file)
            where line.Text.Length > Widest && line.Text.Trim('-', ' ').Contains(' ')
            select $"{file}:{line.Number}: {line.Text.Length} columns"
        );

    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory
            .EnumerateFiles(RepositoryFolder.Path(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFolder.Path(), file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<(int Number, string Text)> LinesOf(string file) =>
        File.ReadLines(RepositoryFolder.Path(file)).Select((text, at) => (at + 1, text));

    /// <summary>Without what stands in triple quotes: that is JSON or printed text, which is as long as it is.</summary>
    private static IEnumerable<(int Number, string Text)> CodeOf(string file)
    {
        var isData = false;
        foreach (var line in LinesOf(file))
        {
            var quotes = line.Text.Split(TripleQuote).Length - 1;
            if (!isData && quotes is 0)
            {
                yield return line;
            }

            isData ^= quotes % 2 is 1;
        }
    }

    private static IEnumerable<(int Number, string Text)> ProseOf(string file)
    {
        var isFenced = false;
        foreach (var line in LinesOf(file))
        {
            var isFence = line.Text.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isFenced ^= isFence;
            if (!isFence && !isFenced && !line.Text.StartsWith('|'))
            {
                yield return line;
            }
        }
    }

    private static void AssertNone(IEnumerable<string> wide)
    {
        var all = wide.ToList();
        Assert.True(all is [], $"{all.Count} lines are too wide; break them:\n{string.Join('\n', all.Take(50))}");
    }
}
