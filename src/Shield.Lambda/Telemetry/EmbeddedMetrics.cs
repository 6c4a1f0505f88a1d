using System.Buffers;
using System.Text;
using System.Text.Json;
using Shield.Hosting.Telemetry;

namespace Shield.Lambda.Telemetry;

/// <summary>
/// The figures of one invocation, as lines of CloudWatch's embedded metric format: they cost no call, and come with the logs
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
public sealed class EmbeddedMetrics(string stack) : IMeasures
{
    private const string Namespace = "GuardDutyShield";

    /// <summary>The format's own limit of values for one metric in one line.</summary>
    private const int MostValues = 100;

    private readonly Dictionary<Metric, List<double>> _values = [];
    private SortedDictionary<string, int> _ignoredByReason = new(StringComparer.Ordinal);

    /// <summary>Nothing of zero is counted: a metric is charged for each hour in which it is sent.</summary>
    public void Add(Metric metric, double value)
    {
        if (value is 0 && metric.Row.Unit is MetricUnit.Count)
        {
            return;
        }

        var values = _values.TryGetValue(metric, out var known) ? known : _values[metric] = [];
        if (values is [] || metric.Row.Kind is MetricKind.Time)
        {
            values.Add(value);
        }
        else
        {
            values[0] = metric.Row.Kind is MetricKind.Counter ? values[0] + value : value;
        }
    }

    public void SetIgnored(IReadOnlyDictionary<string, int> byReason) =>
        _ignoredByReason = new(byReason.ToDictionary(), StringComparer.Ordinal);

    /// <summary>A line for all figures, and more where there are too many values for one; one for each reason.</summary>
    public IEnumerable<string> ToLines(DateTimeOffset at)
    {
        var most = _values.Values.Select(values => values.Count).DefaultIfEmpty().Max();
        for (var start = 0; start < most; start += MostValues)
        {
            var part = _values
                .Where(pair => pair.Value.Count > start)
                .Select(pair => (pair.Key, Values: pair.Value.Skip(start).Take(MostValues).ToArray()));
            yield return Line(at, reason: null, [.. part]);
        }

        foreach (var (reason, count) in _ignoredByReason)
        {
            yield return Line(at, reason, [(Metric.Ignored, [count])]);
        }
    }

    private string Line(DateTimeOffset at, string? reason, (Metric Metric, double[] Values)[] figures)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WriteDirective(json, at, reason, figures);
            json.WriteString("Stack", stack);
            if (reason is not null)
            {
                json.WriteString("Reason", reason);
            }

            foreach (var (metric, values) in figures)
            {
                json.WritePropertyName(metric.ToString());
                WriteValues(json, values);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void WriteDirective(Utf8JsonWriter json, DateTimeOffset at, string? reason, (Metric Metric, double[] Values)[] figures)
    {
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", at.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", Namespace);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue("Stack");
        if (reason is not null)
        {
            json.WriteStringValue("Reason");
        }

        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (metric, _) in figures)
        {
            json.WriteStartObject();
            json.WriteString("Name", metric.ToString());
            json.WriteString("Unit", metric.Row.Unit.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, double[] values)
    {
        if (values is [var only])
        {
            json.WriteNumberValue(only);
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
