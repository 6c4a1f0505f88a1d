using System.Net;
using System.Net.Sockets;

namespace Shield.Console.Access;

/// <summary>
/// Slows whoever guesses passwords: after a few wrong ones each further attempt waits longer. It counts for the client's address (up to a
/// quarter of an hour) and for the account apart (up to half a minute, so that nobody can shut somebody else out for long): neither many
/// accounts nor many addresses help.
/// </summary>
internal sealed class SignInLimits(TimeProvider clock)
{
    private const int Free = 5;

    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LongestOfAccount = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Wrong, long At)> _tries = [];

    /// <returns>How long this attempt has to wait; zero where it may be made.</returns>
    public TimeSpan WaitFor(IPAddress client, string account)
    {
        lock (_gate)
        {
            var (ofClient, ofAccount) = (Wait(Of(client), Longest), Wait(Of(account), LongestOfAccount));
            return ofClient > ofAccount ? ofClient : ofAccount;
        }
    }

    public void TellWrong(IPAddress client, string account)
    {
        lock (_gate)
        {
            if (_tries.Count >= MostRemembered)
            {
                var now = clock.GetTimestamp();
                foreach (var (key, _) in _tries.Where(one => clock.GetElapsedTime(one.Value.At, now) >= Longest).ToList())
                {
                    _tries.Remove(key);
                }
            }

            foreach (var key in new[] { Of(client), Of(account) })
            {
                _tries[key] = (_tries.GetValueOrDefault(key).Wrong + 1, clock.GetTimestamp());
            }
        }
    }

    public void TellRight(IPAddress client, string account)
    {
        lock (_gate)
        {
            _tries.Remove(Of(client));
            _tries.Remove(Of(account));
        }
    }

    private TimeSpan Wait(string key, TimeSpan longest)
    {
        if (!_tries.TryGetValue(key, out var tried) || tried.Wrong < Free)
        {
            return TimeSpan.Zero;
        }

        var since = clock.GetElapsedTime(tried.At);
        var wait = TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, tried.Wrong - Free)));
        return since >= wait ? TimeSpan.Zero : wait - since;
    }

    /// <summary>Of IPv6 the /64, of which one host has all addresses.</summary>
    private static string Of(IPAddress client) =>
        client.AddressFamily is AddressFamily.InterNetworkV6
            ? $"network {Convert.ToHexString(client.GetAddressBytes()[..8])}"
            : $"address {client}";

    private static string Of(string account) => $"account {account}";
}
