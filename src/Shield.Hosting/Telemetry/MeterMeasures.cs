using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Shield.Hosting.Telemetry;

/// <summary>
/// Figures as instruments of .NET's meter <c>guarddutyshield</c>, for Prometheus and OpenTelemetry to read. A gauge that nothing was told
/// of yet is not there: "not known" must not look like zero.
/// </summary>
public sealed class MeterMeasures : IMeasures, IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "guarddutyshield";

    /// <summary>
    /// The upper ends of a histogram's buckets, in seconds: from a call to the PCE to a finding that waited for a day. 60 is among them,
    /// the default of <c>Slo:TimeToActive</c>.
    /// </summary>
    public static readonly ImmutableArray<double> Buckets =
    [
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        20,
        30,
        60,
        120,
        300,
        600,
        1_800,
        3_600,
        21_600,
        86_400,
    ];

    private readonly Meter _meter = new(MeterName);
    private readonly FrozenDictionary<Metric, Counter<double>> _counters;
    private readonly FrozenDictionary<Metric, Histogram<double>> _times;
    private readonly Lock _lock = new();
    private readonly Dictionary<Metric, double> _gauges = [];
    private ImmutableArray<Measurement<double>> _ignored = [];

    public MeterMeasures()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets };
        _counters = Of(MetricKind.Counter, row => _meter.CreateCounter<double>(row.Instrument, row.InstrumentUnit, row.Meaning));
        _times = Of(
            MetricKind.Time,
            row => _meter.CreateHistogram(row.Instrument, row.InstrumentUnit, row.Meaning, tags: null, advice: advice)
        );
        foreach (var row in MetricTable.Rows.Where(row => row.Kind is MetricKind.Gauge))
        {
            _meter.CreateObservableGauge(
                row.Instrument,
                IEnumerable<Measurement<double>> () => Observe(row.Metric),
                row.InstrumentUnit,
                row.Meaning
            );
        }
    }

    public void Add(Metric metric, double value)
    {
        if (_counters.TryGetValue(metric, out var counter))
        {
            counter.Add(value);
        }
        else if (_times.TryGetValue(metric, out var times))
        {
            // A finding dated by a clock that runs ahead came in no time.
            times.Record(Math.Max(0, value / 1_000));
        }
        else
        {
            lock (_lock)
            {
                _gauges[metric] = value;
            }
        }
    }

    public void SetIgnored(IReadOnlyDictionary<string, int> byReason)
    {
        lock (_lock)
        {
            _ignored =
            [
                .. byReason.Select(reason => new Measurement<double>(
                    reason.Value,
                    new KeyValuePair<string, object?>("reason", reason.Key)
                )),
            ];
        }
    }

    public void Dispose() => _meter.Dispose();

    private static FrozenDictionary<Metric, T> Of<T>(MetricKind kind, Func<MetricRow, T> make) =>
        MetricTable.Rows.Where(row => row.Kind == kind).ToFrozenDictionary(row => row.Metric, make);

    // The ignored ones are told by their reasons: whoever wants their number adds those up.
    private ImmutableArray<Measurement<double>> Observe(Metric metric)
    {
        lock (_lock)
        {
            return metric is Metric.Ignored ? _ignored
                : _gauges.TryGetValue(metric, out var value) ? [new Measurement<double>(value)]
                : [];
        }
    }
}
