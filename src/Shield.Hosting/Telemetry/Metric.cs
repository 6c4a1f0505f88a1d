namespace Shield.Hosting.Telemetry;

/// <summary>
/// A figure, by the name that CloudWatch knows it by: the template's alarms and dashboard use the names. What each one means stands in
/// <see cref="MetricTable"/>; docs/metrics.md is made of that.
/// </summary>
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
    TimeToEnforced,
    WorkloadsReached,
}
