using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Reconciling;

namespace Shield.Console.Map;

/// <summary>
/// How the picture came about, change by change: what history says that our lists blocked, what waited for a person by the evidence and the
/// acts there were, and what traffic had been seen.
/// </summary>
/// <remarks>
/// The workloads are those of now: no record says how they were. What of an earlier policy let a party through, the traffic data of then
/// say and nothing else.
/// </remarks>
public sealed class Timeline
{
    /// <summary>The newest ones; who wants to know more reads the history.</summary>
    public const int MostMoments = 500;

    private const int MostNamed = 3;

    private readonly PictureInput _now;
    private readonly Lazy<ImmutableArray<PartyPast>> _parties;

    private Timeline(TimelineInput input) =>
        (_now, _parties, Moments) = (input.Now, new Lazy<ImmutableArray<PartyPast>>(() => PartiesOf(input)), MomentsOf(input));

    /// <summary>Oldest first.</summary>
    public ImmutableArray<MapMoment> Moments { get; }

    public static Timeline Of(TimelineInput input) => new(input);

    /// <summary>The picture as it was then.</summary>
    public Picture At(DateTimeOffset moment)
    {
        var input = _now with
        {
            Now = moment,
            Flows = _now.Flows is { } flows ? [.. flows.Where(flow => flow.First <= moment)] : null,
            Words = [],
        };
        return PictureOf.With(input, [.. _parties.Value.Select(party => party.At(moment)).OfType<RemoteParty>()]);
    }

    private static ImmutableArray<PartyPast> PartiesOf(TimelineInput input)
    {
        var known = PictureOf.DecidedParties(input.Now);
        var changes = ChangesIn(input.Events);

        // Parties that history names and no decision is about any more: their reason is long gone.
        var decided = known.Select(party => party.Indicator).ToHashSet();
        var index = PartyIndex.Of(known);
        RemoteParty[] gone =
        [
            .. changes
                .Select(change => change.Entry)
                .Distinct()
                .Where(entry => !entry.IsDomain && index.Find(entry) is null && !known.Any(party => entry.Overlaps(party.Indicator)))
                .Select(entry => new RemoteParty { Indicator = entry, State = Core.Planning.Pce.EntryState.Ended }),
        ];
        var changesOf = Assigned(changes, [.. known, .. gone]);
        var held = input.Replay().DistinctBy(party => party.Now.Indicator).ToDictionary(party => party.Now.Indicator, PartyPast.HeldOf);
        var seen = input
            .Now.Threats.Where(threat => !threat.Decision.Sightings.IsEmpty)
            .ToDictionary(threat => threat.Decision.Indicator, threat => threat.Decision.Sightings.Min(sighting => sighting.FirstSeen));
        var baseline = input.Baseline.ToDictionary(
            list => list.Key,
            list => RangeSet.Of(list.Value.Where(entry => !entry.IsDomain).Select(entry => entry.Range))
        );
        return
        [
            .. known
                .Concat(gone)
                .Select(party => new PartyPast
                {
                    Now = party,
                    FirstSeen = seen.TryGetValue(party.Indicator, out var first) ? first : null,
                    ListedNow = input.Now.Lists.IsEmpty ? ListedIn(baseline, party.Indicator) : party.Blocked,
                    Changes = [.. changesOf[party.Indicator].OrderByDescending(change => change.At)],
                    Held = held.GetValueOrDefault(party.Indicator),
                }),
        ];
    }

    private static Directions ListedIn(Dictionary<ListPurpose, RangeSet> baseline, Indicator party) =>
        baseline
            .Where(list => list.Key is not ListPurpose.Domains && !party.IsDomain && list.Value.Contains(party.Range))
            .Aggregate(Directions.None, (set, list) => set | list.Key.ToDirection().ToSet());

    /// <summary>What history says that it really began or ended; and what a person took off the PCE.</summary>
    private static ImmutableArray<(Indicator Entry, ListedChange Change)> ChangesIn(ImmutableArray<HistoryEvent> events) =>
        [
            .. events
                .OfType<ReconcileEvent>()
                .SelectMany(reconcile =>
                    reconcile.Effects.Select(effect =>
                        (
                            effect.Change.Entry,
                            new ListedChange(
                                reconcile.EndedAt ?? reconcile.At,
                                effect.Change.List.ToDirection().ToSet(),
                                effect.Change.IsStart
                            )
                        )
                    )
                ),
            .. events
                .OfType<ActEvent>()
                .Where(act => act.Act is { Kind: ActKind.RemovedByHand, Indicator: not null })
                .Select(act => (act.Act.Indicator!.Value, new ListedChange(act.At, act.Act.Directions, IsStart: false))),
        ];

    /// <summary>An entry is mostly a party; a piece or a summary is found by what it has in common with one.</summary>
    private static ILookup<Indicator, ListedChange> Assigned(
        ImmutableArray<(Indicator Entry, ListedChange Change)> changes,
        ImmutableArray<RemoteParty> parties
    )
    {
        var exact = parties.Select(party => party.Indicator).ToHashSet();
        return changes
            .SelectMany(change =>
                exact.Contains(change.Entry)
                    ? [(change.Entry, change.Change)]
                    : parties
                        .Where(party => party.Indicator.Overlaps(change.Entry))
                        .Select(party => (Entry: party.Indicator, change.Change))
            )
            .ToLookup(one => one.Entry, one => one.Change);
    }

    private static ImmutableArray<MapMoment> MomentsOf(TimelineInput input)
    {
        var findings =
            from threat in input.Now.Threats
            from sighting in threat.Decision.Sightings
            group threat.Decision.Indicator by (sighting.FirstSeen, sighting.Latest.Type) into same
            select new MapMoment(same.Key.FirstSeen, $"{MapText.Name(same.Key.Type)} names {Named([.. same.Distinct()])}");
        var reconciles = input.Events.OfType<ReconcileEvent>().SelectMany(MomentsOf);
        var acts = input
            .Events.OfType<ActEvent>()
            .Select(act => new MapMoment(act.At, $"{MapText.Name(act.Act.Who)}: {act.Act.Kind.ToWord()}{Named(act.Act.Indicator)}"));
        return
        [
            .. findings
                .Concat(reconciles)
                .Concat(acts)
                .Where(moment => moment.At >= input.Since && moment.At <= input.Now.Now)
                .OrderBy(moment => moment.At)
                .ThenBy(moment => moment.Text, StringComparer.Ordinal)
                .TakeLast(MostMoments),
        ];
    }

    private static IEnumerable<MapMoment> MomentsOf(ReconcileEvent reconcile) =>
        from effect in reconcile.Effects
        group effect.Change by effect.Change.IsStart into same
        orderby same.Key
        let parties = same.Select(change => change.Entry).Distinct().ToArray()
        select new MapMoment(
            reconcile.EndedAt ?? reconcile.At,
            same.Key ? $"New connections of {Named(parties)} are blocked" : $"The block of {Named(parties)} ended"
        );

    private static string Named(Indicator? party) => party is { } known ? $" {MapText.Name(known.ToString())}" : "";

    private static string Named(Indicator[] parties) =>
        string.Join(", ", parties.Take(MostNamed).Select(party => MapText.Name(party.ToString())))
        + (parties.Length > MostNamed ? $" and {parties.Length - MostNamed} more" : "");
}
