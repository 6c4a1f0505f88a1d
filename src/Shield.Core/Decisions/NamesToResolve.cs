using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Decisions;

/// <summary>
/// Which names a run resolves: those that are blocked, and of which nothing is known or what is known is older than half its life.
/// </summary>
public static class NamesToResolve
{
    /// <summary>
    /// A share of each run is for names that nothing is known of: as many may be dead, and stay so, as there are living ones to renew.
    /// </summary>
    private const int ShareOfUnknown = 4;

    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <param name="decisions">Of now. A name that is held is never asked for: some lead to a sinkhole, or to whoever asks.</param>
    /// <param name="resolutions">What is known.</param>
    /// <param name="now">When.</param>
    /// <param name="most">How many at most; those that were resolved longest ago first.</param>
    public static ImmutableArray<DomainName> Of(
        ImmutableArray<Decision> decisions,
        ImmutableArray<Resolution> resolutions,
        DateTimeOffset now,
        int most
    )
    {
        var known = resolutions.ToLookup(resolution => resolution.Domain);
        var blocked = decisions
            .Where(decision => decision is { Indicator.IsDomain: true, Verdict: Verdict.Block })
            .Select(decision => decision.Indicator.Domain!);
        var due = blocked.Where(name => IsDue([.. known[name]], now)).ToLookup(name => known[name].Any());
        var renewed = due[true]
            .OrderBy(name => known[name].Max(resolution => resolution.ResolvedAt))
            .ThenBy(name => name.Text, StringComparer.Ordinal)
            .ToList();
        var unknown = due[false].OrderBy(name => Place(name, now)).ToList();
        var places = most - Math.Min(unknown.Count, most / ShareOfUnknown);
        return [.. renewed.Take(places).Concat(unknown).Take(most)];
    }

    private static bool IsDue(ImmutableArray<Resolution> known, DateTimeOffset now)
    {
        if (known.IsEmpty)
        {
            return true;
        }

        var newest = known.Max(resolution => resolution.ResolvedAt);
        var life = known.Where(resolution => resolution.ResolvedAt == newest).Min(resolution => resolution.Until) - newest;
        return now >= newest + (life / 2);
    }

    // That a name led nowhere is not recorded. In another order every minute, none of them waits for all the others for ever.
    private static ulong Place(DomainName name, DateTimeOffset now) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{now.UtcTicks / Turn.Ticks} {name}")));
}
