using System.Text.RegularExpressions;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Doctor;

namespace Shield.EndToEndTests.Documents;

/// <summary>What the documents say of the code, held against the code: stale instructions are worse than none.</summary>
public sealed partial class The_documents
{
    [Fact]
    public void Name_every_setting_and_no_other()
    {
        var named = Setting().Matches(Read("docs", "config.md")).Select(row => row.Groups[1].Value).ToHashSet();
        Assert.Equal(SettingTable.All.Select(key => key.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Name_every_exit_code()
    {
        int[] codes = [.. typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!)];
        var named = Code()
            .Matches(Read("docs", "exit-codes.md"))
            .Select(row => int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(codes.Order(), named.Order());
    }

    [Fact]
    public void Introduce_the_repository_in_at_most_110_lines() => Assert.InRange(Read("AGENTS.md").TrimEnd().Split('\n').Length, 1, 110);

    [Fact]
    public void Fit_their_first_page_on_eighty_lines() => Assert.InRange(Read("README.md").TrimEnd().Split('\n').Length, 1, 80);

    [Fact]
    public void Lead_only_to_files_and_headings_that_exist()
    {
        var headings = Markdown.Files().ToDictionary(file => file, file => Markdown.Anchors(File.ReadAllText(file)));
        Assert.NotEmpty(headings);
        Assert.Empty(
            from file in headings.Keys
            from link in Markdown.Links(File.ReadAllText(file))
            let path = link.Split('#')[0]
            let target = path.Length is 0
                ? file
                : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, Uri.UnescapeDataString(path)))
            let anchor = link.Contains('#', StringComparison.Ordinal) ? link.Split('#')[1] : null
            where
                !(File.Exists(target) || Directory.Exists(target))
                || (anchor is not null && headings.TryGetValue(target, out var there) && !there.Contains(anchor))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {link}"
        );
    }

    [Fact]
    public void Are_all_in_the_index()
    {
        var index = Markdown.Links(Read("docs", "README.md")).Select(link => link.Split('#')[0]).ToHashSet();
        var pages = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Select(file => Path.GetFileName(file)!)
            .Order(StringComparer.Ordinal);
        Assert.Equal(pages.Where(page => page is not "README.md"), pages.Where(index.Contains));
    }

    /// <summary>Two screens are eighty lines. What has one part only has no contents.</summary>
    [Fact]
    public void Begin_with_their_contents_where_they_are_long() =>
        Assert.Empty(
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            let text = File.ReadAllText(file)
            let parts = Markdown.Parts(text)
            where text.Split('\n').Length > 80 && parts.Count > 1
            let contents = Markdown.Links(
                string.Join('\n', text.Split('\n').TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)))
            )
            from part in parts
            where !contents.Contains($"#{part}")
            select $"{Path.GetFileName(file)} does not begin with a link to #{part}"
        );

    [Fact]
    public void Say_in_one_way_what_the_key_needs()
    {
        Assert.Contains(
            $"{RightsText.Needed}.",
            Read("docs", "rights.md").Replace("\n> ", " ", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(Path.Combine(Repository.Root, RightsText.Page)));
        foreach (
            var page in (string[][])
                [
                    ["README.md"],
                    ["SECURITY.md"],
                    ["docs", "first-use.md"],
                    ["docs", "aws.md"],
                    ["docs", "troubleshooting.md"],
                    ["docs", "doctor.md"],
                ]
        )
        {
            Assert.Contains(Markdown.Links(Read(page)), link => link.EndsWith("rights.md", StringComparison.Ordinal));
        }

        // Roles are named on that page alone, among the facts, and in the history of changes.
        Assert.Empty(
            from file in Markdown.Files()
            where Path.GetFileName(file) is not ("rights.md" or "pce.md" or "CHANGELOG.md" or "simulator.md")
            where Role().IsMatch(File.ReadAllText(file))
            select Path.GetRelativePath(Repository.Root, file)
        );
    }

    [Fact]
    public void Name_one_license()
    {
        const string license = "Apache-2.0";
        Assert.Contains($"SPDX-License-Identifier: {license}", Read("LICENSE"), StringComparison.Ordinal);
        Assert.Contains(
            $"<PackageLicenseExpression>{license}</PackageLicenseExpression>",
            Read("Directory.Build.props"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("shield")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void Name_scripts_that_can_be_run(string script)
    {
        Assert.Contains(script, Read("AGENTS.md"), StringComparison.Ordinal);
        Assert.True(
            OperatingSystem.IsWindows() || (File.GetUnixFileMode(Path.Combine(Repository.Root, script)) & UnixFileMode.UserExecute) != 0
        );
    }

    [Fact]
    public void Number_the_decisions_without_a_gap()
    {
        int[] numbers =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "docs", "adr"), "0*.md")
                .Select(file => int.Parse(Path.GetFileName(file)[..4], System.Globalization.CultureInfo.InvariantCulture))
                .Order(),
        ];
        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [GeneratedRegex(@"^\| `([A-Za-z]+(?::[A-Za-z0-9<>]+)+)`", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"Global (Administrator|Organization Owner|Viewer|Read Only)|Ruleset (Manager|Provisioner)")]
    private static partial Regex Role();
}
