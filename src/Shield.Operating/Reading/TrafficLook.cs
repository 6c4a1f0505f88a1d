using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Core.Reconciling;

namespace Shield.Operating.Reading;

/// <summary>
/// Asks the PCE which workloads of ours talked with parties, for <c>plan</c>, <c>explain</c> and <c>threats approve</c>. It never makes a
/// command fail: what the PCE does not tell in time is not known.
/// </summary>
/// <param name="pce">Is read only.</param>
/// <param name="days"><c>Policy:TrafficDays</c>.</param>
public sealed class TrafficLook(IPce pce, int days)
{
    /// <summary>
    /// A PCE takes seconds to minutes. A person who waits for a preview waits for seconds, and no more than for one slow call of it (15 s).
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>One query.</summary>
    private const int MostParties = 200;

    /// <param name="parties">The most important first: the first 200 of them are asked about.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TalkedWith> AskAsync(IEnumerable<Indicator> parties, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ImmutableArray<Indicator> all = [.. parties.Distinct()];
        ImmutableArray<Indicator> asked = [.. all.Take(MostParties)];
        var since = now - TimeSpan.FromDays(days);
        return new TalkedWith
        {
            Days = days,
            NotAsked = all.Length - asked.Length,
            Reading = asked.IsEmpty
                ? TrafficReading.NotKnown([], since, now, "nobody was asked about")
                : await pce.ReadTrafficAsync(asked, since, now, Patience, cancellationToken),
        };
    }
}

/// <summary>Which workloads of ours talked with some parties.</summary>
public sealed record TalkedWith
{
    public required int Days { get; init; }

    /// <summary>How many parties there were no room for in the query.</summary>
    public required int NotAsked { get; init; }

    public required TrafficReading Reading { get; init; }

    /// <summary>The PCE left rows out.</summary>
    public bool IsCut => Reading.Parties.Values.Any(traffic => traffic.IsCut);

    /// <summary>Every contact that was told: party by party, the busiest first.</summary>
    public IEnumerable<Flow> Flows =>
        Reading.Parties.Values.SelectMany(traffic =>
            traffic.Flows.OrderByDescending(flow => flow.Connections).ThenBy(flow => flow.Workload, StringComparer.Ordinal)
        );

    /// <summary>The parties of which nothing is known, by why.</summary>
    public ILookup<string, Indicator> NotKnown =>
        Reading.Parties.Where(party => !party.Value.IsKnown).ToLookup(party => party.Value.NotKnown!, party => party.Key);
}
