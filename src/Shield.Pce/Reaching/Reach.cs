using System.Collections.Immutable;
using Shield.Pce.Proof;

namespace Shield.Pce.Reaching;

/// <summary>On how many managed workloads a block bites, and on which it does not and why.</summary>
public sealed record Reach
{
    public required BlockTerms Block { get; init; }

    public required ImmutableArray<Workload> Enforcing { get; init; }

    public required ImmutableArray<Unreached> Others { get; init; }

    /// <param name="managed">Every managed workload; one of which the PCE does not say whether it is managed is judged as well.</param>
    /// <param name="block">What is to bite.</param>
    /// <param name="now">By the clock that heartbeats are held against.</param>
    public static Reach Of(IEnumerable<Workload> managed, BlockTerms block, DateTimeOffset now)
    {
        var judged = managed.Select(workload => (Workload: workload, Obstacle: Enforcement.Find(workload, block, now))).ToList();
        return new Reach
        {
            Block = block,
            Enforcing = [.. judged.Where(each => each.Obstacle is null).Select(each => each.Workload)],
            Others = [.. judged.Where(each => each.Obstacle is not null).Select(each => new Unreached(each.Workload, each.Obstacle!))],
        };
    }

    /// <summary>Of which the PCE itself says that no rule of ours applies there: their fields prove nothing then.</summary>
    public Reach Without(IReadOnlyCollection<Workload> disproved) =>
        this with
        {
            Enforcing = [.. Enforcing.Where(workload => !disproved.Contains(workload))],
            Others =
            [
                .. Others,
                .. Enforcing.Where(disproved.Contains).Select(workload => new Unreached(workload, new Obstacle(ReachReason.NotProved))),
            ],
        };
}

public sealed record Unreached(Workload Workload, Obstacle Obstacle);
