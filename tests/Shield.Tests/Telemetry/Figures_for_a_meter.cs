using System.Diagnostics.Metrics;
using Shield.Hosting.Telemetry;

namespace Shield.Tests.Telemetry;

/// <summary>What Prometheus and OpenTelemetry are told, read as they read it: through .NET's own listener.</summary>
public sealed class Figures_for_a_meter : IDisposable
{
    private readonly MeterMeasures _measures = new();
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value, string? Reason)> _told = [];

    public Figures_for_a_meter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is MeterMeasures.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => _told.Add((instrument.Name, value, tags.ToArray() is [var tag] ? tag.Value as string : null))
        );
        _listener.Start();
    }

    [Fact]
    public void Are_there_for_every_metric_by_its_name()
    {
        var names = new List<string>();
        using var published = new MeterListener { InstrumentPublished = (instrument, _) => names.Add(instrument.Name) };
        published.Start();
        Assert.Empty(MetricTable.Rows.Select(row => row.Instrument).Except(names));
    }

    [Fact]
    public void Add_up_where_they_count_and_take_the_last_where_they_say_how_it_stands()
    {
        _measures.Add(Metric.Findings, 2);
        _measures.Add(Metric.Findings, 3);
        _measures.Add(Metric.Held, 7);
        _measures.Add(Metric.Held, 0);
        _measures.Add(Metric.TimeToActive, 1_500);
        _listener.RecordObservableInstruments();

        Assert.Equal(5, Told("guarddutyshield.findings").Sum());
        Assert.Equal([0], Told("guarddutyshield.held"));
        Assert.Equal([1.5], Told("guarddutyshield.time_to_active"));
        // Nothing was told of it yet, and that is not zero.
        Assert.Empty(Told("guarddutyshield.blocked"));
    }

    [Fact]
    public void Forget_a_reason_for_which_nobody_is_ignored_any_more()
    {
        _measures.SetIgnored(new Dictionary<string, int> { ["stale"] = 3, ["sample"] = 1 });
        _measures.SetIgnored(new Dictionary<string, int> { ["stale"] = 2 });
        _listener.RecordObservableInstruments();

        Assert.Equal(("guarddutyshield.ignored", 2, "stale"), Assert.Single(_told));
    }

    [Fact]
    public void Take_no_time_below_zero_from_a_clock_that_runs_ahead()
    {
        _measures.Add(Metric.TimeToRecorded, -4_000);
        Assert.Equal([0], Told("guarddutyshield.time_to_recorded"));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _measures.Dispose();
    }

    private IEnumerable<double> Told(string name) => _told.Where(told => told.Name == name).Select(told => told.Value);
}
