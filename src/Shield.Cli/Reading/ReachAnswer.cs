using System.Collections.Immutable;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Pce.Proof;
using Shield.Pce.Reaching;

namespace Shield.Cli.Reading;

/// <summary>Of <c>explain</c>, <c>threats show</c> and <c>status</c>: on which workloads a block bites.</summary>
public sealed record ReachAnswer
{
    /// <summary>Names of one reason that are told; the count is always whole.</summary>
    public const int MostNames = 1_000;

    /// <summary>False: it could not be read, so nothing is said of any workload, neither that it enforces nor that it does not.</summary>
    public required bool Known { get; init; }

    /// <summary>Why it is not known.</summary>
    public required string? Detail { get; init; }

    public required ImmutableArray<ReachRow> Rows { get; init; }

    /// <summary>Only described, without an agent: in no row.</summary>
    public required UnmanagedRow? Unmanaged { get; init; }

    public static ReachAnswer Unknown(string why) =>
        new()
        {
            Known = false,
            Detail = why,
            Rows = [],
            Unmanaged = null,
        };

    public static ReachAnswer Of(ImmutableArray<ReachRow> rows, ImmutableArray<Workload> unmanaged) =>
        new()
        {
            Known = true,
            Detail = null,
            Rows = rows,
            Unmanaged = new UnmanagedRow(unmanaged.Length, [.. unmanaged.Select(workload => workload.Hostname).Take(MostNames)]),
        };
}

public sealed record UnmanagedRow(int Count, ImmutableArray<string> Workloads);

/// <summary>One direction and address family.</summary>
public sealed record ReachRow
{
    public required string Direction { get; init; }

    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public required string Family { get; init; }

    /// <summary>All managed ones: those that enforce and the others.</summary>
    public required int Workloads { get; init; }

    public required int Enforcing { get; init; }

    public required ImmutableArray<UnreachedRow> Others { get; init; }

    /// <summary>
    /// <c>proved</c>: the PCE's policy check said for every sample that our rule blocks it. <c>not-proved</c>: for one it did not. Null:
    /// not asked.
    /// </summary>
    public required string? Proof { get; init; }

    public required ImmutableArray<SampleRow> Samples { get; init; }

    public static ReachRow Of(Reach reach, ImmutableArray<Proof> proofs) =>
        new()
        {
            Direction = reach.Block.Direction.ToWord(),
            Family = reach.Block.Family is AddressFamily.IPv6 ? "ipv6" : "ipv4",
            Workloads = reach.Enforcing.Length + reach.Others.Length,
            Enforcing = reach.Enforcing.Length,
            Others =
            [
                .. from other in reach.Others
                group other by other.Obstacle.Reason into same
                orderby same.Count() descending, same.Key
                select new UnreachedRow(
                    same.Key.ToWord(),
                    same.Count(),
                    [
                        .. same.Take(ReachAnswer.MostNames)
                            .Select(other => new UnreachedWorkload(other.Workload.Hostname, other.Obstacle.Detail)),
                    ]
                ),
            ],
            Proof =
                proofs is [] ? null
                : proofs.All(proof => proof.IsBlocked) ? "proved"
                : "not-proved",
            Samples =
            [
                .. proofs.Select(proof => new SampleRow(
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
