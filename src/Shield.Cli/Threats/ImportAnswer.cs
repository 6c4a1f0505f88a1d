using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Cli.Ingest;
using Shield.Core.Feeds;
using Shield.Operating.Acts;
using Shield.Operating.Effects;

namespace Shield.Cli.Threats;

/// <summary>Of <c>threats import</c>.</summary>
public sealed record ImportAnswer
{
    /// <summary>How the list is written.</summary>
    public required string Format { get; init; }

    public required int Recorded { get; init; }

    /// <summary>The list says that they have ended: not recorded. So are the next three.</summary>
    public required int Ended { get; init; }

    public required int NotYet { get; init; }

    public required int Revoked { get; init; }

    /// <summary>URLs, hashes and the like, by kind.</summary>
    public required ImmutableSortedDictionary<string, long> NotOurs { get; init; }

    /// <summary>Lines that name what another line names.</summary>
    public required long Repeated { get; init; }

    public required long RejectedCount { get; init; }

    /// <summary>The first hundred that the list has wrong, and the first hundred that may not be blocked.</summary>
    public required ImmutableArray<RejectedRecord> Rejected { get; init; }

    public required ImmutableArray<ActRow> Acts { get; init; }

    public required ApplySummary? Apply { get; init; }

    /// <summary>What the reconcile did beside it. Absent where it did nothing else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AlsoRow? Also { get; init; }

    internal static ImportAnswer Of(ImportResult result)
    {
        var (import, acts) = result;
        return new ImportAnswer
        {
            Format = import.Reading.Format.ToWord(),
            Recorded = acts.Acts.Length,
            Ended = import.Ended,
            NotYet = import.NotYet,
            Revoked = import.Revoked,
            NotOurs = import.Reading.NotOurs,
            Repeated = import.Reading.RepeatedCount,
            RejectedCount = import.RejectedCount,
            Rejected = [.. import.Rejected.Select(one => new RejectedRecord(one.Source, one.Position, one.Reason))],
            Acts = [.. acts.Acts.Select(ActRow.Of)],
            Apply = acts.Effect is { } effect ? ApplySummary.Of(effect) : null,
            Also = acts.Also,
        };
    }
}
