using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.Hosting.Telemetry;

namespace Shield.Tests.Telemetry;

/// <summary>deploy/grafana asks for the metrics that there are, and for all of them.</summary>
public sealed partial class The_dashboard_for_Grafana
{
    private static ImmutableArray<JsonNode> Panels =>
        [
            .. JsonNode.Parse(File.ReadAllText(RepositoryFolder.Path("deploy", "grafana", "guardduty-shield.json")))!["panels"]!
                .AsArray()
                .OfType<JsonNode>(),
        ];

    private static IEnumerable<string> Expressions =>
        Panels.SelectMany(panel => panel["targets"]!.AsArray()).Select(target => target!["expr"]!.GetValue<string>());

    [Fact]
    public void Asks_for_every_metric_and_for_no_other() =>
        Assert.Equal(
            MetricTable.Rows.Select(row => row.Prometheus).ToImmutableSortedSet(),
            Expressions
                .SelectMany(expression => Name().Matches(expression).Select(name => name.Value))
                .Select(name => name.EndsWith("_bucket", StringComparison.Ordinal) ? name[..^"_bucket".Length] : name)
                .ToImmutableSortedSet()
        );

    [Fact]
    public void Looks_at_times_by_their_buckets_and_at_counters_by_how_they_grow()
    {
        var asked = Expressions.ToList();
        foreach (var row in MetricTable.Rows)
        {
            var suffix = row.Kind is MetricKind.Time ? "_bucket" : "";
            var how = row.Kind switch
            {
                MetricKind.Counter => "(increase|rate)",
                MetricKind.Time => "rate",
                _ => "max( by \\(reason\\) )?",
            };
            Assert.Contains(
                asked,
                expression => Regex.IsMatch(expression, $@"{how}\({row.Prometheus}{suffix}\b", RegexOptions.None, TimeSpan.FromSeconds(1))
            );
        }
    }

    [Fact]
    public void Has_panels_that_do_not_cover_each_other()
    {
        var places = Panels.Select(panel => panel["gridPos"]!).SelectMany(Cells).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.All(places, cell => Assert.InRange(cell.X, 0, 23));
        Assert.Equal(Panels.Length, Panels.Select(panel => panel["id"]!.GetValue<int>()).Distinct().Count());
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place) =>
        from x in Enumerable.Range(place["x"]!.GetValue<int>(), place["w"]!.GetValue<int>())
        from y in Enumerable.Range(place["y"]!.GetValue<int>(), place["h"]!.GetValue<int>())
        select (x, y);

    [GeneratedRegex(@"guarddutyshield_[a-z_]+")]
    private static partial Regex Name();
}
