using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Indicators;

namespace Shield.Aws.DynamoDb;

/// <summary>All sightings of one party that is at rest, in one item: it is put to rest, read and woken as a whole.</summary>
internal sealed record RestingParty(Indicator Indicator, ImmutableArray<Sighting> Sightings)
{
    public static RestingParty Of(IReadOnlyCollection<Sighting> sightings) =>
        new(sightings.First().Key.Indicator, [.. sightings.OrderBy(sighting => sighting.Key.Finding)]);

    public DateTimeOffset Last => Sightings.Max(sighting => sighting.Last);

    public bool Knows(Sighting told) => Sightings.Any(known => known.Key == told.Key && known.Merge(told) == known);

    public RestingParty Merge(RestingParty other) =>
        Of([
            .. Sightings
                .Concat(other.Sightings)
                .GroupBy(sighting => sighting.Key)
                .Select(same => same.Aggregate((one, another) => one.Merge(another))),
        ]);

    public bool Equals(RestingParty? other) => other is not null && Sightings.SequenceEqual(other.Sightings);

    public override int GetHashCode() => HashCode.Combine(Indicator, Sightings.Length);
}
