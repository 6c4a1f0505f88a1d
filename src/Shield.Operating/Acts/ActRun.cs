using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Operating.Answers;
using Shield.Operating.Faults;

namespace Shield.Operating.Acts;

/// <summary>Takes apart what is composed, and hands <see cref="Acting"/> what it uses.</summary>
public static class ActRun
{
    /// <summary>Records acts and reconciles.</summary>
    /// <param name="composition">What it works with.</param>
    /// <param name="acts">At least one, by one person.</param>
    /// <param name="trigger">What asks for the reconcile, for history.</param>
    /// <param name="isRecordOnly">Leaves the PCE to the next apply.</param>
    /// <param name="cancellationToken">Ends the wait for the reconcile.</param>
    /// <exception cref="RecordedException">Recorded, and the PCE could not be brought to it.</exception>
    public static async Task<Answer<ActResult>> DoAsync(
        Composition composition,
        ImmutableArray<Act> acts,
        string trigger,
        bool isRecordOnly,
        CancellationToken cancellationToken
    )
    {
        var reconciler = isRecordOnly ? null : await composition.OpenReconcilerAsync(cancellationToken);
        Func<CancellationToken, Task<ReconcileReport>>? reconcile = reconciler is null ? null : token => reconciler(trigger, token);
        return await Acting.RunAsync(
            acts,
            await composition.OpenLedgerAsync(cancellationToken),
            reconcile,
            await LookAsync(acts, composition, cancellationToken),
            composition.Note,
            composition.Clock,
            cancellationToken
        );
    }

    // In a deployment in AWS only the Lambda has the PCE's key, so the PCE cannot be read from here.
    private static async Task<AfterLook> LookAsync(
        ImmutableArray<Act> acts,
        Composition composition,
        CancellationToken cancellationToken
    ) =>
        composition.IsOfStack
            ? new AfterLook(composition.Settings.Pce.Mode, Reader: null, Others: null)
            : new AfterLook(
                composition.Settings.Pce.Mode,
                await composition.OpenSituationAsync(cancellationToken),
                acts.All(act => act.Kind is ActKind.Unblock or ActKind.Allow) ? composition.OpenOtherCover() : null
            );
}
