using Shield.Core.Evidence;

namespace Shield.Core.Decisions;

/// <summary>Until when each report of one indicator keeps it blocked: support + life, longer with every return.</summary>
public static class BlockLife
{
    /// <summary>GuardDuty repeats a finding every 6 h by default: a shorter life would flap.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(12);

    /// <summary>
    /// After this nothing that a report said keeps anybody blocked or held, whatever the policy's lives and however many returns.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>Who comes back later than this after the last end is a new party on that address.</summary>
    public static readonly TimeSpan ReturnWithin = TimeSpan.FromDays(30);

    /// <remarks>
    /// A feed repeats what it says for as long as it lists the party: that makes no return, and no block by a finding longer.
    /// </remarks>
    /// <param name="counted">The sightings that ask for a block or a hold; those without support are passed over.</param>
    /// <param name="lives">By severity.</param>
    /// <param name="isRentable">The party sits on a rented machine, whose address changes hands: half of everything.</param>
    public static Dictionary<SightingKey, DateTimeOffset> EndsOf(IEnumerable<Sighting> counted, BlockLives lives, bool isRentable)
    {
        var ends = new Dictionary<SightingKey, DateTimeOffset>();
        DateTimeOffset? latestEnd = null;
        var returns = 0;
        foreach (var sighting in counted.OrderBy(s => s.FirstSeen).ThenBy(s => s.Key.Finding))
        {
            if (sighting.Supported is not { } supported)
            {
                continue;
            }

            if (sighting.Key.Finding.Feed is not null)
            {
                ends[sighting.Key] = supported + Lengthened(lives.For(sighting), returns: 0, isRentable);
                continue;
            }

            returns += IsReturn(sighting.FirstSeen, latestEnd) ? 1 : 0;
            var end = supported + Lengthened(lives.For(sighting.Severity), returns, isRentable);
            ends[sighting.Key] = end;
            latestEnd = latestEnd > end ? latestEnd : end;
        }

        return ends;
    }

    /// <summary>How long one report of a party that never came back keeps it blocked.</summary>
    public static TimeSpan OfOne(double severity, BlockLives lives) => AtMost(lives.For(severity), returns: 0);

    /// <summary>No report of that life keeps anybody blocked or held for longer, after so many returns or fewer.</summary>
    public static TimeSpan AtMost(TimeSpan life, int returns) => Lengthened(life, returns, isRentable: false);

    private static bool IsReturn(DateTimeOffset firstSeen, DateTimeOffset? latestEnd) =>
        firstSeen > latestEnd && firstSeen - latestEnd <= ReturnWithin;

    // Doubled in steps: a party that returned a hundred times must not overflow a TimeSpan.
    private static TimeSpan Lengthened(TimeSpan life, int returns, bool isRentable)
    {
        for (var i = 0; i < returns && life < Longest; i++)
        {
            life *= 2;
        }

        life = (life > Longest ? Longest : life) / (isRentable ? 2 : 1);
        return life < Shortest ? Shortest : life;
    }
}
