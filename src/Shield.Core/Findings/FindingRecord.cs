using System.Collections.Immutable;
using System.Globalization;

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

/// <summary>Where in the input a record starts, for a person with an editor. Of a compressed input: in what it holds.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Offset">In bytes, from 0.</param>
/// <param name="List">The member whose list holds the record, such as <c>findings</c> or <c>Records</c>; null for an array without a name,
/// and without one.</param>
/// <param name="Index">From 0, in the innermost list; null for a record that stands by itself.</param>
/// <param name="Inside">The members that led to it from there, such as <c>body.Message</c>; null where nothing is wrapped around
/// it.</param>
public readonly record struct RecordPosition(long Line, long Offset, string? List = null, long? Index = null, string? Inside = null)
{
    /// <summary>
    /// <c>line 3</c>, <c>line 3, Message</c>, <c>record 5 (line 3, byte 1234)</c>, <c>findings[4] (line 3, byte 1234)</c> or
    /// <c>Records[2].body (line 3, byte 1234)</c>.
    /// </summary>
    public override string ToString() =>
        (Index, List) switch
        {
            (null, _) => string.Create(CultureInfo.InvariantCulture, $"line {Line}{After(", ")}"),
            ({ } index, null) => string.Create(
                CultureInfo.InvariantCulture,
                $"record {index + 1}{After(", ")} (line {Line}, byte {Offset})"
            ),
            ({ } index, _) => string.Create(CultureInfo.InvariantCulture, $"{List}[{index}]{After(".")} (line {Line}, byte {Offset})"),
        };

    private string After(string separator) =>
        Inside is null ? ""
        : Inside.StartsWith('[') ? Inside
        : separator + Inside;
}
