using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Operating.Explain;
using Shield.Operating.Words;

namespace Shield.Operating.Threats;

/// <summary>One indicator in <c>threats list</c>.</summary>
public sealed record ThreatRow
{
    public required string Indicator { get; init; }

    /// <summary><c>address</c>, <c>range</c> or <c>domain</c>.</summary>
    public required string Kind { get; init; }

    public required string Direction { get; init; }

    public required string Verdict { get; init; }

    public required string State { get; init; }

    public required string Reason { get; init; }

    /// <summary>Of the strongest sighting, or of the name that led there; null for a party that only an operator named.</summary>
    public required double? Severity { get; init; }

    public required DateTimeOffset? FirstSeen { get; init; }

    public required DateTimeOffset? LastSeen { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required int Sightings { get; init; }

    /// <summary>Of the strongest sighting, as all below; null where no finding named the party.</summary>
    public required string? Type { get; init; }

    public required string? Account { get; init; }

    public required string? Region { get; init; }

    /// <summary>Our resource in that finding.</summary>
    public required string? Resource { get; init; }

    public required string? Country { get; init; }

    /// <summary>The AS number and organisation.</summary>
    public required string? Asn { get; init; }

    public static ThreatRow Of(Threat threat)
    {
        var (decision, sightings) = (threat.Decision, threat.Decision.Sightings);
        var strongest = StrongestOf(decision);
        var told = strongest is null ? null : SightingRow.Of(strongest);
        return new ThreatRow
        {
            Indicator = decision.Indicator.ToString(),
            Kind = decision.Indicator.ToKind(),
            Direction = decision.Directions.ToWord(),
            Verdict = decision.Verdict.ToWord(),
            State = threat.State.ToWord(),
            Reason = threat.Reason,
            Severity = sightings.IsEmpty ? NameSeverity(decision) : sightings.Max(sighting => sighting.Severity),
            FirstSeen = sightings.IsEmpty ? null : sightings.Min(sighting => sighting.FirstSeen),
            LastSeen = sightings.IsEmpty ? null : sightings.Max(sighting => sighting.LastSeen),
            Until = decision.Until,
            Sightings = sightings.Length,
            Type = told?.Type,
            Account = told?.Account,
            Region = told?.Region,
            Resource = told?.Resource,
            Country = told?.Country,
            Asn = told?.Asn,
        };
    }

    /// <summary>Of a party of which nothing is known any more, or that is a piece of one: its name.</summary>
    public static ThreatRow OfUnknown(Indicator indicator) =>
        new()
        {
            Indicator = indicator.ToString(),
            Kind = indicator.ToKind(),
            Direction = Directions.None.ToWord(),
            Verdict = Core.FindingTypes.Verdict.Ignore.ToWord(),
            State = EntryState.Unknown.ToWord(),
            Reason = ReasonCode.NotApplied,
            Severity = null,
            FirstSeen = null,
            LastSeen = null,
            Until = null,
            Sightings = 0,
            Type = null,
            Account = null,
            Region = null,
            Resource = null,
            Country = null,
            Asn = null,
        };

    /// <summary>
    /// The one that decides; where none does, the one of the greatest severity, then the latest, then the smallest finding id.
    /// </summary>
    private static Sighting? StrongestOf(Decision decision)
    {
        var deciding = new[] { decision.Inbound.Origin, decision.Outbound.Origin }
            .OfType<Origin>()
            .Where(origin => origin.Type is not null)
            .Select(origin => origin.Id)
            .ToHashSet();
        return decision
            .Sightings.OrderByDescending(sighting => deciding.Contains(sighting.Key.Finding.Id))
            .ThenByDescending(sighting => sighting.Severity)
            .ThenByDescending(sighting => sighting.LastSeen)
            .ThenBy(sighting => sighting.Key.Finding.Id, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static double? NameSeverity(Decision decision) =>
        decision is { Names: not [], Outbound.Severity: > 0 and var severity } ? severity : null;
}
