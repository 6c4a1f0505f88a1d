using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Cli.Acts;
using Shield.Cli.Reading;
using Shield.Cli.Words;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Planning;

namespace Shield.Cli.Explain;

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

    /// <summary>On which workloads it bites; null where no active entry covers it, or the PCE could not be read.</summary>
    public required ReachAnswer? Reach { get; init; }

    /// <summary>What of other people's covers it as well. Absent where nothing does, or the PCE could not be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<CoverRow>? Others { get; init; }

    /// <summary>The wider indicator that the answer is really about; null where it is about what was asked.</summary>
    [JsonIgnore]
    public string? CoveredBy { get; init; }

    /// <summary>Exclusion mode: by which rules an active block keeps it out, and through which it still gets, for people.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Excluded { get; init; } = [];

    /// <summary>Commands and events that would change the answer, for people.</summary>
    [JsonIgnore]
    public ImmutableArray<string> WouldChange { get; init; } = [];

    /// <summary>How the PCE is made to block, for people.</summary>
    [JsonIgnore]
    public string Mode { get; init; } = "deny";

    /// <summary>Entries of our owner that the ledger does not know.</summary>
    [JsonIgnore]
    public ImmutableArray<string> UnknownEntries { get; init; } = [];

    /// <summary>Why the PCE could not be read.</summary>
    [JsonIgnore]
    public string? Unreachable { get; init; }
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
public sealed record PceRow(string List, string Entry, long? PolicyVersion)
{
    /// <summary>The entry's description: our mark, or whatever somebody else wrote.</summary>
    [JsonIgnore]
    public string? Description { get; init; }

    [JsonIgnore]
    public bool IsOurs { get; init; }

    /// <summary>Somebody's exclusion on the same list lets through what was asked about: the entry denies it nothing.</summary>
    [JsonIgnore]
    public bool IsExempt { get; init; }
}
