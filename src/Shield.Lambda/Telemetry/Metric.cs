namespace Shield.Lambda.Telemetry;

/// <summary>A figure, by the name that CloudWatch knows it by (docs/aws.md; the template's alarms and dashboard use the names).</summary>
public enum Metric
{
    Findings,
    Sightings,
    Duplicates,
    Rejected,
    UnknownTypes,
    Nameless,
    Blocked,
    Held,
    Ignored,
    Entries,
    CapacityUsed,
    KeptBack,
    NotEnforced,
    PceCalls,
    PceLatency,
    ReconcileDuration,
    GoodReconciles,
    SecondsSinceGoodReconcile,
    StructuralRefusals,
    CredentialsRefused,
    SettingsRefused,
    PceUnreachable,
    VersionsWaiting,
    TimeToRecorded,
    TimeToActive,
    WorkloadsReached,
}

internal static class MetricUnits
{
    private const string Count = "Count";

    extension(Metric metric)
    {
        /// <summary>CloudWatch's word.</summary>
        public string Unit =>
            metric switch
            {
                Metric.CapacityUsed => "Percent",
                Metric.SecondsSinceGoodReconcile => "Seconds",
                Metric.PceLatency or Metric.ReconcileDuration or Metric.TimeToRecorded or Metric.TimeToActive => "Milliseconds",
                _ => Count,
            };

        /// <summary>Several of one invocation are one: their sum.</summary>
        public bool IsCounted => metric.Unit is Count;
    }
}
