using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>
/// Which evidence can decide nothing any more, whatever the policy says or will say: no report keeps anybody blocked or held for longer
/// than <see cref="BlockLife.Longest"/>, and who comes back later than <see cref="BlockLife.ReturnWithin"/> after that is no return. Acts
/// are never forgotten, nor is history.
/// </summary>
/// <remarks>
/// A party goes as a whole or not at all: its returns count up over all of its sightings. One that comes again afterwards starts afresh.
/// GuardDuty itself keeps a finding for 90 days, so no id of what is forgotten here is in use any more.
/// </remarks>
public static class Forgetting
{
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(90);

    /// <summary>Anything shorter would forget a party whose return still counts.</summary>
    public static readonly TimeSpan ShortestRetention = BlockLife.ReturnWithin + TimeSpan.FromDays(1);

    /// <param name="ledger">All of it.</param>
    /// <param name="standing">What may stand on the PCE as ours: without its evidence nobody would take such an entry off (laws 5 and
    /// 9).</param>
    /// <param name="retention">How long evidence is kept after the last moment at which it can have mattered; at least
    /// <see cref="ShortestRetention"/>.</param>
    /// <param name="now">Counts only as far as a finding confirms it: a clock that runs ahead forgets nothing, and while no finding comes
    /// nothing grows.</param>
    public static Forgettable In(LedgerContent ledger, IEnumerable<Indicator> standing, TimeSpan retention, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retention, ShortestRetention);
        if (ledger.ConfirmedNow(now) is not { } asOf)
        {
            return Forgettable.Nothing;
        }

        // Subtracted, since a finding may claim any date and a sum could run over the last one that there is.
        bool IsOver(DateTimeOffset last) => asOf - last > BlockLife.Longest + retention;

        var inUse = new StillThere(standing, ledger.Acts, asOf);
        var gone = ledger
            .Sightings.GroupBy(sighting => sighting.Key.Indicator)
            .Where(party => party.All(sighting => IsOver(sighting.Last)) && !inUse.Touches(party.Key))
            .OrderBy(party => party.Key)
            .SelectMany(party => party)
            .ToImmutableArray();
        // By region and id: what a state says also counts for the same finding under another account (KnownEvidence).
        var kept = ledger.Sightings.Except(gone).Select(sighting => (sighting.Key.Finding.Region, sighting.Key.Finding.Id)).ToHashSet();
        return new Forgettable
        {
            Sightings = gone,
            States = [.. ledger.States.Where(state => IsOver(state.Last) && !kept.Contains((state.Key.Region, state.Key.Id)))],
            OwnAddresses = [.. ledger.OwnAddresses.Where(own => asOf - own.LastSeen > OwnAddress.Life + retention)],
        };
    }

    /// <summary>
    /// What was last seen before that moment and is at rest may be forgotten: nothing of it is on the PCE, and no act in force is about it.
    /// </summary>
    /// <param name="ledger">What is alive.</param>
    /// <param name="retention">As above.</param>
    /// <param name="now">As above.</param>
    /// <returns>Null where nothing confirms the date.</returns>
    public static DateTimeOffset? Before(LedgerContent ledger, TimeSpan retention, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retention, ShortestRetention);
        var kept = BlockLife.Longest + retention;
        return ledger.ConfirmedNow(now) is { } asOf && asOf - DateTimeOffset.MinValue > kept ? asOf - kept : null;
    }

    /// <summary>Parties of which something is still there, on the PCE or by an operator's word.</summary>
    private sealed class StillThere(IEnumerable<Indicator> standing, ImmutableArray<Act> acts, DateTimeOffset now)
    {
        private readonly ActIndex _acts = new([.. acts.Where(act => act.Until is null || act.Until > now)]);
        private readonly RangeSet _ranges = RangeSet.Of(standing.Where(entry => !entry.IsDomain).Select(entry => entry.Range));
        private readonly HashSet<Indicator> _domains = [.. standing.Where(entry => entry.IsDomain)];

        public bool Touches(Indicator party) =>
            (party.IsDomain ? _domains.Contains(party) : _ranges.Overlaps(party.Range)) || !_acts.On(party).IsEmpty;
    }
}
