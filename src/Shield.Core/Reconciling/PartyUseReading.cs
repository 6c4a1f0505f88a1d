using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;

namespace Shield.Core.Reconciling;

/// <summary>
/// Asks the PCE in how regular use those are that would newly be blocked. Each of them has an answer afterwards, were it that it is not
/// known: that holds a block as never-block sources that cannot be read do.
/// </summary>
internal sealed class PartyUseReading(IPce pce, int days, TimeSpan patience)
{
    /// <summary>
    /// Of one reconcile. The most severe come first, and those that wait for their turn are asked about at the next.
    /// </summary>
    private const int MostAtOnce = 1_000;

    /// <summary>What is in use today is so tomorrow: asked about once a day as long as it waits.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <summary>A PCE that did not answer is asked again at the next scheduled reconcile, not at each that findings begin.</summary>
    private static readonly TimeSpan FreshUnknown = TimeSpan.FromMinutes(4);

    /// <param name="parties">Whom to know of, the most important first.</param>
    /// <param name="known">What was told before.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PartyUses> ReadAsync(
        ImmutableArray<Indicator> parties,
        PartyUses known,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var fresh = parties.ToLookup(party => known.Of(party) is { } use && IsFresh(use, now));
        ImmutableArray<Indicator> asked = [.. fresh[false].Take(MostAtOnce)];
        var told = asked.IsEmpty
            ? null
            : await pce.ReadTrafficAsync(asked, now - TimeSpan.FromDays(days), now, patience, cancellationToken);
        var uses = fresh[true].Select(party => (party, Use: known.Of(party)!)).ToDictionary(one => one.party, one => one.Use);
        foreach (var party in asked)
        {
            uses[party] = PartyUse.Of(told!.Of(party), now);
        }

        foreach (var party in fresh[false].Skip(MostAtOnce))
        {
            uses[party] = PartyUse.Unknown($"{MostAtOnce} parties are asked about at once, and it was not its turn", now);
        }

        return new PartyUses { ByParty = uses.ToImmutableSortedDictionary() };
    }

    // What a clock that ran ahead dated says nothing of when it was.
    private static bool IsFresh(PartyUse use, DateTimeOffset now) =>
        use.At <= now && now - use.At < (use.NotKnown is null ? Fresh : FreshUnknown);
}
