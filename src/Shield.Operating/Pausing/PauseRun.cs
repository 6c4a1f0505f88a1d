using Shield.Core.Ledger;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Acts;
using Shield.Operating.Answers;
using Shield.Operating.Faults;

namespace Shield.Operating.Pausing;

/// <summary><c>pause</c>, <c>resume</c> and <c>panic</c>: the flag on the PCE is changed, and the act is recorded.</summary>
public static class PauseRun
{
    /// <summary>How long a pause lasts where nobody says.</summary>
    public static readonly TimeSpan UsualLength = TimeSpan.FromHours(4);

    /// <param name="length">Null for the usual one.</param>
    /// <param name="everything">Removals too.</param>
    /// <exception cref="RecordedException">Recorded, and the PCE could not be brought to it.</exception>
    public static async Task<Answer<PauseOutcome>> PauseAsync(
        Composition composition,
        Signature by,
        TimeSpan? length,
        bool everything,
        CancellationToken cancellationToken
    )
    {
        var signed = new SignedPause(by, composition.Now, length ?? UsualLength);
        var (result, record) = await KeepAsync(
            composition,
            signed.ToAct(ActKind.Pause),
            () =>
                composition
                    .OpenPauseSwitch()
                    .PauseAsync(PauseFlag.Make(by.Who, by.Why, signed.Now, signed.Until, everything), cancellationToken),
            cancellationToken
        );
        return new Answer<PauseOutcome>(new PauseOutcome(result, record), result.Now is not null ? ExitCode.Done : ExitCode.Refused);
    }

    /// <inheritdoc cref="PauseAsync"/>
    public static async Task<Answer<PauseOutcome>> ResumeAsync(Composition composition, Signature by, CancellationToken cancellationToken)
    {
        var (result, record) = await KeepAsync(
            composition,
            new SignedPause(by, composition.Now, Length: null).ToAct(ActKind.Resume),
            () => composition.OpenPauseSwitch().ResumeAsync(cancellationToken),
            cancellationToken
        );
        return new Answer<PauseOutcome>(
            new PauseOutcome(result, record),
            result is { Refused: null, Now: null } ? ExitCode.Done : ExitCode.Refused
        );
    }

    /// <param name="length">Null for no end.</param>
    /// <inheritdoc cref="PauseAsync"/>
    public static async Task<Answer<PauseOutcome>> PanicAsync(
        Composition composition,
        Signature by,
        TimeSpan? length,
        CancellationToken cancellationToken
    )
    {
        var signed = new SignedPause(new Signature(by.Who, $"{PauseFlag.PanicWord}{by.Why}"), composition.Now, length);
        var (result, record) = await KeepAsync(
            composition,
            signed.ToAct(ActKind.Pause),
            () =>
            {
                // The version's message has a form that is read again, so the name goes into it as the flag has it.
                var flag = PauseFlag.Make(signed.By.Who, signed.By.Why, signed.Now, signed.Until, stopsEverything: true);
                return composition.OpenPauseSwitch().PanicAsync(flag, $"panic by {flag.Who}", cancellationToken);
            },
            cancellationToken
        );
        return new Answer<PauseOutcome>(
            new PauseOutcome(result.Pause, record) { Panic = result },
            result is { Pause.Now: not null, Still: [] } ? ExitCode.Done : ExitCode.Refused
        );
    }

    private static Task<(T Result, PauseRecord Record)> KeepAsync<T>(
        Composition composition,
        Act act,
        Func<Task<T>> work,
        CancellationToken cancellationToken
    ) => PauseRecord.KeepAsync(act, work, composition.OpenLedgerAsync, composition.HasLedger, cancellationToken);
}
