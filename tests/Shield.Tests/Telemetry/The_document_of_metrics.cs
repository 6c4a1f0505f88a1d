using System.Text;
using Shield.Hosting.Telemetry;

namespace Shield.Tests.Telemetry;

/// <summary>
/// The table in docs/metrics.md is made from the table in the code. To write it anew:
/// <c>SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_document_of_metrics'</c>.
/// </summary>
public sealed class The_document_of_metrics
{
    private const string Begin =
        "<!-- Made from src/Shield.Hosting/Telemetry/MetricTable.cs. Do not edit: change a row, then run\n"
        + "     SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_document_of_metrics' -->\n";

    private const string End = "<!-- The end of what is made. -->\n";

    private static readonly string File = RepositoryFolder.Path("docs", "metrics.md");

    [Fact]
    public void Says_what_the_table_says()
    {
        var document = System.IO.File.ReadAllText(File);
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && begin < end, "docs/metrics.md has no part that is made from the table");
        var made = document[..(begin + Begin.Length)] + Table() + document[end..];
        if (Environment.GetEnvironmentVariable("SHIELD_WRITE_DOCS") is "1")
        {
            System.IO.File.WriteAllText(File, made);
        }

        Assert.Equal(made, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Has_a_row_for_each_metric_in_the_order_of_their_names_in_the_code() =>
        Assert.Equal(Enum.GetValues<Metric>(), MetricTable.Rows.Select(row => row.Metric));

    private static string Table()
    {
        var text = new StringBuilder("\n| CloudWatch | Prometheus | unit | meaning |\n|---|---|---|---|\n");
        foreach (var row in MetricTable.Rows)
        {
            text.Append($"| {(row.IsInAws ? $"`{row.Metric}`" : "-")} | `{row.Prometheus}` | {Unit(row)} | {row.Meaning} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Unit(MetricRow row) =>
        row.Unit switch
        {
            MetricUnit.Milliseconds => "ms; Prometheus: s",
            MetricUnit.Seconds => "s",
            MetricUnit.Percent => "percent",
            _ => "count",
        };
}
