using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Shield.Aws;
using Shield.Aws.Queues;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Hosting.Acts;
using Shield.Hosting.Settings;
using Shield.Operating.Checks;
using Shield.Operating.Reading;
using Shield.Operating.Words;

namespace Shield.Operating.Doctor;

/// <summary>
/// <c>--send-sample</c>: one finding of an address that is nobody's along the whole way, seen active, taken off again and seen gone, with
/// the time of each stage. It is unblocked whatever happened before, and would end by itself within a quarter of an hour.
/// </summary>
/// <param name="settings">Of a deployment in AWS: the finding goes through the queue, and the Lambda records and reconciles.</param>
/// <param name="openLedger">Asked only where the sample is sent: it makes a ledger where there is none.</param>
/// <param name="openReconciler">Gives what reconciles, told who or what asked.</param>
/// <param name="openPce">Asked only where the PCE can be read from here.</param>
/// <param name="who">In whose name it is taken off.</param>
public sealed class SampleRun(
    ShieldSettings settings,
    Func<CancellationToken, Task<ILedger>> openLedger,
    Func<CancellationToken, Task<Func<string, CancellationToken, Task<ReconcileReport>>>> openReconciler,
    Func<IPce> openPce,
    string who,
    TimeProvider clock
)
{
    private const string RecordedName = "sample-recorded";
    private const string ActiveName = "sample-active";
    private const string OffName = "sample-off";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for the Lambda.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How long to look after a reconcile: it has read its own writes back, but another node of the PCE may answer this time.
    /// </summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    /// <summary>Longer than the finding itself would block.</summary>
    private static readonly TimeSpan Unblocked = TimeSpan.FromHours(1);

    public async Task<ImmutableArray<ExaminedRow>> MakeAsync(Overview? overview, CancellationToken cancellationToken)
    {
        if (WhyNot(overview) is { } why)
        {
            return [ExaminedRow.Skip(RecordedName, $"no sample was sent: {why}")];
        }

        var sample = DoctorsFinding.Of(FreeAddress(overview!), settings.LedgerRegion ?? "us-east-1", settings.Policy, clock.GetUtcNow());
        var readsPce = overview!.Situation is not null;
        var recorded = await StageAsync(RecordedName, "recorded", sample, () => RecordAsync(sample, cancellationToken));
        var active =
            recorded.Answer is ExaminedRow.Passes
                ? await StageAsync(ActiveName, "active on the inbound list", sample, () => BlockAsync(sample, readsPce, cancellationToken))
                : ExaminedRow.Skip(ActiveName, "it was not recorded");
        return
        [
            recorded,
            active,
            await StageAsync(OffName, "off the list again", sample, () => UnblockAsync(sample, readsPce, cancellationToken)),
        ];
    }

    private string? WhyNot(Overview? overview) =>
        (overview, settings.Policy.Autonomy) switch
        {
            (null, _) => "the ledger cannot be read",
            (_, Autonomy.Observe) => "Policy:Autonomy is observe, and nothing is written",
            (_, Autonomy.Ask) => "Policy:Autonomy is ask, and it would wait for a person",
            ({ Situation: null, Unreachable: { } fault }, _) when settings.Aws is null => fault.Message,
            ({ Situation.Plan.Paused: { } flag }, _) => PauseText.Sentence(flag),
            ({ Situation.Plan.Refused: { } refused }, _) => refused.Detail,
            ({ Decided.NeverBlock.Unreadable: [var source, ..], Situation: not null }, _) => $"no new block is made: {source}",
            _ => null,
        };

    /// <summary>
    /// A documentation address that no sighting, act, never-block setting or list names; the first one where all of them are named.
    /// </summary>
    private static Indicator FreeAddress(Overview overview)
    {
        var known = overview
            .Decided.Ledger.Sightings.Select(sighting => sighting.Key.Indicator)
            .Concat(overview.Decided.Ledger.Acts.Select(act => act.Indicator).OfType<Indicator>())
            .Concat(
                (overview.Situation?.View.Draft ?? [])
                    .SelectMany(list => list.Entries)
                    .Where(entry => !Breadth.IsTooBroadForAnyList(entry.What))
                    .Select(entry => entry.What)
            )
            .Where(indicator => !indicator.IsDomain)
            .Select(indicator => indicator.Range);
        var taken = RangeSet.Of(known).Union(overview.Decided.NeverBlock.Around(isCanary: true));
        var free = DoctorsSample.Addresses.Subtract(taken) is { RunCount: > 0 } some ? some : DoctorsSample.Addresses;
        var first = free.Ranges.First();
        return new Indicator(AddressRange.Between(first.First, first.First, first.Family));
    }

    /// <param name="done">What holds once the stage has gone well, for people; the stage itself returns why it has not.</param>
    private async Task<ExaminedRow> StageAsync(string name, string done, DoctorsFinding sample, Func<Task<string?>> stage)
    {
        var began = clock.GetTimestamp();
        string? fault;
        try
        {
            fault = await stage();
        }
        catch (Exception failure) when (failure is PceException or LedgerException or AwsException)
        {
            fault = failure.Message;
        }

        var took = string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(began).TotalSeconds:0.0} s");
        return fault is null
            ? ExaminedRow.Pass(name, $"{sample.Party} {done} after {took}")
            : ExaminedRow.Fail(
                name,
                $"{sample.Party} not {done} after {took}: {fault}",
                $"the checks above name the cause; its block ends by itself at {sample.EndsAt:u}"
            );
    }

    private async Task<string?> RecordAsync(DoctorsFinding sample, CancellationToken cancellationToken)
    {
        if (settings.Aws is { } aws)
        {
            using var queue = QueueClient.Connect(aws.Queue, settings.LedgerRegion);
            await queue.SendAsync(sample.Event, TimeSpan.Zero, cancellationToken);
        }
        else
        {
            await RecordHereAsync(sample, cancellationToken);
        }

        var ledger = await openLedger(cancellationToken);
        return await UntilAsync(
            async () =>
                (await ledger.ReadAsync(EvidenceScope.Only([sample.Key.Indicator]), cancellationToken)).Sightings.Any(sighting =>
                    sighting.Key == sample.Key
                ),
            Patience,
            cancellationToken
        )
            ? null
            : "it went into the queue, and nobody took it from there into the ledger";
    }

    private async Task RecordHereAsync(DoctorsFinding sample, CancellationToken cancellationToken)
    {
        var ledger = await openLedger(cancellationToken);
        var piece = IntakePiece.Of(Encoding.UTF8.GetBytes(sample.Json), "doctor", "doctor", clock.GetUtcNow());
        await new Intake(ledger.RecordAsync).RecordAsync([piece], cancellationToken);
    }

    // In AWS the Lambda reconciles by itself after it has recorded the finding. Without AWS this process must.
    private async Task<string?> BlockAsync(DoctorsFinding sample, bool readsPce, CancellationToken cancellationToken) =>
        settings.Aws is not null
            ? await IsListedAsync(sample, readsPce, wanted: true, Patience, cancellationToken)
                ? null
                : "the Lambda recorded it and has not blocked it"
            : await ReconcileAsync(sample, readsPce, wanted: true, cancellationToken);

    private async Task<string?> UnblockAsync(DoctorsFinding sample, bool readsPce, CancellationToken cancellationToken)
    {
        var act = OperatorAct.Make(
            ActKind.Unblock,
            sample.Party,
            Directions.Both,
            Unblocked,
            new Signature(who, "the doctor's sample is taken off again"),
            clock.GetUtcNow(),
            acceptedPlan: null
        );
        await OperatorAct.RecordAsync(act, await openLedger(cancellationToken), cancellationToken);
        return await ReconcileAsync(sample, readsPce, wanted: false, cancellationToken);
    }

    private async Task<string?> ReconcileAsync(DoctorsFinding sample, bool readsPce, bool wanted, CancellationToken cancellationToken)
    {
        var reconcile = await openReconciler(cancellationToken);
        var report = await reconcile($"doctor by {who}", cancellationToken);
        return await IsListedAsync(sample, readsPce, wanted, Lag, cancellationToken)
            ? null
            : $"the reconcile ended as {report.Outcome.ToWord()}{(report.Detail is null ? "" : $": {report.Detail}")}";
    }

    /// <summary>By the PCE's active list, where it can be read from here; else by what the last reconcile read back.</summary>
    private async Task<bool> IsListedAsync(
        DoctorsFinding sample,
        bool readsPce,
        bool wanted,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var ledger = await openLedger(cancellationToken);
        var mark = new ListMark(settings.Pce.OwnerId!, settings.Pce.Mode, ListPurpose.Inbound);
        return await UntilAsync(
            async () => wanted == (readsPce ? await IsActiveAsync() : await WasReadBackAsync()),
            patience,
            cancellationToken
        );

        async Task<bool> IsActiveAsync() =>
            (await openPce().ReadActiveAsync(cancellationToken)).Any(list =>
                list.Mark == mark && list.Entries.Any(entry => mark.IsOurs(entry) && entry.What == sample.Party)
            );

        async Task<bool> WasReadBackAsync() =>
            (await ledger.ReadHistoryAsync(clock.GetUtcNow(), cancellationToken)).Baseline?.Inbound.Contains(sample.Party.ToString())
            ?? false;
    }

    private async Task<bool> UntilAsync(Func<Task<bool>> isSo, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (!await isSo())
        {
            if (clock.GetElapsedTime(began) >= patience)
            {
                return false;
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }

        return true;
    }
}
