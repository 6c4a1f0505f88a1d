using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Shield.Lambda.Telemetry;

/// <summary>
/// The figures of one invocation, as lines of CloudWatch's embedded metric format: they cost no call, and come with the logs
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// </summary>
public sealed class Metrics(string stack)
{
    private const string Namespace = "GuardDutyShield";

    /// <summary>The format's own limit of values for one metric in one line.</summary>
    private const int MostValues = 100;

    private readonly Dictionary<Metric, List<double>> _values = [];
    private readonly SortedDictionary<string, double> _ignoredByReason = new(StringComparer.Ordinal);

    public void Add(Metric metric, double value)
    {
        var values = _values.TryGetValue(metric, out var known) ? known : _values[metric] = [];
        if (metric.IsCounted && values.Count is 1)
        {
            values[0] += value;
        }
        else
        {
            values.Add(value);
        }
    }

    /// <summary>Nothing of zero: a metric is charged for each hour in which it is sent.</summary>
    public void AddSome(Metric metric, int count)
    {
        if (count > 0)
        {
            Add(metric, count);
        }
    }

    public void Add(Metric metric, TimeSpan time) => Add(metric, Math.Round(time.TotalMilliseconds, 1));

    public void AddIgnored(string reason, int count) => _ignoredByReason[reason] = _ignoredByReason.GetValueOrDefault(reason) + count;

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
            json.WriteString("Unit", metric.Unit);
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
