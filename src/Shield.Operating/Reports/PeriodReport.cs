using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Operating.Reading;
using Shield.Operating.Threats;

namespace Shield.Operating.Reports;

/// <summary>What happened in a period, and what waits now: made of history and of what is decided. It reads nothing itself.</summary>
public sealed record PeriodReport
{
    /// <summary>So many attackers, and so many held parties, are named.</summary>
    public const int MostNamed = 10;

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Parties of which an entry began to block in the period; one on a list that no rule uses did not.</summary>
    public required PartyCounts Blocked { get; init; }

    /// <summary>Parties of which a block ended in the period.</summary>
    public required PartyCounts Ended { get; init; }

    /// <summary>Parties that wait for a person now.</summary>
    public required PartyCounts Held { get; init; }

    /// <summary>Of those that were blocked, by how often GuardDuty counted them; the first few.</summary>
    public required ImmutableArray<ThreatRow> Attackers { get; init; }

    public required TimeToActive TimeToActive { get; init; }

    /// <summary>Reconciles that changed the PCE.</summary>
    public required int Reconciles { get; init; }

    /// <summary>Acts of operators, and removals by hand.</summary>
    public required int Acts { get; init; }

    /// <summary>The first few that wait for a person now, the most severe first.</summary>
    public required ImmutableArray<ThreatRow> Waiting { get; init; }

    /// <param name="events">As history tells them; those outside the period are left out here.</param>
    /// <param name="threats">How everything stands now: at least what is alive, and what the events name.</param>
    /// <param name="since">From then on.</param>
    /// <param name="until">Up to then.</param>
    public static PeriodReport Of(
        ImmutableArray<HistoryEvent> events,
        ImmutableArray<Threat> threats,
        DateTimeOffset since,
        DateTimeOffset until
    )
    {
        var within = events.Where(happened => happened.At >= since && happened.At <= until).ToImmutableArray();
        var done = within.OfType<ReconcileEvent>().Where(reconcile => reconcile.Outcome is not null).ToImmutableArray();
        var known = new KnownThreats(threats);
        var blocked = known.Of(PartiesOf(done, isStart: true));
        var held = threats.Where(threat => threat.Decision.Verdict is Verdict.Hold).Select(ThreatRow.Of).ToImmutableArray();
        return new PeriodReport
        {
            Since = since,
            Until = until,
            Blocked = PartyCounts.Of(blocked),
            Ended = PartyCounts.Of(known.Of(PartiesOf(done, isStart: false))),
            Held = PartyCounts.Of(held),
            Attackers =
            [
                .. blocked
                    .Where(row => row.Sightings > 0)
                    .OrderByDescending(row => known.CountOf(row))
                    .ThenBy(row => row.Indicator, StringComparer.Ordinal)
                    .Take(MostNamed),
            ],
            TimeToActive = TimeToActive.Of(TimeToActive.TimesOf(done, threats.Select(threat => threat.Decision))),
            Reconciles = done.Length,
            Acts = within.OfType<ActEvent>().Count(),
            Waiting = [.. held.OrderByDescending(row => row.Severity).ThenBy(row => row.Indicator, StringComparer.Ordinal).Take(MostNamed)],
        };
    }

    /// <summary>What the events of a period name, so that it is known of whom to read the evidence.</summary>
    public static ImmutableArray<Indicator> PartiesIn(ImmutableArray<HistoryEvent> events, DateTimeOffset since, DateTimeOffset until) =>
        [
            .. events
                .Where(happened => happened.At >= since && happened.At <= until)
                .OfType<ReconcileEvent>()
                .SelectMany(reconcile => reconcile.Effects)
                .Select(change => change.Change.Entry)
                .Distinct(),
        ];

    private static IEnumerable<Indicator> PartiesOf(ImmutableArray<ReconcileEvent> done, bool isStart) =>
        done.SelectMany(reconcile => reconcile.Effects)
            .Where(change => change.Change.IsStart == isStart)
            .Select(change => change.Change.Entry)
            .Distinct();

    /// <summary>Finds of an entry who it is.</summary>
    private sealed class KnownThreats(ImmutableArray<Threat> threats)
    {
        private readonly Dictionary<Indicator, Threat> _byParty = threats.ToDictionary(threat => threat.Decision.Indicator);

        /// <summary>A row of each. Of one that is a piece of something, or is not known any more, the row has its name only.</summary>
        public ImmutableArray<ThreatRow> Of(IEnumerable<Indicator> parties) =>
            [.. parties.Select(party => _byParty.TryGetValue(party, out var threat) ? ThreatRow.Of(threat) : ThreatRow.OfUnknown(party))];

        public long CountOf(ThreatRow row) =>
            _byParty.TryGetValue(Indicator.Parse(row.Indicator), out var threat)
                ? threat.Decision.Sightings.Sum(sighting => sighting.Count)
                : 0;
    }
}

/// <summary>How many, and by what.</summary>
public sealed record PartyCounts(
    int Count,
    ImmutableArray<ThreatCountRow> ByType,
    ImmutableArray<ThreatCountRow> ByAccount,
    ImmutableArray<ThreatCountRow> ByCountry,
    ImmutableArray<ThreatCountRow> BySource
)
{
    public static PartyCounts Of(ImmutableArray<ThreatRow> rows) =>
        new(
            rows.Length,
            ThreatCounts.Of(rows, "type").Result,
            ThreatCounts.Of(rows, "account").Result,
            ThreatCounts.Of(rows, "country").Result,
            ThreatCounts.Of(rows, "source").Result
        );
}
