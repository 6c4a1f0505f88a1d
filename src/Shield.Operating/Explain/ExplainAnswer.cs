using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Acts;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Explain;

/// <summary>Of <c>explain</c> and <c>threats show</c>.</summary>
public sealed record ExplainAnswer
{
    public required string Indicator { get; init; }

    /// <summary>Null for a party never seen.</summary>
    public required string? Verdict { get; init; }

    public required string? Direction { get; init; }

    public required string State { get; init; }

    public required string? Reason { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required ImmutableArray<CheckRow> Checks { get; init; }

    public required ImmutableArray<SightingRow> Sightings { get; init; }

    public required ImmutableArray<ActRow> Acts { get; init; }

    /// <summary>Of a domain the addresses that it led to, of an address the domains that led to it.</summary>
    public required ImmutableArray<ResolvedRow> Resolved { get; init; }

    /// <summary>Null where no entry on the PCE covers it, or the PCE could not be read.</summary>
    public required PceRow? Pce { get; init; }

    /// <summary>On which workloads it is enforced; null where no active entry covers it, or the PCE could not be read.</summary>
    public required ReachAnswer? Reach { get; init; }

    /// <summary>What of other people's covers it as well. Absent where nothing does, or the PCE could not be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<CoverRow>? Others { get; init; }

    /// <summary>Who of us talked with it. Absent where nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrafficAnswer? Traffic { get; init; }

    public static ExplainAnswer Of(Explained explained)
    {
        var decision = explained.Subject?.Decision;
        return new ExplainAnswer
        {
            Indicator = explained.Asked.ToString(),
            Verdict = decision?.Verdict.ToWord(),
            Direction = decision?.Directions.ToWord(),
            State = explained.State.ToWord(),
            Reason = explained.Subject?.Reason,
            Until = decision?.Until,
            Checks = explained.Checks,
            Sightings = explained.Sightings,
            Acts = explained.Acts,
            Resolved = explained.Resolved,
            Pce = explained.OnPce is { } entry ? new PceRow(entry.List, entry.Entry, entry.PolicyVersion) : null,
            Reach = explained.Reach is { } reached ? ReachAnswer.Of(reached) : null,
            Others = CoverRow.Of(explained.Others),
            Traffic = explained.Traffic is { } talked ? TrafficAnswer.Of(talked) : null,
        };
    }
}

/// <param name="Check">The reason code that the question would give.</param>
/// <param name="Answer">The verdict that it asks for; null where it does not fit.</param>
public sealed record CheckRow(string Check, string? Answer, string? Detail)
{
    public static CheckRow Of(Check check) => new(check.Name, check.Answer?.ToWord(), check.Detail);
}

/// <summary>Where on the PCE it stands.</summary>
/// <param name="List">The list's name; of two lists both.</param>
/// <param name="Entry">The range as it stands there.</param>
/// <param name="PolicyVersion">The version that made it active, by our history; null where history does not say.</param>
public sealed record PceRow(string List, string Entry, long? PolicyVersion);
