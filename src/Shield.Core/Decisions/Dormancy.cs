using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>
/// Which parties can neither be blocked nor held any more by what is known of them: their evidence may be put to rest. It stays in the
/// ledger, for its story and to count returns, and a reconcile does not read it. New evidence about such a party wakes all of it.
/// </summary>
/// <remarks>
/// A party stays alive for longer than it can be blocked, never for less: each of its reports is taken as one that asks for a block, after
/// as many returns as the party has reports, on no rented machine, and whatever was archived.
/// </remarks>
public static class Dormancy
{
    /// <param name="alive">A reading of what is not at rest.</param>
    /// <param name="standing">What may stand on the PCE as ours: without its evidence nobody could say why, nor take it off.</param>
    /// <param name="lives">By severity, of the policy in force.</param>
    /// <param name="now">Counts only as far as a finding confirms it: a clock that runs ahead puts nobody to rest.</param>
    /// <returns>
    /// Parties as a whole, and states of findings of which nothing else is alive. None that was seen after now, by a clock that is ahead.
    /// </returns>
    public static Forgettable In(LedgerContent alive, IEnumerable<Indicator> standing, BlockLives lives, DateTimeOffset now)
    {
        if (alive.ConfirmedNow(now) is not { } asOf)
        {
            return Forgettable.Nothing;
        }

        var inUse = new KeptAlive(alive, standing, asOf);
        var resting = alive
            .Sightings.GroupBy(sighting => sighting.Key.Indicator)
            .Where(party => !IsAlive([.. party], lives, asOf) && !inUse.Contains(party.Key))
            .OrderBy(party => party.Key)
            .SelectMany(party => party)
            .ToImmutableArray();
        // By region and id: what a state says also counts for the same finding under another account (KnownEvidence).
        var kept = alive.Sightings.Except(resting).Select(sighting => (sighting.Key.Finding.Region, sighting.Key.Finding.Id)).ToHashSet();
        return Forgettable.Nothing with
        {
            Sightings = resting,
            States = [.. alive.States.Where(state => !kept.Contains((state.Key.Region, state.Key.Id)) && state.Last <= asOf)],
        };
    }

    /// <summary>Whether all that is known of one party could still block or hold it, or is dated after now.</summary>
    public static bool IsAlive(ImmutableArray<Sighting> party, BlockLives lives, DateTimeOffset now)
    {
        var returns = party.Count(sighting => sighting.Supported is not null && sighting.Key.Finding.Feed is null) - 1;
        return party.Any(sighting =>
            sighting.FirstSeen > now
            || sighting.LastSeen > now
            || (sighting.Supported is not null && now - sighting.Last < BlockLife.AtMost(lives.For(sighting), returns))
        );
    }

    /// <summary>The lives as one text, to be compared with those by which parties were put to rest.</summary>
    public static string NameOf(BlockLives lives) =>
        string.Join(' ', LivesIn(lives).Select(life => life.ToString("c", CultureInfo.InvariantCulture)));

    /// <summary>Whether a party that was put to rest by the one may be alive by the other.</summary>
    /// <param name="name">Of <see cref="NameOf"/>. One that cannot be read was written by a later version: then anything may be.</param>
    public static bool AreLongerThan(BlockLives lives, string name)
    {
        var earlier = name.Split(' ')
            .Select(text => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var life) ? life : TimeSpan.Zero)
            .ToArray();
        var later = LivesIn(lives);
        return earlier.Length != later.Length || later.Zip(earlier).Any(pair => pair.First > pair.Second);
    }

    private static TimeSpan[] LivesIn(BlockLives lives) =>
        lives.Feeds.IsEmpty ? BySeverity(lives) : [.. BySeverity(lives), lives.Feeds.Values.Max()];

    private static TimeSpan[] BySeverity(BlockLives lives) => [lives.Low, lives.Medium, lives.High, lives.Critical];

    /// <summary>Parties that an operator's word or a name keeps alive, or that stand on the PCE.</summary>
    private sealed class KeptAlive
    {
        private readonly RangeSet _standing;
        private readonly HashSet<Indicator> _named;

        public KeptAlive(LedgerContent alive, IEnumerable<Indicator> standing, DateTimeOffset now)
        {
            var all = standing.ToLookup(entry => entry.IsDomain);
            _standing = RangeSet.Of(all[false].Select(entry => entry.Range));
            // An operator's block is about exactly its party; what undoes one blocks nobody.
            _named =
            [
                .. all[true],
                .. alive.Acts.Where(act => act.Until is null || act.Until > now).Select(act => act.Indicator).OfType<Indicator>(),
                .. alive
                    .Resolutions.Where(resolution => resolution.Until > now)
                    .SelectMany(resolution => new[] { new Indicator(resolution.Domain), new Indicator(resolution.Address) }),
            ];
        }

        public bool Contains(Indicator party) => _named.Contains(party) || (!party.IsDomain && _standing.Overlaps(party.Range));
    }
}
