using System.Collections.Immutable;

namespace Shield.Core.Findings;

/// <summary>A part of the input that was not understood: a whole record, or one party of it.</summary>
public sealed record Rejection(string Source, string Position, string Reason);

/// <summary>One record of the input: a finding, possibly with parts that could not be read, or none and the reason.</summary>
public sealed record FindingRecord
{
    /// <summary>Where the input came from, such as a file's name.</summary>
    public required string Source { get; init; }

    public required RecordPosition Position { get; init; }

    /// <summary>Null where the record was rejected as a whole.</summary>
    public required Finding? Finding { get; init; }

    /// <summary>What is wrong, as sentences without their subject. Never empty without a finding; with one, all that could be read still counts.</summary>
    public required ImmutableArray<string> Faults { get; init; }

    /// <summary>The faults, each with where it is.</summary>
    public IEnumerable<Rejection> Rejections => Faults.Select(fault => new Rejection(Source, Position.ToString(), fault));
}
