using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// Tells when a lease that somebody else holds has run out. The date in it was written by the holder's clock and is read by ours, and
/// either may be wrong or have been put right meanwhile. So a lease has run out when it stayed the same for its whole length, measured
/// here, by a clock that nobody sets.
/// </summary>
/// <param name="clock">Its timestamps measure, its date is looked at only where it can be trusted.</param>
/// <param name="trustsDates"> True where all instances have clocks that are kept right for them, and none lives long enough to watch: in
/// AWS Lambda. Then a date that passed some time ago is enough.
/// </param>
public sealed class LeaseWatch(TimeProvider clock, bool trustsDates)
{
    /// <summary>
    /// By how much the clocks of two instances differ at most where dates are trusted: AWS keeps them to some milliseconds.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>How long a lease lasts from its last renewal.</summary>
    public static TimeSpan Length => Lease.Length;

    private (long Fence, DateTimeOffset Until, long Completed)? _seen;
    private long _timestamp;
    private DateTimeOffset _date;

    /// <param name="state">As it was read just now.</param>
    public bool HasRunOut(LeaseState state)
    {
        var now = clock.GetUtcNow();
        var seen = (state.Fence, state.Until, state.CompletedGeneration);
        if (_seen != seen)
        {
            (_seen, _timestamp, _date) = (seen, clock.GetTimestamp(), now);
        }

        var watched = clock.GetElapsedTime(_timestamp);

        // Between two invocations an instance of a function may be frozen, and then its timestamps stand still.
        watched = trustsDates && now - _date > watched ? now - _date : watched;
        return watched >= Length || (trustsDates && now - state.Until >= Margin);
    }
}
