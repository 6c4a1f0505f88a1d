using System.Collections.Immutable;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Operating.Answers;

namespace Shield.Operating.Threats;

/// <summary><c>threats list --by</c>: how many indicators have the same of one thing.</summary>
public static class ThreatCounts
{
    private static readonly OrderedDictionary<string, Func<ThreatRow, string?>> Values = new()
    {
        ["type"] = row => row.Type,
        ["account"] = row => row.Account,
        ["reason"] = row => row.Reason,
        ["country"] = row => row.Country,
        ["region"] = row => row.Region,
        ["state"] = row => row.State,
        ["source"] = row =>
            row.Account is { } account ? FindingKey.SourceOf(account)
            : row.Reason is ReasonCode.Operator ? ReasonCode.Operator
            : null,
    };

    /// <summary>What can be counted by.</summary>
    public static ImmutableArray<string> Properties => [.. Values.Keys];

    /// <summary>The most frequent first. A value that nobody knows is null.</summary>
    public static Answer<ImmutableArray<ThreatCountRow>> Of(ImmutableArray<ThreatRow> rows, string property) =>
        new(
            [
                .. rows.GroupBy(Values[property])
                    .Select(group => new ThreatCountRow(group.Key, group.Count()))
                    .OrderByDescending(count => count.Indicators)
                    .ThenBy(count => count.Value, StringComparer.Ordinal),
            ],
            ExitCode.Done
        );
}
