using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Cli.Words;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Hosting.Settings;

namespace Shield.Cli.Policy;

/// <summary>Of <c>policy show</c>.</summary>
/// <param name="Origin"><c>default</c>, <c>parameter</c>, <c>file</c>, <c>environment</c> or <c>flag</c>.</param>
public sealed record PolicyRow(string Key, string Value, string Origin, string? Place, string? Remark)
{
    internal static PolicyRow Of(SettingInForce setting) =>
        new(setting.Key, setting.Value, PolicyWords.OriginOf(setting.Source), setting.Place, setting.Remark);
}

internal static class PolicyWords
{
    public static string OriginOf(SettingSource? source) => source is { } given ? WordOf(given) : "default";

    private static string WordOf(SettingSource source) =>
        source switch
        {
            SettingSource.Parameter => "parameter",
            SettingSource.File => "file",
            SettingSource.Environment => "environment",
            SettingSource.Flag => "flag",
        };
}

/// <summary>Of <c>policy check</c>.</summary>
public sealed record PolicyCheckAnswer
{
    public required string File { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Indicators { get; init; }

    public required ImmutableArray<PolicyChangeRow> Changed { get; init; }

    public required ImmutableArray<RejectedRecord> Rejected { get; init; }

    public required ImmutableArray<string> Unreadable { get; init; }

    internal static PolicyCheckAnswer Of(PolicyDifference difference) =>
        new()
        {
            File = difference.File,
            At = difference.At,
            Indicators = difference.Indicators,
            Changed = [.. difference.Changed.Select(PolicyChangeRow.Of)],
            Rejected = difference.Rejected,
            Unreadable = difference.Unreadable,
        };
}

public sealed record PolicyChangeRow(string Indicator, string Direction, PolicyVerdictRow Before, PolicyVerdictRow After)
{
    internal static PolicyChangeRow Of(ChangedAnswer changed) =>
        new(
            changed.Indicator.ToString(),
            changed.Direction.ToWord(),
            PolicyVerdictRow.Of(changed.Before),
            PolicyVerdictRow.Of(changed.After)
        );
}

public sealed record PolicyVerdictRow(string Verdict, string Reason, DateTimeOffset? Until)
{
    public static PolicyVerdictRow Of(DirectionAnswer answer) => new(answer.Verdict.ToWord(), answer.Reason, answer.Until);
}
