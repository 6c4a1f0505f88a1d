using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Operating.Effects;

namespace Shield.Cli.Ingest;

/// <summary>Of <c>ingest</c>.</summary>
public sealed record IngestAnswer
{
    /// <summary>Records that were findings.</summary>
    public required int Findings { get; init; }

    /// <summary>Parties that they name.</summary>
    public required int Sightings { get; init; }

    /// <summary>Findings that told the ledger nothing new.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Of the input's distinct indicators, by their decision now.</summary>
    public required int Blocked { get; init; }

    public required int Held { get; init; }

    public required ImmutableSortedDictionary<string, int> Ignored { get; init; }

    /// <summary>Findings whose type names a party and in which none could be read, by type.</summary>
    public required ImmutableSortedDictionary<string, int> Nameless { get; init; }

    public required ImmutableArray<RejectedRecord> Rejected { get; init; }

    /// <summary>Null without <c>--apply</c>.</summary>
    public required ApplySummary? Apply { get; init; }

    /// <summary>What the reconcile did beside the input's parties. Absent where it did nothing else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlsoRow? Also { get; init; }
}

/// <summary>A part of the input that could not be used.</summary>
/// <param name="Source">The file, or <c>-</c>.</param>
/// <param name="Position">Where in it; empty for the file as a whole.</param>
public sealed record RejectedRecord(string Source, string Position, string Reason);
