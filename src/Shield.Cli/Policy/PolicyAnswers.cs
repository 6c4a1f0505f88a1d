using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Cli.Words;
using Shield.Core.Decisions;

namespace Shield.Cli.Policy;

/// <summary>One setting that decisions depend on, as it is in force; of <c>policy show</c>.</summary>
/// <param name="Origin"><c>default</c>, <c>file</c>, <c>environment</c> or <c>flag</c>.</param>
/// <param name="Place">The file, or the variable; null of a default and of a flag.</param>
public sealed record PolicyRow(string Key, string Value, string Origin, string? Place)
{
    /// <summary>Of a list: whose list it takes the place of, and what that leaves out. Null: of none.</summary>
    public string? Remark { get; init; }
}

/// <summary>Of <c>policy check</c>.</summary>
public sealed record PolicyCheckAnswer
{
    public required string File { get; init; }

    /// <summary>The moment for which both policies were asked.</summary>
    public required DateTimeOffset At { get; init; }

    public required int Indicators { get; init; }

    public required ImmutableArray<PolicyChangeRow> Changed { get; init; }

    /// <summary>Parts of <c>--findings</c> that could not be used.</summary>
    public required ImmutableArray<RejectedRecord> Rejected { get; init; }

    /// <summary>Never-block sources that could not be read under the new policy.</summary>
    public required ImmutableArray<string> Unreadable { get; init; }
}

public sealed record PolicyChangeRow(string Indicator, string Direction, PolicyVerdictRow Before, PolicyVerdictRow After);

public sealed record PolicyVerdictRow(string Verdict, string Reason, DateTimeOffset? Until)
{
    public static PolicyVerdictRow Of(DirectionAnswer answer) => new(answer.Verdict.ToWord(), answer.Reason, answer.Until);
}
