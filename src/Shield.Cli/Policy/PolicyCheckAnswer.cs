using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Operating.Words;

namespace Shield.Cli.Policy;

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
