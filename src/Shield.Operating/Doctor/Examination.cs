using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Checks;
using Shield.Operating.Reading;

namespace Shield.Operating.Doctor;

/// <summary>
/// <c>doctor</c>: one look at every part of the way from GuardDuty to the hosts. A check that cannot be made says why and stops no other.
/// What it knows of lists, rules, plan and reach is what <c>status</c>, <c>plan</c> and <c>init</c> know.
/// </summary>
/// <param name="openLedger">Fails where the ledger cannot be read; then the other checks are made all the same.</param>
/// <param name="openSituation">Reads the same ledger, and the PCE where one is configured.</param>
public sealed class Examination(
    ShieldSettings settings,
    Func<CancellationToken, Task<ILedgerReader>> openLedger,
    Func<CancellationToken, Task<SituationReader>> openSituation,
    TimeProvider clock
)
{
    public required ProofChecks Proof { get; init; }

    public required ConnectionChecks Connection { get; init; }

    public required PolicyChecks Policy { get; init; }

    /// <summary>Null where no PCE is configured that could be asked.</summary>
    public required Reaching? Reaching { get; init; }

    /// <summary>Null where no sample is to be sent.</summary>
    public SampleRun? Sample { get; init; }

    public async Task<Answer<DoctorAnswer>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<ExaminedRow>();
        await foreach (var row in ExamineAsync(cancellationToken))
        {
            rows.Add(row);
        }

        var answer = DoctorAnswer.Of(rows.DrainToImmutable());
        return new Answer<DoctorAnswer>(answer, answer.Ok ? ExitCode.Done : ExitCode.Error);
    }

    /// <summary>Each check as soon as it was made.</summary>
    public async IAsyncEnumerable<ExaminedRow> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return SettingsCheck.Of(settings);
        await foreach (var row in AfterSettingsAsync(cancellationToken).SelectMany(rows => rows.ToAsyncEnumerable()))
        {
            yield return row;
        }
    }

    private async IAsyncEnumerable<ImmutableArray<ExaminedRow>> AfterSettingsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (settings.Aws is { } aws)
        {
            yield return await new StackChecks(settings, aws, clock).MakeAsync(cancellationToken);
        }

        var (known, unreadable) = await ReadLedgerAsync(cancellationToken);
        var overview = known?.Overview;
        yield return known is null
            ? [LedgerChecks.Unreadable(settings, unreadable!)]
            : await new LedgerChecks(settings, known.Ledger, known.Overview, Proof, clock).MakeAsync(cancellationToken);
        yield return await Connection.MakeAsync(cancellationToken);
        yield return await Policy.MakeAsync(overview, unreadable, cancellationToken);
        if (known is not null)
        {
            yield return await NeverBlockChecks.MakeAsync(known.Ledger, known.Overview, clock, cancellationToken);
        }

        yield return await ReachChecks.MakeAsync(Reaching, overview?.Situation, clock.GetUtcNow(), cancellationToken);
        if (Sample is not null)
        {
            yield return await Sample.MakeAsync(overview, cancellationToken);
        }
    }

    /// <returns>The ledger and what the other commands start from, or why the ledger cannot be read.</returns>
    private async Task<(Known? Known, string? Unreadable)> ReadLedgerAsync(CancellationToken cancellationToken)
    {
        try
        {
            var ledger = await openLedger(cancellationToken);
            var overview = await Overview.ReadAsync(await openSituation(cancellationToken), clock.GetUtcNow(), cancellationToken);
            return (new Known(ledger, overview), null);
        }
        catch (LedgerException fault)
        {
            return (null, fault.Message);
        }
    }

    private sealed record Known(ILedgerReader Ledger, Overview Overview);
}
