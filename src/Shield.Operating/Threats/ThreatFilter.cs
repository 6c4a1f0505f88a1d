using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Operating.Explain;

namespace Shield.Operating.Threats;

/// <summary>Which rows of <c>threats list</c> are wanted, and in which order. An empty array asks for nothing.</summary>
public sealed record ThreatFilter
{
    private static readonly ImmutableArray<(string Name, Func<ThreatRow, IComparable?> Value)> Orders =
    [
        // The first is the order without --sort, and the order among rows that are equal otherwise.
        ("indicator", _ => null),
        ("severity", row => row.Severity),
        ("last-seen", row => row.LastSeen),
        ("first-seen", row => row.FirstSeen),
        ("until", row => row.Until),
        ("sightings", row => row.Sightings),
    ];

    /// <summary>What rows can be sorted by.</summary>
    public static ImmutableArray<string> Sorts => [.. Orders.Select(order => order.Name)];

    /// <summary>The ignored and ended ones too.</summary>
    public bool All { get; init; }

    /// <summary>Whoever asks for what is ignored or has ended wants to see it.</summary>
    public static bool AreOfAll(ImmutableArray<EntryState> states, ImmutableArray<Verdict> verdicts) =>
        states.Contains(EntryState.Ignored) || states.Contains(EntryState.Ended) || verdicts.Contains(Verdict.Ignore);

    public ImmutableArray<EntryState> States { get; init; } = [];

    public ImmutableArray<Verdict> Verdicts { get; init; } = [];

    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>Texts that the type of one of the party's findings contains.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    public ImmutableArray<string> Accounts { get; init; } = [];

    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>At least this severity.</summary>
    public double? Severity { get; init; }

    /// <summary>Last seen then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    public Directions? Direction { get; init; }

    public ImmutableArray<AddressRange> In { get; init; } = [];

    /// <summary>Those that cover this party, such as a range around an address, or lie inside it.</summary>
    public Indicator? About { get; init; }

    public string? Sort { get; init; }

    public int? Limit { get; init; }

    /// <summary>Those that fit, sorted and cut.</summary>
    public ImmutableArray<Threat> Apply(IEnumerable<Threat> threats)
    {
        var value = Orders.FirstOrDefault(order => order.Name == Sort, Orders[0]).Value;
        return
        [
            .. threats
                .Where(FitsItself)
                .Select(threat => (Threat: threat, Row: ThreatRow.Of(threat)))
                .Where(one => FitsByEvidence(one.Row))
                .OrderByDescending(one => value(one.Row))
                .ThenBy(one => one.Threat.Decision.Indicator)
                .Select(one => one.Threat)
                .Take(Limit ?? int.MaxValue),
        ];
    }

    private bool FitsItself(Threat threat)
    {
        var (decision, sightings) = (threat.Decision, threat.Decision.Sightings);
        return (States.IsEmpty || States.Contains(threat.State))
            && (Verdicts.IsEmpty || Verdicts.Contains(decision.Verdict))
            && (Reasons.IsEmpty || Reasons.Contains(threat.Reason))
            && (
                Direction is null
                || decision.Directions == Direction
                || (decision.Directions is Directions.Both && Direction is not Directions.Both)
            )
            && (In.IsEmpty || (!decision.Indicator.IsDomain && In.Any(range => range.Covers(decision.Indicator.Range))))
            && (
                About is not { } about
                || ExplainedChecks.IsInside(about, decision.Indicator)
                || ExplainedChecks.IsInside(decision.Indicator, about)
            )
            && (
                Types.IsEmpty
                || sightings.Any(sighting => Types.Any(type => sighting.Latest.Type.Contains(type, StringComparison.OrdinalIgnoreCase)))
            )
            && (Accounts.IsEmpty || sightings.Any(sighting => Accounts.Contains(sighting.Key.Finding.Account)))
            && (Regions.IsEmpty || sightings.Any(sighting => Regions.Contains(sighting.Key.Finding.Region)));
    }

    private bool FitsByEvidence(ThreatRow row) =>
        (Severity is null || row.Severity >= Severity) && (Since is null || row.LastSeen >= Since);
}
