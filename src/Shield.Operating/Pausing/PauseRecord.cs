using System.Text.Json;
using Shield.Aws;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Operating.Acts;
using Shield.Operating.Faults;

namespace Shield.Operating.Pausing;

/// <summary>
/// The act in the ledger. The flag on the PCE is what counts, so the PCE is written first, and a ledger that is lost or cannot be read
/// stops nothing: it is said.
/// </summary>
/// <param name="Act">As it was recorded; null where it is not.</param>
/// <param name="WhyNot">Null where it is.</param>
public sealed record PauseRecord(Act? Act, string? WhyNot)
{
    /// <summary>Does the work on the PCE, and records the act whatever comes of that.</summary>
    /// <param name="act">What is asked for.</param>
    /// <param name="work">On the PCE.</param>
    /// <param name="open">Opens the ledger.</param>
    /// <param name="hasLedger">A ledger that is not there is not made: whoever lost one puts its backup back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RecordedException">Recorded, and the PCE could not be brought to it.</exception>
    /// <exception cref="PceException">Not recorded either.</exception>
    public static async Task<(T Result, PauseRecord Record)> KeepAsync<T>(
        Act act,
        Func<Task<T>> work,
        Func<CancellationToken, Task<ILedger>> open,
        bool hasLedger,
        CancellationToken cancellationToken
    )
    {
        T result;
        try
        {
            result = await work();
        }
        catch (PceException failure)
        {
            var kept = await TryAsync(act, open, hasLedger, cancellationToken);
            throw kept.Act is { } recorded
                ? new RecordedException(
                    JsonSerializer.SerializeToElement(ActRow.Of(recorded), ActJson.Default.ActRow),
                    $"recorded, not applied: {failure.Message}",
                    failure
                )
                : failure.Saying($"not recorded either ({kept.WhyNot}): {failure.Message}");
        }

        return (result, await TryAsync(act, open, hasLedger, cancellationToken));
    }

    private static async Task<PauseRecord> TryAsync(
        Act act,
        Func<CancellationToken, Task<ILedger>> open,
        bool hasLedger,
        CancellationToken cancellationToken
    )
    {
        if (!hasLedger)
        {
            return new PauseRecord(null, "there is no ledger, and none was made");
        }

        try
        {
            return new PauseRecord(await OperatorAct.RecordAsync(act, await open(cancellationToken), cancellationToken), null);
        }
        catch (Exception failure)
            when (failure is LedgerException or AwsException or IOException or UnauthorizedAccessException || UnexpectedFault.Is(failure))
        {
            return new PauseRecord(null, failure is LedgerException or AwsException ? failure.Message : UnexpectedFault.Sentence(failure));
        }
    }
}
