using System.Collections.Immutable;
using Shield.Core.Decisions.Traffic;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Hosting;

/// <summary>Stands for a PCE of which the settings say too little: it cannot be reached, and says why.</summary>
internal sealed class UnconfiguredPce(ImmutableArray<string> missing) : IPce
{
    public Task<PceView> ReadAsync(CancellationToken cancellationToken) => throw Unreachable();

    public Task<ImmutableArray<PceList>> ReadActiveAsync(CancellationToken cancellationToken) => throw Unreachable();

    public Task<ImmutableArray<PceList>> ReadVersionAsync(long version, CancellationToken cancellationToken) => throw Unreachable();

    public Task<PolicyVersion> ReadNewestVersionAsync(CancellationToken cancellationToken) => throw Unreachable();

    public Task<ImmutableArray<PolicyVersion>> ReadNewestVersionsAsync(CancellationToken cancellationToken) => throw Unreachable();

    public Task<PolicyVersion?> ReadPolicyVersionAsync(long number, CancellationToken cancellationToken) => throw Unreachable();

    public Task<PolicyRestore?> ReadRestoreSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => throw Unreachable();

    public Task<TrafficReading> ReadTrafficAsync(
        ImmutableArray<Indicator> parties,
        DateTimeOffset since,
        DateTimeOffset until,
        TimeSpan patience,
        CancellationToken cancellationToken
    ) => Task.FromResult(TrafficReading.NotKnown(parties, since, until, Unreachable().Message));

    private PceException Unreachable() =>
        new(PceFault.Unreachable, $"no PCE is configured ({string.Join("; ", missing)})") { IsUnconfigured = true };
}
