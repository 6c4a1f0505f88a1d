using System.Collections.Immutable;
using Shield.Aws;
using Shield.Aws.Detectors;
using Shield.Aws.DynamoDb;
using Shield.Aws.Queues;
using Shield.Hosting.Settings;
using Shield.Operating.Checks;

namespace Shield.Operating.Doctor;

/// <summary>The way of a finding in AWS up to the ledger: GuardDuty itself, the queue, and the dead-letter queue.</summary>
public sealed class StackChecks(ShieldSettings settings, AwsPlace place, TimeProvider clock)
{
    private const string Queue = "queue";
    private const string DeadLetters = "dead-letters";
    private const string GuardDuty = "guardduty";
    private const string Table = "ledger-table";

    private const string MayLook = "the stack's output OperatorPolicy names a policy that may";

    /// <summary>Longer than the Lambda's batching window and a batch.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    public async Task<ImmutableArray<ExaminedRow>> MakeAsync(CancellationToken cancellationToken) =>
        [
            await AskAsync(GuardDuty, "it takes guardduty:ListDetectors and guardduty:GetDetector", () => DetectorAsync(cancellationToken)),
            await AskAsync(Queue, MayLook, () => QueueAsync(cancellationToken)),
            await AskAsync(DeadLetters, MayLook, () => DeadLettersAsync(cancellationToken)),
            await AskAsync(Table, MayLook, () => TableAsync(cancellationToken)),
        ];

    /// <summary>Where the caller may not ask AWS, the check is skipped: that says nothing about the queue or the detector.</summary>
    private static async Task<ExaminedRow> AskAsync(string check, string mayLook, Func<Task<ExaminedRow>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AwsException fault)
        {
            return fault.Fault is AwsFault.Denied
                ? ExaminedRow.Skip(check, fault.Message, mayLook)
                : ExaminedRow.Fail(
                    check,
                    fault.Message,
                    "is the stack whole, and do AWS_PROFILE and AWS_REGION say where it is? deploy/deploy.sh mends it"
                );
        }
    }

    private async Task<ExaminedRow> DetectorAsync(CancellationToken cancellationToken) =>
        await DetectorReader.ReadAsync(settings.LedgerRegion, clock, cancellationToken) switch
        {
            null => ExaminedRow.Fail(
                GuardDuty,
                "there is no detector in this account and region: GuardDuty finds nothing here",
                "switch GuardDuty on (aws guardduty create-detector --enable), or deploy where it runs; "
                    + "deploy/member.yaml forwards other accounts and regions"
            ),
            { IsEnabled: false } suspended => ExaminedRow.Fail(
                GuardDuty,
                $"detector {suspended.Id} is suspended",
                $"aws guardduty update-detector --enable --detector-id {suspended.Id}"
            ),
            { Frequency: "FIFTEEN_MINUTES" } good => ExaminedRow.Pass(
                GuardDuty,
                $"detector {good.Id} is enabled and reports again after 15 minutes"
            ),
            var slow => ExaminedRow.Warn(
                GuardDuty,
                $"detector {slow.Id} is enabled; of what goes on it tells again with the frequency "
                    + $"{slow.Frequency ?? "unknown"}, so that blocks are prolonged late",
                $"aws guardduty update-detector --detector-id {slow.Id} --finding-publishing-frequency FIFTEEN_MINUTES"
            ),
        };

    private async Task<ExaminedRow> QueueAsync(CancellationToken cancellationToken)
    {
        using var queue = QueueClient.Connect(place.Queue, settings.LedgerRegion);
        var first = await queue.ReadDepthAsync(cancellationToken);
        if (first.Waiting is 0)
        {
            return ExaminedRow.Pass(Queue, $"nothing waits, {first.InFlight} message(s) are worked on");
        }

        await Task.Delay(BetweenLooks, clock, cancellationToken);
        var later = await queue.ReadDepthAsync(cancellationToken);
        return later.Waiting < first.Waiting || later.InFlight > 0
            ? ExaminedRow.Pass(Queue, $"{later.Waiting} message(s) wait, {later.InFlight} are worked on")
            : ExaminedRow.Warn(
                Queue,
                $"{later.Waiting} message(s) wait and nobody takes them",
                $"look at the log of the Lambda {place.Function ?? ""} and whether its event source is enabled".Replace(
                    "  ",
                    " ",
                    StringComparison.Ordinal
                )
            );
    }

    private async Task<ExaminedRow> TableAsync(CancellationToken cancellationToken)
    {
        if (settings.LedgerTable is not { Table: var table })
        {
            return ExaminedRow.Skip(Table, "the stack names none");
        }

        var protection = await TableProtection.ReadAsync(table, settings.LedgerRegion, cancellationToken);
        var off = new (string What, bool IsOn)[]
        {
            ("time to live", protection.Expires),
            ("point-in-time recovery", protection.CanGoBack),
            ("deletion protection", protection.CannotBeDeleted),
        }
            .Where(part => !part.IsOn)
            .Select(part => part.What)
            .ToList();
        return off is []
            ? ExaminedRow.Pass(Table, $"{table} is protected from deletion, and can be restored to any moment of the last days")
            : ExaminedRow.Warn(
                Table,
                $"{table} has no {string.Join(", no ", off)}, as a table has none that was restored",
                $"deploy/deploy.sh --set ExistingTable={table} switches on what is off, where the stack did not make the table itself; "
                    + "docs/aws.md#a-restored-table"
            );
    }

    private async Task<ExaminedRow> DeadLettersAsync(CancellationToken cancellationToken)
    {
        if (place.DeadLetterQueue is not { } url)
        {
            return ExaminedRow.Skip(DeadLetters, "the stack names no such queue");
        }

        using var queue = QueueClient.Connect(url, settings.LedgerRegion);
        var depth = await queue.ReadDepthAsync(cancellationToken);
        var letters = depth.Waiting + depth.InFlight;
        return letters is 0
            ? ExaminedRow.Pass(DeadLetters, "none")
            : ExaminedRow.Fail(
                DeadLetters,
                $"{letters} message(s) failed again and again and lie there",
                $"shield ingest sqs://{url.Segments[^1]} --apply records them now, and says of each one that cannot be why"
            );
    }
}
