using Shield.Core.Reconciling;
using Shield.Pce.Calling;
using Shield.Pce.Proof;
using Shield.Pce.Wire;

namespace Shield.Pce.Reaching;

public sealed class EstateReader(PceClient client)
{
    /// <summary>Two requests, more where there are 500 workloads and above. Either all of it was read, or it throws (law 2).</summary>
    /// <exception cref="PceException">The workloads, or whether the PCE only listens, could not be read.</exception>
    public async Task<Estate> ReadAsync(CancellationToken cancellationToken)
    {
        var workloads = await new WorkloadReader(client).ReadAsync(cancellationToken).ConfigureAwait(false);
        return new Estate(
            [.. workloads.Where(workload => workload.IsManaged is not false)],
            [.. workloads.Where(workload => workload.IsManaged is false)],
            await ListensOnlyAsync(cancellationToken).ConfigureAwait(false)
        );
    }

    // A PCE in Illumio's cloud answers 404: it has no /health and no listen-only mode (docs/pce.md#19-health-and-superclusters). In a
    // supercluster one PCE in listen-only mode is enough, because a workload may move to that one.
    private async Task<bool> ListensOnlyAsync(CancellationToken cancellationToken) =>
        await client.FindAsync("/health", PceJson.Default.HealthWireArray, cancellationToken).ConfigureAwait(false) switch
        {
            null => false,
            [] => throw client.Unreadable("GET /health names no PCE, so whether it only listens is unknown"),
            var members => members.Any(member => member.ListenOnlyModeEnabledAt is not null),
        };
}
