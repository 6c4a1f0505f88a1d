using System.Text.RegularExpressions;
using Shield.Core.Telling;

namespace Shield.Tests.Documents;

/// <summary>
/// docs/runbook.md says what to do about whatever Shield tells: a kind of news, a problem of <c>status</c> or an alarm that it does not
/// have costs somebody a night.
/// </summary>
public sealed partial class The_runbook
{
    [Fact]
    public void Has_an_entry_for_each_kind_of_news() =>
        Assert.Equal(
            NewsKinds.All.Select(kind => kind.ToWord()).Order(StringComparer.Ordinal),
            KindHeading().Matches(Part("News")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Says_of_each_kind_what_it_means_how_urgent_it_is_what_to_do_and_when_it_is_over() =>
        Assert.All(
            Part("News").Split("\n### ")[1..],
            entry =>
                Assert.All(
                    (string[])["Means", "Urgent", "Do", "Over when"],
                    word => Assert.Contains($"\n- **{word}**", entry, StringComparison.Ordinal)
                )
        );

    [Fact]
    public void Leads_to_each_alarm_of_the_stack()
    {
        var aws = Read("docs", "aws.md");
        var alarms = aws[aws.IndexOf("\n## Alarms", StringComparison.Ordinal)..aws.IndexOf("\n## Metrics", StringComparison.Ordinal)];
        var anchors = Heading().Matches(alarms).Select(match => match.Groups[1].Value.ToLowerInvariant().Replace(' ', '-')).ToList();
        Assert.NotEmpty(anchors);
        Assert.All(anchors, anchor => Assert.Contains($"(aws.md#{anchor})", Part("Alarms in AWS"), StringComparison.Ordinal));
    }

    /// <summary>By the words of the program: a row for each problem that status can name, in the same words.</summary>
    [Fact]
    public void Has_a_row_for_each_problem_that_status_names()
    {
        var source = Read("src", "Shield.Operating", "Status", "StatusProblems.cs");
        var rows = Row().Matches(Part("What status names")).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(Told().Count(source), rows.Count);
        Assert.All(rows, row => Assert.Contains(row, source, StringComparison.Ordinal));
    }

    [Fact]
    public void Has_a_row_for_each_beginning_of_a_problem_of_readyz()
    {
        var rows = Part("What readyz names");
        var source = Read("src", "Shield.Service", "Health", "HealthEndpoints.cs");
        var begins = Beginning().Matches(source).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains("ledger:", begins);
        Assert.All(
            (string[])[.. begins, "webhook:", "folder:", "queue:", "export:"],
            word => Assert.Contains($"| `{word}", rows, StringComparison.Ordinal)
        );
    }

    private static string Part(string heading)
    {
        var text = Read("docs", "runbook.md");
        var from = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, heading);
        var to = text.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        return text[from..(to < 0 ? text.Length : to)];
    }

    private static string Read(params string[] path) => File.ReadAllText(RepositoryFolder.Path(path));

    [GeneratedRegex("^### `([a-z-]+)`$", RegexOptions.Multiline)]
    private static partial Regex KindHeading();

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^\\| `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>A call that makes a problem, of the words for it; not their definition.</summary>
    [GeneratedRegex(@"\b(?:Bad|Warning)\(\s*\$""")]
    private static partial Regex Told();

    [GeneratedRegex(@"\$""([a-z]+:) \{")]
    private static partial Regex Beginning();
}
