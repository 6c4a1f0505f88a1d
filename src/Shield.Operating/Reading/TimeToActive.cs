using System.Collections.Immutable;
using Shield.Core.Decisions;
using Shield.Core.Reconciling;

namespace Shield.Operating.Reading;

/// <summary>From GuardDuty's update of the finding to active in the PCE's policy.</summary>
/// <param name="Measured">Of how many it is known.</param>
/// <param name="P50Seconds">Half of them took no longer; null where none was measured.</param>
/// <param name="P99Seconds">Of a hundred, 99 took no longer.</param>
public sealed record TimeToActive(int Measured, double? P50Seconds, double? P99Seconds)
{
    public static TimeToActive Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalSeconds).Order().ToList();
        return new TimeToActive(sorted.Count, At(0.50), At(0.99));

        // The nearest rank: the smallest of which at least that share is no greater.
        double? At(double share) => sorted is [] ? null : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Count) - 1], 1);
    }

    /// <summary>
    /// From GuardDuty's update to the end of the reconcile, of each party that it made active. A finding that GuardDuty updated again
    /// later tells no more when it came first: it is left out.
    /// </summary>
    public static ImmutableArray<TimeSpan> TimesOf(IEnumerable<ReconcileEvent> reconciles, IEnumerable<Decision> decisions)
    {
        var known = decisions.ToDictionary(decision => decision.Indicator);
        return
        [
            .. from reconcile in reconciles
            where reconcile is { Outcome: not null, EndedAt: not null }
            from party in reconcile.Effects.Where(change => change.Change.IsStart).Select(change => change.Change.Entry).Distinct()
            where known.ContainsKey(party)
            let updated = known[party].Sightings.Where(sighting => sighting.Latest.UpdatedAt <= reconcile.EndedAt).ToList()
            where updated.Count > 0
            select reconcile.EndedAt!.Value - updated.Max(sighting => sighting.Latest.UpdatedAt),
        ];
    }
}
