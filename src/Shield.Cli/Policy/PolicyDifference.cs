using System.Collections.Immutable;
using Shield.Cli.Ingest;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Cli.Policy;

/// <summary>What <c>policy check</c> found, before it is told as JSON or as text.</summary>
public sealed record PolicyDifference
{
    /// <summary>The candidate.</summary>
    public required string File { get; init; }

    /// <summary>The moment for which both policies were asked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many both policies were asked about.</summary>
    public required int Indicators { get; init; }

    public required ImmutableArray<ChangedAnswer> Changed { get; init; }

    /// <summary>Parts of <c>--findings</c> that could not be used.</summary>
    public required ImmutableArray<RejectedRecord> Rejected { get; init; }

    /// <summary>Never-block sources that could not be read under the new policy.</summary>
    public required ImmutableArray<string> Unreadable { get; init; }
}

/// <summary>An indicator about which the two policies differ in one direction.</summary>
public sealed record ChangedAnswer(Indicator Indicator, Direction Direction, DirectionAnswer Before, DirectionAnswer After);
