using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Planning;

namespace Shield.Cli.Output;

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

    public static ThreatRow Of(Threat threat)
    {
        var (decision, sightings) = (threat.Decision, threat.Decision.Sightings);
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
        };
    }

    private static double? NameSeverity(Decision decision) => decision is { Names: not [], Outbound.Severity: > 0 and var severity } ? severity : null;
}

/// <summary>The contract's words: lower case, hyphens.</summary>
public static class Words
{
    public static string ToWord(this Verdict verdict) => verdict switch { Verdict.Block => "block", Verdict.Hold => "hold", _ => "ignore" };

    public static string ToKind(this Indicator indicator) => indicator.IsDomain ? "domain" : indicator.Range.IsSingle ? "address" : "range";

    public static string ToWord(this EntryState state) => state switch
    {
        EntryState.Pending => "pending",
        EntryState.Active => "active",
        EntryState.Listed => "listed",
        EntryState.Releasing => "releasing",
        EntryState.Held => "held",
        EntryState.Ignored => "ignored",
        EntryState.Ended => "ended",
        _ => "unknown",
    };

    public static string ToWord(this Autonomy autonomy) => autonomy switch { Autonomy.Observe => "observe", Autonomy.Ask => "ask", _ => "act" };
}
