using System.Text.RegularExpressions;
using Shield.Cli.Output;
using Shield.Hosting.Settings;

namespace Shield.EndToEndTests.Documents;

/// <summary>What the documents say of the code, held against the code: stale instructions are worse than none.</summary>
public sealed partial class The_documents
{
    [Fact]
    public void Name_every_setting_and_no_other()
    {
        var named = Setting().Matches(Read("docs", "config.md")).Select(row => row.Groups[1].Value).ToHashSet();
        Assert.Equal(SettingKey.All.Select(key => key.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Name_every_exit_code()
    {
        int[] codes = [.. typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!)];
        var named = Code().Matches(Read("docs", "exit-codes.md")).Select(row => int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(codes.Order(), named.Order());
    }

    [Fact]
    public void Introduce_the_house_in_at_most_sixty_lines() => Assert.InRange(Read("AGENTS.md").Split('\n').Length, 1, 61);

    [Fact]
    public void Lead_only_to_files_that_exist()
    {
        string[] documents = [.. Directory.EnumerateFiles(Repository.Root, "*.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)];
        var missing =
            from document in documents
            from Match link in Link().Matches(File.ReadAllText(document))
            let target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value)
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{Path.GetRelativePath(Repository.Root, document)}: {link.Groups[1].Value}";
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("shield")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void Name_scripts_that_can_be_run(string script)
    {
        Assert.Contains(script, Read("AGENTS.md"), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(Path.Combine(Repository.Root, script)) & UnixFileMode.UserExecute) != 0);
    }

    [Fact]
    public void Number_the_decisions_without_a_gap()
    {
        int[] numbers = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "adr"), "0*.md").Select(file => int.Parse(Path.GetFileName(file)[..4], System.Globalization.CultureInfo.InvariantCulture)).Order()];
        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [GeneratedRegex(@"^\| `([A-Za-z]+(?::[A-Za-z0-9<>]+)+)`", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Code();

    /// <summary>Of Markdown, to a file of ours: no scheme, no anchor.</summary>
    [GeneratedRegex(@"\]\(([^):#]+)\)")]
    private static partial Regex Link();
}
