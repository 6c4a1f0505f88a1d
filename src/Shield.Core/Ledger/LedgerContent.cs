using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Core.Ledger;

/// <summary>Everything that decisions are derived from, as one reading gave it (<see cref="ILedgerReader.ReadAsync"/>).</summary>
public sealed record LedgerContent
{
    public static readonly LedgerContent Empty = new()
    {
        Sightings = [],
        States = [],
        OwnAddresses = [],
        Acts = [],
        Resolutions = [],
    };

    public required ImmutableArray<Sighting> Sightings { get; init; }

    public required ImmutableArray<FindingState> States { get; init; }

    public required ImmutableArray<OwnAddress> OwnAddresses { get; init; }

    /// <summary>In the order of (<see cref="Act.At"/>, <see cref="Act.Id"/>).</summary>
    public required ImmutableArray<Act> Acts { get; init; }

    /// <summary>The same acts as a chain, verified.</summary>
    public ActChain ActChain { get; init; } = ActChain.Empty;

    /// <summary>Those of which none ended longer than <see cref="Resolution.Memory"/> ago; of older ones there may be some.</summary>
    public required ImmutableArray<Resolution> Resolutions { get; init; }

    /// <summary>What the PCE's name led to, and when last; of those that protect no more there may be some.</summary>
    public ImmutableArray<OwnAddress> PceAddresses { get; init; } = [];

    /// <summary>
    /// The moment, as far as a finding confirms it: of what it is told, a clock that runs ahead makes nothing older than it is. What a feed
    /// lists is dated by our own clock, and confirms nothing.
    /// </summary>
    /// <returns>Null where no report supports anything.</returns>
    public DateTimeOffset? ConfirmedNow(DateTimeOffset now) =>
        Sightings.Where(sighting => sighting.Key.Finding.Feed is null).Max(sighting => sighting.Supported) switch
        {
            null => null,
            { } newest => newest < now ? newest : now,
        };

    /// <summary>What feeds list and have not dropped, whether it still counts or not.</summary>
    public ImmutableArray<Sighting> Listings()
    {
        var dropped = States.Where(state => state.Key.Feed is not null && state.IsArchived).Select(state => state.Key).ToHashSet();
        return [.. Sightings.Where(seen => seen.Key.Finding.Feed is not null && !dropped.Contains(seen.Key.Finding))];
    }

    /// <summary>The same without some of its evidence.</summary>
    public LedgerContent Without(Forgettable gone)
    {
        var (sightings, states) = (
            gone.Sightings.Select(sighting => sighting.Key).ToHashSet(),
            gone.States.Select(state => state.Key).ToHashSet()
        );
        return this with
        {
            Sightings = [.. Sightings.Where(sighting => !sightings.Contains(sighting.Key))],
            States = [.. States.Where(state => !states.Contains(state.Key))],
        };
    }

    /// <summary>The same with evidence of other parties, from a reading that came after this one.</summary>
    public LedgerContent With(LedgerContent others)
    {
        var known = Sightings.Select(sighting => sighting.Key.Indicator).ToHashSet();
        return this with
        {
            Sightings = [.. Sightings, .. others.Sightings.Where(sighting => !known.Contains(sighting.Key.Indicator))],
            States =
            [
                .. States
                    .Concat(others.States)
                    .GroupBy(state => state.Key)
                    .Select(states => states.Aggregate((one, other) => one == other ? one : one.Merge(other))),
            ],
        };
    }
}
