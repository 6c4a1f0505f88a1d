using System.Collections.Immutable;

namespace Shield.Hosting.Telemetry;

/// <summary>How the values of a figure go together.</summary>
public enum MetricKind
{
    /// <summary>What happened so often: values are added up.</summary>
    Counter,

    /// <summary>How it stands: the last value counts.</summary>
    Gauge,

    /// <summary>How long each of several took: the values are spread, and looked at by their median and their 99th percentile.</summary>
    Time,
}

/// <summary>What a figure is of.</summary>
public enum MetricUnit
{
    Count,
    Percent,
    Seconds,
    Milliseconds,
}

/// <param name="Meaning">Half a sentence, as docs/metrics.md has it.</param>
public sealed record MetricRow(Metric Metric, MetricKind Kind, MetricUnit Unit, string Meaning)
{
    /// <summary>False where only <c>shield run</c> tells it, since it takes somebody who looks again after some seconds.</summary>
    public bool IsInAws { get; init; } = true;

    /// <summary>
    /// OpenTelemetry's name: <c>guarddutyshield.time_to_active</c> is <c>TimeToActive</c> of CloudWatch's namespace GuardDutyShield.
    /// </summary>
    public string Instrument { get; } = $"guarddutyshield.{string.Concat(Metric.ToString().Select(ToSnake))}";

    /// <summary>OpenTelemetry's unit, by UCUM (https://ucum.org); null of a count. Times are in seconds there.</summary>
    public string? InstrumentUnit =>
        Unit switch
        {
            MetricUnit.Percent => "%",
            MetricUnit.Seconds or MetricUnit.Milliseconds => "s",
            _ => null,
        };

    /// <summary>The name that Prometheus reads it by: with the unit behind it, and <c>_total</c> where it only ever grows.</summary>
    public string Prometheus
    {
        get
        {
            var name = Instrument.Replace('.', '_');
            var unit = Unit switch
            {
                MetricUnit.Percent => "percent",
                MetricUnit.Seconds or MetricUnit.Milliseconds => "seconds",
                _ => "",
            };
            return name + (name.EndsWith(unit, StringComparison.Ordinal) ? "" : $"_{unit}") + (Kind is MetricKind.Counter ? "_total" : "");
        }
    }

    private static string ToSnake(char letter, int index) =>
        char.IsUpper(letter) ? $"{(index is 0 ? "" : "_")}{char.ToLowerInvariant(letter)}" : letter.ToString();
}

/// <summary>Every figure that Shield tells, wherever it runs.</summary>
public static class MetricTable
{
    public static ImmutableArray<MetricRow> Rows { get; } =
    [
        Counter(Metric.Findings, "findings that were accepted"),
        Counter(Metric.Sightings, "evidence in them: a finding may name several parties, or none"),
        Counter(Metric.Duplicates, "findings that changed nothing"),
        Counter(Metric.Rejected, "records that are no finding, with a reason in the log"),
        Counter(Metric.UnknownTypes, "findings of types that the table does not know: their parties are held"),
        Counter(Metric.Nameless, "findings whose type names a party, and in which none could be read: nobody is blocked or held for them"),
        Gauge(Metric.Blocked, MetricUnit.Count, "parties that are to be blocked now"),
        Gauge(Metric.Held, MetricUnit.Count, "parties that wait for a person"),
        Gauge(Metric.Ignored, MetricUnit.Count, "parties that are ignored; also by the reason"),
        Gauge(Metric.Entries, MetricUnit.Count, "entries of ours on the PCE's active lists"),
        Gauge(Metric.CapacityUsed, MetricUnit.Percent, "of the entries that Shield may use"),
        Gauge(Metric.KeptBack, MetricUnit.Count, "would be blocked, but a limit, capacity or somebody's draft says later"),
        Counter(
            Metric.NotEnforced,
            "reconciles after which no enabled rule of ours uses a list: what stands on it is not blocked. The log names the rule"
        ),
        Counter(Metric.PceCalls, "requests to the PCE, every attempt by itself"),
        Time(Metric.PceLatency, "of each of them"),
        Time(Metric.ReconcileDuration, "of a reconcile"),
        Counter(Metric.GoodReconciles, "1 for each that ended well"),
        Gauge(Metric.SecondsSinceGoodReconcile, MetricUnit.Seconds, "how long the last good one is ago"),
        Counter(Metric.StructuralRefusals, "reconciles that were refused"),
        Counter(Metric.CredentialsRefused, "401 and 403 of the PCE"),
        Counter(Metric.SettingsRefused, "times that the settings of now did not count, since they are wrong"),
        Counter(Metric.PceUnreachable, "reconciles that the PCE did not answer, or not as it should: the log says which"),
        Counter(Metric.VersionsWaiting, "changes that wait for the next token of the version bucket"),
        Time(Metric.TimeToRecorded, "from the finding's `updatedAt` to the ledger"),
        Time(Metric.TimeToActive, "from there to *active* in the PCE's policy, as read back"),
        Time(Metric.TimeToEnforced, "from there to *enforced*: no workload has that policy still to fetch or to apply") with
        {
            IsInAws = false,
        },
        Gauge(Metric.WorkloadsReached, MetricUnit.Count, "workloads on which a block of an address bites, once an hour"),
    ];

    private static readonly ImmutableDictionary<Metric, MetricRow> ByMetric = Rows.ToImmutableDictionary(row => row.Metric);

    extension(Metric metric)
    {
        public MetricRow Row => ByMetric[metric];
    }

    private static MetricRow Counter(Metric metric, string meaning) => new(metric, MetricKind.Counter, MetricUnit.Count, meaning);

    private static MetricRow Gauge(Metric metric, MetricUnit unit, string meaning) => new(metric, MetricKind.Gauge, unit, meaning);

    private static MetricRow Time(Metric metric, string meaning) => new(metric, MetricKind.Time, MetricUnit.Milliseconds, meaning);
}
