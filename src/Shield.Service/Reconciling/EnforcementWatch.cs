using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Shield.Core.Reconciling;
using Shield.Hosting.Telemetry;
using Shield.Pce.Reaching;
using Shield.Service.Settings;

namespace Shield.Service.Reconciling;

/// <summary>
/// Measures how long it takes until blocks are enforced: after a reconcile that made some active it looks at the workloads, again and
/// again, until none has a policy still to fetch or to apply, and one has applied a policy since. Once an hour it measures the reach.
/// </summary>
/// <param name="settings">Where the PCE is.</param>
/// <param name="hosts">Its own, since it asks the PCE beside the loop.</param>
/// <param name="measures">Told how long it took.</param>
/// <param name="note">Told once why nothing is measured.</param>
/// <param name="clock">Measures, and waits.</param>
internal sealed class EnforcementWatch(
    LiveSettings settings,
    HostOfSettings hosts,
    IMeasures measures,
    Action<string> note,
    TimeProvider clock
) : BackgroundService
{
    /// <summary>
    /// After so long it looks. A host fetches policy within a second where the PCE can tell it to, else at its heartbeat, every 5 minutes
    /// (docs/pce.md#15-from-provisioning-to-the-firewall).
    /// </summary>
    private static readonly ImmutableArray<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(3),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(20),
        TimeSpan.FromSeconds(40),
        TimeSpan.FromSeconds(80),
        TimeSpan.FromSeconds(160),
        TimeSpan.FromSeconds(320),
    ];

    private static readonly TimeSpan ReachEvery = TimeSpan.FromHours(1);

    /// <summary>By how much the PCE's dates may be behind: it tells its clock to the second.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly Channel<Awaited> _awaited = Channel.CreateBounded<Awaited>(
        new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    private string? _fault;

    /// <summary>What a reconcile came to. This waits for nothing.</summary>
    public void Note(ReconcileReport report)
    {
        if (report.Tally is { NewlyActive: { IsEmpty: false } active })
        {
            _awaited.Writer.TryWrite(new Awaited(report.BeganAt, [.. active.Select(one => one.UpdatedAt).OfType<DateTimeOffset>()]));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var measuredAt = clock.GetTimestamp();
            while (true)
            {
                using var hour = new CancellationTokenSource(ReachEvery - clock.GetElapsedTime(measuredAt) + Margin, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(hour.Token, stoppingToken);
                try
                {
                    await _awaited.Reader.WaitToReadAsync(either.Token);
                    await WatchAsync(stoppingToken);
                }
                catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                {
                    // An hour has passed.
                }

                if (clock.GetElapsedTime(measuredAt) >= ReachEvery)
                {
                    measuredAt = clock.GetTimestamp();
                    await LookAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not measured yet is not measured.
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        var open = new List<Awaited>();
        foreach (var wait in Waits)
        {
            await Task.Delay(wait, clock, stoppingToken);
            while (_awaited.Reader.TryRead(out var awaited))
            {
                open.Add(awaited);
            }

            if (await LookAsync(stoppingToken) is not { } seen)
            {
                continue;
            }

            var enforced = open.Where(awaited => IsEnforced(awaited, seen.Reach, seen.ClockAhead)).ToList();
            open.RemoveAll(enforced.Contains);
            var now = clock.GetUtcNow();
            foreach (var updated in enforced.SelectMany(awaited => awaited.UpdatedAt))
            {
                measures.Add(Metric.TimeToEnforced, now - updated);
            }

            if (open is [])
            {
                return;
            }
        }
    }

    private static bool IsEnforced(Awaited awaited, Reach reach, TimeSpan clockAhead) =>
        reach.Others.All(other => other.Obstacle.Reason is not ReachReason.Syncing)
        && reach.Enforcing.Any(workload => workload.PolicyApplied >= awaited.BeganAt + clockAhead - Margin);

    /// <returns>Null where it cannot be read.</returns>
    private async Task<(Reach Reach, TimeSpan ClockAhead)?> LookAsync(CancellationToken cancellationToken)
    {
        if (settings.Now.Whole is not { } whole)
        {
            return null;
        }

        try
        {
            var host = hosts.For(whole);
            if (await ReachReading.ReadAsync(host, clock, cancellationToken) is not { } reach)
            {
                return null;
            }

            _fault = null;
            measures.Add(Metric.WorkloadsReached, reach.Enforcing.Length);
            return (reach, host.OpenClient().ClockAhead ?? TimeSpan.Zero);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge of a background part, as of the loop: a PCE that is away, settings without a key, a parameter that cannot be read.
            if (_fault != fault.Message)
            {
                note($"metrics: it is not known on how many workloads a block bites: {fault.Message}");
            }

            _fault = fault.Message;
            return null;
        }
    }

    /// <summary>
    /// A reconcile after which blocks are to be enforced: no more of it than that, since all that it read would stay in memory.
    /// </summary>
    /// <param name="BeganAt">When it began; null where that is not known.</param>
    /// <param name="UpdatedAt">Of each party that it made active, when GuardDuty last updated what it said.</param>
    private sealed record Awaited(DateTimeOffset? BeganAt, ImmutableArray<DateTimeOffset> UpdatedAt);
}
