using System.Net;

namespace Shield.Service.Webhook;

/// <summary>
/// So many requests a second of each client, twice as many at once. One that floods takes nothing from another. (The limiter of ASP.NET
/// keeps a timer for each client and cannot be given a clock.)
/// </summary>
internal sealed class ClientLimits(TimeProvider clock)
{
    /// <summary>Addresses that are remembered. Whoever has more of them than this is not one sender but an attack.</summary>
    private const int MostClients = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (double Tokens, long FilledAt)> _clients = [];

    /// <returns>Whether this request may pass.</returns>
    public bool TryTake(IPAddress client, int perSecond)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var isKnown = _clients.TryGetValue(client, out var bucket);
            if (!isKnown && _clients.Count >= MostClients)
            {
                ForgetIdle(perSecond, now);
                if (_clients.Count >= MostClients)
                {
                    return false;
                }
            }

            var tokens = isKnown ? Filled(bucket, perSecond, now) : Full(perSecond);
            var passes = tokens >= 1;
            _clients[client] = (passes ? tokens - 1 : tokens, now);
            return passes;
        }
    }

    private void ForgetIdle(int perSecond, long now)
    {
        foreach (var (client, bucket) in _clients)
        {
            if (Filled(bucket, perSecond, now) >= Full(perSecond))
            {
                _clients.Remove(client);
            }
        }
    }

    private double Filled((double Tokens, long FilledAt) bucket, int perSecond, long now) =>
        Math.Min(Full(perSecond), bucket.Tokens + (clock.GetElapsedTime(bucket.FilledAt, now).TotalSeconds * perSecond));

    private static double Full(int perSecond) => perSecond * 2.0;
}
