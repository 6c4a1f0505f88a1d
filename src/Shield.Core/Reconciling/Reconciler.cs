using Shield.Core.Decisions;
using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>The one loop: lease → read → decide → plan → write → provision → read back → history → release. Always from full state (law 10).</summary>
public sealed class Reconciler(
    ILedger ledger,
    IPceWriter pce,
    ReconcileSettings settings,
    LeaseHolder me,
    Func<LeaseHolder, bool> isDead,
    TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Brings the PCE to what is decided now. Where another instance holds the lease, asks it to go round again and reports what that came to;
    /// <see cref="ReconcileOutcome.NotYet"/> where it takes longer than 90 s.
    /// </summary>
    /// <param name="trigger">Who or what asked, for history.</param>
    /// <exception cref="PceException">The PCE cannot be read or written; nothing recorded is lost, and the next reconcile goes on.</exception>
    /// <exception cref="LedgerException">The ledger cannot be read or written.</exception>
    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken)
    {
        if (await TryTakeAsync(cancellationToken) is { } free)
        {
            return await HoldAsync(free, trigger, cancellationToken);
        }

        var generation = await ledger.RaiseGenerationAsync(cancellationToken);
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < LongestWait)
        {
            var state = await ledger.ReadLeaseAsync(cancellationToken);
            if (state.CompletedGeneration >= generation && ReconcileReport.FromJson(state.CompletedReport) is { } report)
            {
                return report;
            }

            if (await TryTakeAsync(cancellationToken) is { } freed)
            {
                return await HoldAsync(freed, trigger, cancellationToken);
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }

        return new ReconcileReport { Outcome = ReconcileOutcome.NotYet, Detail = "another instance holds the lease; recorded, not applied yet" };
    }

    private Task<Lease?> TryTakeAsync(CancellationToken cancellationToken) => Lease.TryTakeAsync(ledger, me, isDead, clock, cancellationToken);

    private async Task<ReconcileReport> HoldAsync(Lease lease, string trigger, CancellationToken cancellationToken)
    {
        try
        {
            ReconcileReport? report = null;
            while (true)
            {
                var generation = await lease.ReadGenerationAsync(cancellationToken);
                var round = await new Round(ledger, pce, settings, lease, clock).RunAsync(trigger, cancellationToken);
                report = report?.Then(round) ?? round;
                if (await lease.FinishAsync(generation, report, cancellationToken))
                {
                    return report;
                }
            }
        }
        catch (Exception e) when (e is PceException or OperationCanceledException)
        {
            await lease.AbandonAsync(CancellationToken.None);
            throw;
        }
    }
}
