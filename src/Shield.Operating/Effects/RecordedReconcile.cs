using System.Text.Json;
using Shield.Aws;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Operating.Faults;

namespace Shield.Operating.Effects;

/// <summary>Reconciles after something was recorded: whatever goes wrong now, what was recorded is told with it.</summary>
/// <param name="clock">Tells how long a reconcile took, also one of a process that was stopped meanwhile.</param>
/// <param name="note">Told where the answer is that of another instance, or of a second try after this process was stopped.</param>
public sealed class RecordedReconcile(TimeProvider clock, Action<string> note)
{
    /// <summary>
    /// Longer than a lease lasts and than a PCE that does not answer is waited for: a process that took longer than this was stopped
    /// meanwhile (a laptop that slept), or had no CPU.
    /// </summary>
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(75);

    /// <exception cref="RecordedException">The PCE could not be brought to it.</exception>
    public async Task<ReconcileReport> ReconcileAsync(
        Func<JsonElement> recorded,
        Func<CancellationToken, Task<ReconcileReport>> reconcile,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var report = await ReconcileAsync(reconcile, cancellationToken);
            if (report.Outcome is ReconcileOutcome.NotYet or ReconcileOutcome.Waiting)
            {
                throw new RecordedException(recorded(), report.Detail ?? "recorded, not applied yet", null);
            }

            if (report.IsOfAnother)
            {
                note("another instance held the lease: the answer is that of its round, which began after this was recorded");
            }

            return report;
        }
        catch (Exception failure) when (failure is PceException or AwsException)
        {
            throw new RecordedException(recorded(), $"recorded, not applied: {failure.Message}", failure);
        }
        catch (LedgerException failure)
        {
            throw new RecordedException(
                recorded(),
                $"recorded; whether it is applied is not known, and the next shield apply finds out and goes on: {failure.Message}",
                failure
            );
        }
        catch (Exception failure) when (UnexpectedFault.Is(failure))
        {
            throw new RecordedException(
                recorded(),
                $"recorded; whether it is applied is not known, and shield status says how it stands: {UnexpectedFault.Sentence(failure)}",
                failure
            );
        }
    }

    /// <summary>
    /// A process that was stopped for longer than its lease may fail because another instance took over. It reconciles once more, and tells
    /// what came of that.
    /// </summary>
    private async Task<ReconcileReport> ReconcileAsync(
        Func<CancellationToken, Task<ReconcileReport>> reconcile,
        CancellationToken cancellationToken
    )
    {
        var began = clock.GetUtcNow();
        try
        {
            return await reconcile(cancellationToken);
        }
        catch (Exception failure) when (failure is LedgerException or PceException && clock.GetUtcNow() - began > LongerThanALease)
        {
            note(
                $"this process stood still or had to wait for {(clock.GetUtcNow() - began).TotalSeconds:0} s, longer "
                    + $"than its lease lasts, and its first reconcile was broken off ({failure.Message}); what follows is the "
                    + "answer of a second one"
            );
            return await reconcile(cancellationToken);
        }
    }
}
