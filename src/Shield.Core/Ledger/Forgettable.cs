using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Core.Ledger;

/// <summary>
/// Evidence as a reading gave it that can decide nothing now (<see cref="Decisions.Dormancy"/>), or never again
/// (<see cref="Decisions.Forgetting"/>).
/// </summary>
public sealed record Forgettable
{
    public static readonly Forgettable Nothing = new()
    {
        Sightings = [],
        States = [],
        OwnAddresses = [],
    };

    public required ImmutableArray<Sighting> Sightings { get; init; }

    public required ImmutableArray<FindingState> States { get; init; }

    public required ImmutableArray<OwnAddress> OwnAddresses { get; init; }

    public int Count => Sightings.Length + States.Length + OwnAddresses.Length;

    /// <summary>Piece by piece, sightings first, with all those of a party in one piece.</summary>
    /// <param name="most">About so many; a party may have more.</param>
    public IEnumerable<Forgettable> InBatchesOfParties(int most)
    {
        var batch = ImmutableArray.CreateBuilder<Sighting>();
        foreach (var party in Sightings.GroupBy(sighting => sighting.Key.Indicator))
        {
            batch.AddRange(party);
            if (batch.Count >= most)
            {
                yield return Nothing with
                {
                    Sightings = batch.DrainToImmutable(),
                };
            }
        }

        yield return Nothing with
        {
            Sightings = batch.DrainToImmutable(),
        };
        foreach (var some in States.Chunk(most))
        {
            yield return Nothing with
            {
                States = [.. some],
            };
        }
    }

    /// <summary>Piece by piece, sightings first: whoever breaks off leaves none without its state.</summary>
    public IEnumerable<Forgettable> InBatches(int most) =>
        [
            .. Sightings.Chunk(most).Select(some => Nothing with { Sightings = [.. some] }),
            .. States.Chunk(most).Select(some => Nothing with { States = [.. some] }),
            .. OwnAddresses.Chunk(most).Select(some => Nothing with { OwnAddresses = [.. some] }),
        ];
}
