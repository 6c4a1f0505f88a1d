using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Telemetry;
using Shield.Lambda.Telemetry;

namespace Shield.Lambda.Reconciling;

/// <summary>
/// On how many workloads a block of an attacker's address bites: once an hour, since it takes five requests and changes slowly.
/// </summary>
internal sealed class ReachMeasuring(InvocationLog log, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>A date: timestamps stand still while Lambda has the process frozen.</summary>
    private DateTimeOffset? _measuredAt;

    /// <summary>What cannot be read is not measured, and no fault of the reconcile.</summary>
    public async Task RunAsync(ShieldHost host, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_measuredAt is { } last && now >= last && now - last < Every)
        {
            return;
        }

        _measuredAt = now;
        try
        {
            if (await ReachReading.ReadAsync(host, clock, cancellationToken) is { } reach)
            {
                log.Metrics.Add(Metric.WorkloadsReached, reach.Enforcing.Length);
            }
        }
        catch (PceException fault)
        {
            log.Note($"it is not known on how many workloads a block bites: {fault.Message}");
        }
    }
}
