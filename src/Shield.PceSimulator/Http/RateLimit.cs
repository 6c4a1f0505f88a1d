namespace Shield.PceSimulator.Http;

/// <summary>
/// The limit of requests a minute for each API key (docs/pce.md#3-refusals). unknown: strict. Any 60 seconds count, not the clock's
/// minute; a request that was refused does not count.
/// </summary>
internal sealed class RateLimit(SimulatorOptions options)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Queue<DateTimeOffset>> _served = [];

    /// <exception cref="Refusal">429.</exception>
    public void Demand(ApiUser user, DateTimeOffset now)
    {
        if (options.RequestsPerMinute is not { } most)
        {
            return;
        }

        if (!_served.TryGetValue(user.Key, out var served))
        {
            _served[user.Key] = served = [];
        }

        while (served.TryPeek(out var oldest) && now - oldest >= Minute)
        {
            served.Dequeue();
        }

        if (served.Count >= most)
        {
            var wait = served.Peek() + Minute - now;
            throw Refusal.TooManyRequests(options.RetryAfter ? (int)Math.Ceiling(wait.TotalSeconds) : null);
        }

        served.Enqueue(now);
    }
}
