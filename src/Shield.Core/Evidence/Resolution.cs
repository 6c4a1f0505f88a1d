using Shield.Core.Indicators;

namespace Shield.Core.Evidence;

/// <summary>
/// That a name led to an address: what DNS answered, once or several times. The owner of the name chose the answer, and GuardDuty did not
/// confirm it, so an answer alone proves nothing about the address.
/// </summary>
public sealed record Resolution
{
    /// <summary>How many addresses of one name count at once.</summary>
    public const int MostAddresses = 32;

    /// <summary>
    /// How long it is remembered after its end. An entry that it made may still stand on the PCE; without the resolution that would be an
    /// orphan, which is never removed.
    /// </summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>Malware changes the addresses of its names by the minute, and a host goes on using the one that it looked up.</summary>
    private static readonly TimeSpan ShortestLife = TimeSpan.FromHours(1);

    /// <summary>A TTL may claim 68 years (RFC 2181 section 8); the owner of the name must not say how long we block somebody.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    public required DomainName Domain { get; init; }

    public required AddressRange Address { get; init; }

    /// <summary>The last time.</summary>
    public required DateTimeOffset ResolvedAt { get; init; }

    /// <summary>When it ceases to count, if nothing ends it before.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <param name="domain">The name that was asked for, whatever aliases it has.</param>
    /// <param name="address">What it led to.</param>
    /// <param name="timeToLive">As the answer said.</param>
    /// <param name="at">When it was asked.</param>
    public static Resolution Of(DomainName domain, AddressRange address, TimeSpan timeToLive, DateTimeOffset at) =>
        new()
        {
            Domain = domain,
            Address = address,
            ResolvedAt = at,
            Until =
                at
                + (
                    timeToLive < ShortestLife ? ShortestLife
                    : timeToLive > LongestLife ? LongestLife
                    : timeToLive
                ),
        };

    public bool IsInForce(DateTimeOffset now) => now < Until;

    /// <summary>Commutative, associative, idempotent.</summary>
    /// <exception cref="ArgumentException">The other is about another name or address.</exception>
    public Resolution Merge(Resolution other)
    {
        if (other.Domain != Domain || other.Address != Address)
        {
            throw new ArgumentException($"{other.Domain} at {other.Address} is something other than {Domain} at {Address}", nameof(other));
        }

        return this with
        {
            ResolvedAt = ResolvedAt > other.ResolvedAt ? ResolvedAt : other.ResolvedAt,
            Until = Until > other.Until ? Until : other.Until,
        };
    }
}
