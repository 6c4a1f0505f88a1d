using System.Text.Json;
using Shield.Aws;
using Shield.Core.Reconciling;

namespace Shield.Cli.Work;

/// <summary>Reconciles after something was recorded: whatever goes wrong now, what was recorded is told with it.</summary>
internal static class Recorded
{
    /// <exception cref="RecordedException">The PCE could not be brought to it.</exception>
    public static async Task<ReconcileReport> ReconcileAsync(
        Func<JsonElement> recorded,
        Func<CancellationToken, Task<ReconcileReport>> reconcile,
        CancellationToken cancellationToken)
    {
        try
        {
            var report = await reconcile(cancellationToken);
            return report.Outcome is ReconcileOutcome.NotYet or ReconcileOutcome.Waiting
                ? throw new RecordedException(recorded(), report.Detail ?? "recorded, not applied yet", null)
                : report;
        }
        catch (Exception failure) when (failure is PceException or AwsException)
        {
            throw new RecordedException(recorded(), $"recorded, not applied: {failure.Message}", failure);
        }
    }
}
