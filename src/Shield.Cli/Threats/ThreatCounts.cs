using System.Collections.Immutable;
using Shield.Cli.Printing;

namespace Shield.Cli.Threats;

/// <summary><c>threats list --by</c>: how many indicators have the same of one thing.</summary>
public static class ThreatCounts
{
    public static readonly ImmutableArray<string> Properties = ["type", "account", "reason", "country", "region", "state"];

    /// <summary>The most frequent first. A value that nobody knows is null.</summary>
    public static Answer<ImmutableArray<ThreatCountRow>> Of(ImmutableArray<ThreatRow> rows, string property) =>
        new(
            [
                .. rows.GroupBy(row => ValueOf(row, property))
                    .Select(group => new ThreatCountRow(group.Key, group.Count()))
                    .OrderByDescending(count => count.Indicators)
                    .ThenBy(count => count.Value, StringComparer.Ordinal),
            ],
            ExitCode.Done
        );

    private static string? ValueOf(ThreatRow row, string property) =>
        property switch
        {
            "type" => row.Type,
            "account" => row.Account,
            "reason" => row.Reason,
            "country" => row.Country,
            "region" => row.Region,
            "state" => row.State,
            _ => throw new ArgumentOutOfRangeException(nameof(property), property, null),
        };
}
