using System.Collections.Immutable;

namespace Shield.Core.Findings;

/// <summary>A part of the input that was not understood: a whole record, or one party of it.</summary>
public sealed record Rejection(string Source, string Position, string Reason);

/// <summary>
/// One record of the input: a finding, possibly with parts that could not be read; a call about findings; or neither and the reason.
/// </summary>
public sealed record FindingRecord
{
    /// <summary>Where the input came from, such as a file's name.</summary>
    public required string Source { get; init; }

    public required RecordPosition Position { get; init; }

    /// <summary>Null where the record is a call, or was rejected as a whole.</summary>
    public required Finding? Finding { get; init; }

    /// <summary>Null where the record is anything else.</summary>
    public FindingCall? Call { get; init; }

    /// <summary>
    /// What is wrong, as sentences without their subject. Never empty where there is neither finding nor call; with a finding, all that
    /// could be read still counts.
    /// </summary>
    public required ImmutableArray<string> Faults { get; init; }

    /// <summary>The faults, each with where it is.</summary>
    public IEnumerable<Rejection> Rejections => Faults.Select(fault => new Rejection(Source, Position.ToString(), fault));
}
