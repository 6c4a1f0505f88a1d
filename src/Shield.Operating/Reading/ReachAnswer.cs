using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Pce.Reaching;

namespace Shield.Operating.Reading;

/// <summary>Of <c>explain</c>, <c>threats show</c> and <c>status</c>: on which workloads a block is enforced.</summary>
public sealed record ReachAnswer
{
    /// <summary>At most so many names are told for one reason; the count is of all of them.</summary>
    public const int MostNames = 1_000;

    /// <summary>False: it could not be read, so nothing is said of any workload, neither that it enforces nor that it does not.</summary>
    public required bool Known { get; init; }

    /// <summary>Why it is not known.</summary>
    public required string? Detail { get; init; }

    public required ImmutableArray<ReachRow> Rows { get; init; }

    /// <summary>Unmanaged workloads: the PCE knows them by description only, and they have no agent. They are in no row.</summary>
    public required UnmanagedRow? Unmanaged { get; init; }

    public static ReachAnswer Of(Reached reached) =>
        new()
        {
            Known = reached.IsKnown,
            Detail = reached.WhyUnknown,
            Rows = [.. reached.Blocks.Select(ReachRow.Of)],
            Unmanaged = reached.IsKnown
                ? new UnmanagedRow(reached.Unmanaged.Length, [.. reached.Unmanaged.Select(workload => workload.Hostname).Take(MostNames)])
                : null,
        };
}

public sealed record UnmanagedRow(int Count, ImmutableArray<string> Workloads);

/// <summary>One direction and address family.</summary>
public sealed record ReachRow
{
    public required string Direction { get; init; }

    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public required string Family { get; init; }

    /// <summary>All managed workloads: those that enforce it and the others.</summary>
    public required int Workloads { get; init; }

    public required int Enforcing { get; init; }

    public required ImmutableArray<UnreachedRow> Others { get; init; }

    /// <summary>
    /// <c>proved</c>: the PCE's policy check said for every sample that our rule blocks it. <c>not-proved</c>: for one it did not. Null:
    /// not asked.
    /// </summary>
    public required string? Proof { get; init; }

    public required ImmutableArray<SampleRow> Samples { get; init; }

    public static ReachRow Of(BlockReach block) =>
        new()
        {
            Direction = block.Direction.ToWord(),
            Family = block.IsIpv6 ? "ipv6" : "ipv4",
            Workloads = block.Workloads,
            Enforcing = block.Enforcing,
            Others =
            [
                .. block.Others.Select(same => new UnreachedRow(
                    same.Key.ToWord(),
                    same.Count(),
                    [
                        .. same.Take(ReachAnswer.MostNames)
                            .Select(other => new UnreachedWorkload(other.Workload.Hostname, other.Obstacle.Detail)),
                    ]
                )),
            ],
            Proof =
                block.Proofs.IsEmpty ? null
                : block.IsDisproved ? "not-proved"
                : "proved",
            Samples =
            [
                .. block.Proofs.Select(proof => new SampleRow(
                    proof.Workload.Hostname,
                    proof.Contact.Address.ToString(),
                    proof.Contact.Port,
                    proof.IsBlocked
                )),
            ],
        };
}

/// <param name="Count">Of all of them.</param>
/// <param name="Workloads">The first <see cref="ReachAnswer.MostNames"/>.</param>
public sealed record UnreachedRow(string Reason, int Count, ImmutableArray<UnreachedWorkload> Workloads);

public sealed record UnreachedWorkload(string Name, string? Detail);

/// <summary>A contact that the PCE was asked about.</summary>
/// <param name="Port">TCP, on the side that is called.</param>
public sealed record SampleRow(string Workload, string Address, int Port, bool Blocked);
