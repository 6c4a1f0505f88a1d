namespace Shield.Pce.Calling;

/// <summary>
/// A token bucket over all requests of the process. A quarter may go at once and the rest flows in over the minute, so that no
/// minute, wherever it begins, sees more than the budget. System.Threading.RateLimiting's bucket cannot be given a clock.
/// </summary>
internal sealed class RequestBudget(int requestsPerMinute, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly double _capacity = Math.Max(1, requestsPerMinute / 4.0);
    private readonly double _perSecond = requestsPerMinute * 0.75 / 60;
    private double _tokens = Math.Max(1, requestsPerMinute / 4.0);
    private long _filledAt = clock.GetTimestamp();

    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var wait = Reserve();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // The bucket may go below zero: whoever takes the missing token waits until it has flowed in.
    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(_capacity, _tokens + (clock.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
            _filledAt = now;
            _tokens -= 1;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _perSecond);
        }
    }
}
