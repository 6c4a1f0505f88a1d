using System.Collections.Immutable;
using Shield.Operating.Reading;

namespace Shield.Operating.Status;

/// <summary>How soon blocks became active in the last 24 hours, against <c>Slo:TimeToActive</c>.</summary>
/// <param name="ObjectiveSeconds">So soon each should be.</param>
/// <param name="Measured">Of how many it is known.</param>
/// <param name="P50Seconds">Half of them took no longer; null where none was measured.</param>
/// <param name="P99Seconds">Of a hundred, 99 took no longer.</param>
/// <param name="Missed">How many came later.</param>
/// <param name="Burn">How fast the error budget is used: one block in a hundred may come later, and at 1.0 just that happens. Null where
/// nothing was measured.</param>
public sealed record TimelinessRow(double ObjectiveSeconds, int Measured, double? P50Seconds, double? P99Seconds, int Missed, double? Burn)
{
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    /// <summary>The share of blocks that may come later.</summary>
    private const double Budget = 0.01;

    public static TimelinessRow Of(ImmutableArray<TimeSpan> times, TimeSpan objective)
    {
        var missed = times.Count(time => time > objective);
        var spread = TimeToActive.Of(times);
        return new TimelinessRow(
            objective.TotalSeconds,
            spread.Measured,
            spread.P50Seconds,
            spread.P99Seconds,
            missed,
            times.IsEmpty ? null : Math.Round(missed / (Budget * times.Length), 1)
        );
    }
}
