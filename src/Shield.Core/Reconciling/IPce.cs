using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>
/// The PCE as the loop reads it. A read is complete or it throws <see cref="PceException"/>; a plan needs no more than this.
/// </summary>
public interface IPce
{
    /// <summary>Three requests: draft lists, active lists, our rules.</summary>
    Task<PceView> ReadAsync(CancellationToken cancellationToken);

    /// <summary>One request: what the active policy holds now; same lists as <see cref="PceView.Active"/>.</summary>
    Task<ImmutableArray<PceList>> ReadActiveAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The same lists as one version of the policy holds them: an answer that cannot be of another moment, as a lagging replica's may be.
    /// </summary>
    /// <exception cref="PceException">Also where whoever answered does not know of that version yet.</exception>
    Task<ImmutableArray<PceList>> ReadVersionAsync(long version, CancellationToken cancellationToken);

    /// <summary>The policy that is active now.</summary>
    Task<PolicyVersion> ReadNewestVersionAsync(CancellationToken cancellationToken);

    /// <summary>Newest first, at least one. Old ones may be missing.</summary>
    Task<ImmutableArray<PolicyVersion>> ReadNewestVersionsAsync(CancellationToken cancellationToken);

    /// <summary>One version of the policy, with its message; null where the PCE does not know it (any more).</summary>
    Task<PolicyVersion?> ReadPolicyVersionAsync(long number, CancellationToken cancellationToken);

    /// <summary>The last restore of an older policy at or after that moment, by the PCE's events; null where there was none.</summary>
    Task<PolicyRestore?> ReadRestoreSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Which workloads talked with these parties. A PCE takes seconds to minutes, and may refuse: of whom it told nothing within
    /// <paramref name="patience"/>, the answer says so, and why. It throws no <see cref="PceException"/>.
    /// </summary>
    Task<TrafficReading> ReadTrafficAsync(
        ImmutableArray<Indicator> parties,
        DateTimeOffset since,
        DateTimeOffset until,
        TimeSpan patience,
        CancellationToken cancellationToken
    );
}

/// <summary>What only <c>apply</c> is handed (law 12).</summary>
public interface IPceWriter : IPce
{
    /// <summary>
    /// Replaces the ranges of one draft list, of the one for names its names too, and nothing else of it. One PUT, at most 15 s.
    /// </summary>
    Task WriteListAsync(PceList list, ImmutableArray<ListEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Makes exactly these drafts active. One POST, at most 45 s; after a lost answer it looks before it asks again (law 13).
    /// </summary>
    Task<PolicyVersion> ProvisionAsync(ChangeSubset subset, string description, CancellationToken cancellationToken);
}
