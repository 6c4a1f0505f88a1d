using Shield.Aws.Queues;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting;

namespace Shield.Operating;

/// <summary>
/// A reconcile by whoever runs the loop in AWS: asked for through the queue, and its outcome read off the ledger. The PCE need not be
/// reachable from here, nor its key be known.
/// </summary>
/// <param name="settings">With which settings this command works (<see cref="ReconcileSettings.Fingerprint"/>).</param>
/// <param name="note">Told where whoever answered works with others, and where a clock was wrong.</param>
public sealed class QueuedReconciler(ILedger ledger, QueueClient queue, string settings, TimeProvider clock, Action<string> note)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The outcome of a round that began after this call; <see cref="ReconcileOutcome.NotYet"/> where it takes longer than 90 s.
    /// </summary>
    /// <param name="trigger">Who or what asked, for history.</param>
    /// <param name="cancellationToken">Ends the wait; the request stands.</param>
    /// <exception cref="LedgerException">The ledger cannot be read or written.</exception>
    /// <exception cref="Aws.AwsException">The request cannot be sent.</exception>
    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken)
    {
        var generation = await ledger.RaiseGenerationAsync(cancellationToken);
        await queue.SendAsync(new ReconcileRequest(trigger, AtOnce: true).ToJson(), TimeSpan.Zero, cancellationToken);
        var asked = clock.GetTimestamp();
        while (clock.GetElapsedTime(asked) < LongestWait)
        {
            await Task.Delay(Poll, clock, cancellationToken);
            var state = await ledger.ReadLeaseAsync(cancellationToken);
            if (
                state.CompletedGeneration >= generation
                && ReconcileReport.FromJson(state.CompletedReport) is { Outcome: not ReconcileOutcome.Waiting } report
            )
            {
                Note(report);
                return report;
            }
        }

        return new ReconcileReport
        {
            Outcome = ReconcileOutcome.NotYet,
            Detail =
                "recorded, not applied yet: the Lambda was asked to reconcile, and within 90 s it has not; its log says "
                + "why, and its schedule tries again every 5 minutes",
        };
    }

    private void Note(ReconcileReport report)
    {
        if (report.Settings != settings)
        {
            note(
                $"{report.By ?? "another version of Shield"} answered, with other settings than this command has: it is "
                    + "the stack's settings that count there"
            );
        }

        if (report.DatedAhead is { } ahead)
        {
            note(ahead.Warning);
        }
    }
}
