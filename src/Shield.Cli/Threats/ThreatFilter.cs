using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning;

namespace Shield.Cli.Threats;

/// <summary>Which rows of <c>threats list</c> are wanted, and in which order. An empty array asks for nothing.</summary>
public sealed record ThreatFilter
{
    /// <summary>What rows can be sorted by.</summary>
    public static readonly ImmutableArray<string> Sorts = ["indicator", "severity", "last-seen", "first-seen", "until", "sightings"];

    /// <summary>The ignored and ended ones too.</summary>
    public bool All { get; init; }

    public ImmutableArray<string> States { get; init; } = [];

    public ImmutableArray<string> Verdicts { get; init; } = [];

    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>Texts that the type of one of the party's findings contains.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    public ImmutableArray<string> Accounts { get; init; } = [];

    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>At least.</summary>
    public double? Severity { get; init; }

    /// <summary>Last seen then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    public string? Direction { get; init; }

    public ImmutableArray<AddressRange> In { get; init; } = [];

    public string? Sort { get; init; }

    public int? Limit { get; init; }

    /// <summary>The rows that fit, sorted and cut.</summary>
    public ImmutableArray<ThreatRow> Apply(IEnumerable<Threat> threats)
    {
        var rows = threats.Where(Fits).Select(threat => (Row: ThreatRow.Of(threat), threat.Decision.Indicator)).Where(one => Fits(one.Row));
        var sorted = Sort switch
        {
            "severity" => rows.OrderByDescending(one => one.Row.Severity),
            "last-seen" => rows.OrderByDescending(one => one.Row.LastSeen),
            "first-seen" => rows.OrderByDescending(one => one.Row.FirstSeen),
            "until" => rows.OrderByDescending(one => one.Row.Until),
            "sightings" => rows.OrderByDescending(one => one.Row.Sightings),
            _ => rows.OrderBy(one => one.Indicator),
        };
        return [.. sorted.ThenBy(one => one.Indicator).Select(one => one.Row).Take(Limit ?? int.MaxValue)];
    }

    private bool Fits(Threat threat)
    {
        var (decision, sightings) = (threat.Decision, threat.Decision.Sightings);
        return (In.IsEmpty || (!decision.Indicator.IsDomain && In.Any(range => range.Covers(decision.Indicator.Range))))
            && (
                Types.IsEmpty
                || sightings.Any(sighting => Types.Any(type => sighting.Latest.Type.Contains(type, StringComparison.OrdinalIgnoreCase)))
            )
            && (Accounts.IsEmpty || sightings.Any(sighting => Accounts.Contains(sighting.Key.Finding.Account)))
            && (Regions.IsEmpty || sightings.Any(sighting => Regions.Contains(sighting.Key.Finding.Region)));
    }

    private bool Fits(ThreatRow row) =>
        (States.IsEmpty || States.Contains(row.State))
        && (Verdicts.IsEmpty || Verdicts.Contains(row.Verdict))
        && (Reasons.IsEmpty || Reasons.Contains(row.Reason))
        && (Severity is null || row.Severity >= Severity)
        && (Since is null || row.LastSeen >= Since)
        && (Direction is null || row.Direction == Direction || (row.Direction is "both" && Direction is not "both"));
}
