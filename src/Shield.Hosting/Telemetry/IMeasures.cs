namespace Shield.Hosting.Telemetry;

/// <summary>Takes figures: as lines of CloudWatch's format in AWS, as OpenTelemetry's instruments in <c>shield run</c>.</summary>
public interface IMeasures
{
    /// <param name="metric">By its <see cref="MetricKind"/> the value is added, replaces the last one, or is one of several times.</param>
    /// <param name="value">In the metric's unit.</param>
    void Add(Metric metric, double value);

    /// <summary>How many parties are ignored for each reason, all of them: a reason that is not named any more has none.</summary>
    void SetIgnored(IReadOnlyDictionary<string, int> byReason);
}
