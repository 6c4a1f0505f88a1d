using System.Collections.Immutable;
using Shield.Cli.Checks;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Cli.Reading;
using Shield.Core.Ledger;

namespace Shield.Cli.Doctor;

/// <summary>
/// <c>doctor</c>: one look at every part of the way from GuardDuty to the hosts. A check that cannot be made says why and stops no other.
/// What it knows of lists, rules, plan and reach is what <c>status</c>, <c>plan</c> and <c>init</c> know.
/// </summary>
internal sealed class Examination(Composition composition)
{
    /// <summary>Null where no sample is to be sent.</summary>
    public SampleRun? Sample { get; init; }

    public async Task<Answer<DoctorAnswer>> RunAsync(CancellationToken cancellationToken)
    {
        var settings = composition.Settings;
        ImmutableArray<ExaminedRow> before =
        [
            SettingsCheck.Of(settings),
            .. settings.Aws is { } aws ? await new StackChecks(settings, aws, composition.Clock).MakeAsync(cancellationToken) : [],
        ];
        var (overview, unreadable) = await OverviewAsync(cancellationToken);
        ImmutableArray<ExaminedRow> rows =
        [
            .. before,
            .. overview is null
                ? [LedgerChecks.Unreadable(settings, unreadable!)]
                : await new LedgerChecks(composition, overview).MakeAsync(cancellationToken),
            .. await new ConnectionChecks(composition).MakeAsync(cancellationToken),
            .. await new PolicyChecks(composition).MakeAsync(overview, unreadable, cancellationToken),
            .. overview is null ? [] : await NeverBlockChecks.MakeAsync(composition, overview, cancellationToken),
            .. await ReachChecks.MakeAsync(composition, overview?.Situation, cancellationToken),
            .. Sample is null ? [] : await Sample.MakeAsync(overview, cancellationToken),
        ];
        var isOk = rows.All(row => row.Answer is not ExaminedRow.Fails);
        return new Answer<DoctorAnswer>(new DoctorAnswer(rows, isOk), isOk ? ExitCode.Done : ExitCode.Error);
    }

    /// <returns>What the other commands start from, or why the ledger cannot be read.</returns>
    private async Task<(Overview? Overview, string? Unreadable)> OverviewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (
                await Overview.ReadAsync(await composition.OpenSituationAsync(cancellationToken), composition.Now, cancellationToken),
                null
            );
        }
        catch (LedgerException fault)
        {
            return (null, fault.Message);
        }
    }
}
