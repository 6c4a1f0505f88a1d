using System.Collections.Immutable;
using Shield.Core.Findings;

namespace Shield.Hosting.Settings.Rows;

/// <summary><c>Reconcile:…</c> and <c>Input:…</c>: how often the PCE is written to, and what is read at once.</summary>
internal static class ReconcileRows
{
    public static readonly ValueSetting<TimeSpan> Window = SettingType.Time("Reconcile:Window", TimeSpan.FromSeconds(2)) with
    {
        Of = settings => settings.Window,
        Meaning =
            "In AWS and of `shield run`: so long is news gathered for one policy version, from the first on, and there is at most one "
            + "reconcile in that time. Where the schedule comes sooner, it goes first. A command goes at once",
    };

    public static readonly ValueSetting<TimeSpan> Schedule = SettingType.Time(
        "Reconcile:Schedule",
        TimeSpan.FromMinutes(5),
        least: TimeSpan.FromSeconds(10)
    ) with
    {
        Of = settings => settings.Schedule,
        Meaning = "`shield run`: it reconciles so often without news. In AWS the stack's schedule does it, every 5 minutes",
    };

    public static readonly ValueSetting<int> VersionsPerHour = SettingType.Number(
        "Reconcile:VersionsPerHour",
        30,
        1,
        3_600,
        unit: "policy versions an hour"
    ) with
    {
        Of = settings => settings.VersionsPerHour,
        Meaning =
            "Policy versions that the service and the Lambda may make without a person, after a burst of 10 (all instances together). "
            + "A command goes at once and counts for nothing. Where none is left, what is decided, ends too, waits for the next",
    };

    public static readonly ValueSetting<int> MaxRecordBytes = SettingType.Size(
        "Input:MaxRecordBytes",
        FindingReader.DefaultMaxRecordBytes,
        1 << 10,
        64 << 20
    ) with
    {
        Bounds = "1KiB to 64MiB",
        Otherwise = "`1MiB`",
        Of = settings => settings.MaxRecordBytes,
        Meaning = "A record that is longer is rejected, and the rest is read",
    };

    public static readonly ImmutableArray<Setting> All = [Window, Schedule, VersionsPerHour, MaxRecordBytes];
}
