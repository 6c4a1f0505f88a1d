using System.Collections.Immutable;

namespace Shield.Lambda.Telemetry;

/// <summary>One figure by the name and the unit that CloudWatch knows it by (docs/aws.md; the template's alarms and dashboard use the names).</summary>
public sealed record Metric(string Name, string Unit)
{
    public static readonly Metric Findings = Count(nameof(Findings));
    public static readonly Metric Sightings = Count(nameof(Sightings));
    public static readonly Metric Duplicates = Count(nameof(Duplicates));
    public static readonly Metric Rejected = Count(nameof(Rejected));
    public static readonly Metric UnknownTypes = Count(nameof(UnknownTypes));
    public static readonly Metric Blocked = Count(nameof(Blocked));
    public static readonly Metric Held = Count(nameof(Held));
    public static readonly Metric Ignored = Count(nameof(Ignored));
    public static readonly Metric Entries = Count(nameof(Entries));
    public static readonly Metric CapacityUsed = new(nameof(CapacityUsed), "Percent");
    public static readonly Metric KeptBack = Count(nameof(KeptBack));
    public static readonly Metric PceCalls = Count(nameof(PceCalls));
    public static readonly Metric PceLatency = Time(nameof(PceLatency));
    public static readonly Metric ReconcileDuration = Time(nameof(ReconcileDuration));
    public static readonly Metric GoodReconciles = Count(nameof(GoodReconciles));
    public static readonly Metric SecondsSinceGoodReconcile = new(nameof(SecondsSinceGoodReconcile), "Seconds");
    public static readonly Metric StructuralRefusals = Count(nameof(StructuralRefusals));
    public static readonly Metric CredentialsRefused = Count(nameof(CredentialsRefused));
    public static readonly Metric PceUnreachable = Count(nameof(PceUnreachable));
    public static readonly Metric VersionsWaiting = Count(nameof(VersionsWaiting));
    public static readonly Metric TimeToRecorded = Time(nameof(TimeToRecorded));
    public static readonly Metric TimeToActive = Time(nameof(TimeToActive));
    public static readonly Metric WorkloadsReached = Count(nameof(WorkloadsReached));

    public static ImmutableArray<Metric> All { get; } =
    [
        Findings, Sightings, Duplicates, Rejected, UnknownTypes, Blocked, Held, Ignored, Entries, CapacityUsed, KeptBack, PceCalls, PceLatency, ReconcileDuration, GoodReconciles,
        SecondsSinceGoodReconcile, StructuralRefusals, CredentialsRefused, PceUnreachable, VersionsWaiting, TimeToRecorded, TimeToActive, WorkloadsReached,
    ];

    private static Metric Count(string name) => new(name, "Count");

    private static Metric Time(string name) => new(name, "Milliseconds");
}
