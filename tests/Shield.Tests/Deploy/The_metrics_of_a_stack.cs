using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.Hosting.Telemetry;

namespace Shield.Tests.Deploy;

/// <summary>One list of metrics, the table's: what the functions emit, the alarms watch and the dashboard shows.</summary>
public sealed partial class The_metrics_of_a_stack
{
    private const string Ours = "GuardDutyShield";

    private static ImmutableSortedSet<string> Emitted =>
        [.. MetricTable.Rows.Where(row => row.IsInAws).Select(row => row.Metric.ToString())];

    [Fact]
    public async Task Are_all_on_the_dashboard()
    {
        var body = string.Concat(Template.Texts((await Template.ReadAsync())["Resources"]!["Dashboard"]!["Properties"]!["DashboardBody"]!));
        // What CloudFormation fills in stands in texts; any will do.
        var shown = JsonNode.Parse(Reference().Replace(body, "x"))!["widgets"]!
            .AsArray()
            .Where(widget => widget!["type"]!.GetValue<string>() is "metric")
            .SelectMany(widget => Shown(widget!["properties"]!["metrics"]!.AsArray()))
            .ToList();

        Assert.NotEmpty(Emitted);
        Assert.Equal(Emitted, shown.Where(metric => metric.Namespace is Ours).Select(metric => metric.Name).ToImmutableSortedSet());
        Assert.All(shown.Where(metric => metric.Namespace is Ours), metric => Assert.Equal("Stack", metric.Dimension));
    }

    [Fact]
    public async Task Are_watched_by_alarms_that_say_what_to_do()
    {
        var page = await File.ReadAllTextAsync(RepositoryFolder.Path("docs", "aws.md"));
        var resources = (await Template.ReadAsync())["Resources"]!;
        // Whose alarm the topic does not let in is heard by nobody.
        var told = Template.Texts(resources["AlarmsPolicy"]).ToList();
        var alarms = resources
            .AsObject()
            .Where(resource => resource.Value!["Type"]!.GetValue<string>() is "AWS::CloudWatch::Alarm")
            .ToList();
        Assert.Equal(11, alarms.Count);
        Assert.All(
            alarms,
            alarm =>
            {
                var properties = alarm.Value!["Properties"]!;
                var space = properties["Namespace"]!.GetValue<string>();
                var ours = space is Ours;
                Assert.Equal(
                    ours ? "Stack"
                        : space is "AWS/Lambda" ? "FunctionName"
                        : "QueueName",
                    properties["Dimensions"]![0]!["Name"]!.GetValue<string>()
                );
                Assert.True(!ours || Emitted.Contains(properties["MetricName"]!.GetValue<string>()), alarm.Key);

                var name = string.Concat(Template.Texts(properties["AlarmName"]));
                var anchor = Anchor().Match(properties["AlarmDescription"]!.GetValue<string>()).Groups[1].Value;
                Assert.EndsWith($"-{anchor}", name, StringComparison.Ordinal);
                Assert.Contains(told, text => text.EndsWith($":alarm:${{AWS::StackName}}-{anchor}", StringComparison.Ordinal));
                Assert.Contains(
                    $"\n### {char.ToUpperInvariant(anchor[0])}{anchor[1..].Replace('-', ' ')}\n",
                    page,
                    StringComparison.Ordinal
                );
            }
        );
    }

    [Fact]
    public async Task Of_a_member_are_watched_too_where_findings_could_not_be_forwarded()
    {
        var resources = (await Template.ReadMemberAsync())["Resources"]!;
        var alarm = resources["UndeliveredAlarm"]!["Properties"]!;

        Assert.Equal("Undelivered", alarm["Dimensions"]![0]!["Value"]!["Fn::GetAtt"]![0]!.GetValue<string>());
        Assert.Contains("docs/aws.md#undelivered", alarm["AlarmDescription"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(
            "\n### Undelivered\n",
            await File.ReadAllTextAsync(RepositoryFolder.Path("docs", "aws.md")),
            StringComparison.Ordinal
        );
    }

    /// <summary>A row of a widget repeats what stands above it by a dot, and all of it by three.</summary>
    private static IEnumerable<(string Namespace, string Name, string Dimension)> Shown(JsonArray rows)
    {
        string[] above = [];
        foreach (
            var row in rows.Select(row =>
                row!.AsArray().Where(cell => cell is JsonValue).Select(cell => cell!.GetValue<string>()).ToArray()
            )
        )
        {
            if (row is [])
            {
                continue;
            }

            above = row is ["..."] ? above : [.. row.Select((cell, index) => cell is "." ? above[index] : cell)];
            yield return (above[0], above[1], above[2]);
        }
    }

    [GeneratedRegex(@"\$\{[^}]+\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"docs/aws\.md#([a-z-]+)$")]
    private static partial Regex Anchor();
}
