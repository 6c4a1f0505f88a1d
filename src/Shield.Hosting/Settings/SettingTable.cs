using System.Collections.Immutable;
using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary>Every setting there is, in the order in which <c>policy show</c> and docs/config.md have them.</summary>
public static class SettingTable
{
    public static readonly ImmutableArray<Setting> All =
    [
        .. PceRows.All,
        .. LedgerRows.All,
        .. PolicyRows.All,
        .. NeverBlockRows.All,
        .. ReconcileRows.All,
        .. ServiceRows.All,
        .. FeedRows.All,
        .. NotifyRows.All,
        .. TelemetryRows.All,
    ];

    /// <summary>The row of a key as a place spells it, or of an element of it.</summary>
    /// <returns>Null where there is no such setting.</returns>
    public static Setting? Find(string key) => All.FirstOrDefault(setting => setting.Matches(key));
}
