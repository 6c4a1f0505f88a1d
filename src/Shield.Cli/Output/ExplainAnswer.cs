using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Planning;

namespace Shield.Cli.Output;

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

public sealed record SightingRow
{
    public required string Type { get; init; }

    public required string Finding { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required double Severity { get; init; }

    public required long Count { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The latest moment that an unarchived report vouches for.</summary>
    public required DateTimeOffset? Supported { get; init; }

    /// <summary>What the other side of such a finding is.</summary>
    public required string RemoteParty { get; init; }

    public required ImmutableArray<string> Circumstances { get; init; }

    public required string? Resource { get; init; }

    public required int? LocalPort { get; init; }

    public required string? Country { get; init; }

    public required string? Asn { get; init; }

    /// <summary>Whose intelligence named the party, and as what.</summary>
    public required string? ThreatList { get; init; }

    public required ImmutableArray<string> Sources { get; init; }

    public static SightingRow Of(Sighting sighting) =>
        new()
        {
            Type = sighting.Latest.Type,
            Finding = sighting.Key.Finding.Id,
            Account = sighting.Key.Finding.Account,
            Region = sighting.Key.Finding.Region,
            Severity = sighting.Severity,
            Count = sighting.Count,
            FirstSeen = sighting.FirstSeen,
            LastSeen = sighting.LastSeen,
            Supported = sighting.Supported,
            RemoteParty = TypeTable.Find(sighting.Latest.Type).RemoteParty,
            Circumstances = [.. sighting.Circumstances.Select(ToText)],
            Resource = sighting.Latest.Resource,
            LocalPort = sighting.Latest.LocalPort,
            Country = sighting.Latest.Country,
            Asn = sighting.Latest.AsnOrganization is { } organization
                ? $"{sighting.Latest.Asn} {organization}".Trim()
                : sighting.Latest.Asn,
            ThreatList = sighting.Latest.ThreatList,
            Sources = [.. sighting.Sources],
        };

    private static IEnumerable<string> NamesOf(Intelligence intelligence) =>
        new[]
        {
            (Intelligence.MaliciousIp, "MALICIOUS_IP"),
            (Intelligence.TorIp, "TOR_IP"),
            (Intelligence.CryptominingIp, "CRYPTOMINING_IP"),
        }
            .Where(one => intelligence.HasFlag(one.Item1))
            .Select(one => one.Item2);

    private static string ToText(Circumstance seen)
    {
        var role = seen.Role switch
        {
            ResourceRole.Target => "target",
            ResourceRole.Actor => "actor",
            _ => "role unknown",
        };
        var direction = seen.Direction switch
        {
            ConnectionDirection.Inbound => "inbound",
            ConnectionDirection.Outbound => "outbound",
            _ => "direction unknown",
        };
        return $"{role}, {direction}{string.Concat(NamesOf(seen.NamedBy).Select(name => $", named by {name}"))}{(seen.IsSideUnclear ? ", which side is ours is unclear" : "")}";
    }
}

public sealed record ActRow
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string? Indicator { get; init; }

    public required string Direction { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required string Who { get; init; }

    public required string Why { get; init; }

    /// <summary>The act that a withdrawal takes back; absent for every other kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Withdraws { get; init; }

    /// <summary>The withdrawal that took this act back; absent where none did, or nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WithdrawnBy { get; init; }

    public static ActRow Of(Act act) =>
        new()
        {
            Id = act.Id,
            Kind = act.Kind switch
            {
                ActKind.Block => "block",
                ActKind.Unblock => "unblock",
                ActKind.Approve => "approve",
                ActKind.Reject => "reject",
                ActKind.Allow => "allow",
                ActKind.Disallow => "disallow",
                ActKind.Pause => "pause",
                ActKind.Resume => "resume",
                ActKind.Accept => "accept",
                ActKind.Withdraw => "withdraw",
                _ => "removed-by-hand",
            },
            Indicator = act.Indicator?.ToString(),
            Direction = act.Directions.ToWord(),
            At = act.At,
            Until = act.Until,
            Who = act.Who,
            Why = act.Why,
            Withdraws = act.Withdraws,
        };
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
