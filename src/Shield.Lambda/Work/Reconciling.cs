using Shield.Aws;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Settings;

namespace Shield.Lambda.Work;

/// <summary>
/// The reconcile after recording. Nothing waits in it, and nothing that goes wrong in it is the messages' fault: the schedule comes by
/// every five minutes, and where it is known that somebody must come sooner, the queue is asked to send somebody.
/// </summary>
internal sealed class Reconciling(EngineRoom room, ReachMeasuring reach, Account account, TimeProvider clock)
{
    /// <summary>A lease that somebody holds is mostly free again by then.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>With less left, the answer comes first; and findings come before figures.</summary>
    private static readonly TimeSpan ForMeasuring = TimeSpan.FromSeconds(20);

    public async Task RunAsync(Recorded recorded, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!recorded.HasEvidence && recorded.Requests.IsEmpty)
        {
            return;
        }

        var atOnce = recorded.Requests.FirstOrDefault(request => request.AtOnce);
        var request = atOnce ?? recorded.Requests.FirstOrDefault() ?? new ReconcileRequest($"{recorded.Findings.Length} finding(s)");
        try
        {
            var report = await TryAsync(request, until, cancellationToken);
            await SettleAsync(request, report, cancellationToken);
            if (report.IsGood && recorded.Findings.IsEmpty && until - clock.GetUtcNow() > ForMeasuring)
            {
                await reach.RunAsync((await room.GetAsync(cancellationToken)).Host, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is PceException or LedgerException or AwsException or SettingsException)
        {
            account.Tell(fault, await ReadLastGoodAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            account.Note("no time was left to reconcile; the schedule goes on");
        }
    }

    /// <returns>Null where nobody can tell.</returns>
    private async Task<DateTimeOffset?> ReadLastGoodAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await (await room.GetAsync(cancellationToken)).Ledger.ReadLeaseAsync(cancellationToken);
            return ReconcileReport.FromJson(lease.CompletedReport)?.GoodBefore(clock.GetUtcNow());
        }
        catch (Exception fault) when (fault is LedgerException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<ReconcileReport> TryAsync(ReconcileRequest request, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(await room.GetAsync(cancellationToken), request, until, cancellationToken);
        }
        catch (PceException refused) when (refused.Fault is PceFault.Credentials)
        {
            if (await room.RenewAsync(cancellationToken) is not { } renewed)
            {
                throw;
            }

            account.Note("the PCE refused the key; with the parameter read again it is tried once more");
            return await RunAsync(renewed, request, until, cancellationToken);
        }
    }

    private async Task<ReconcileReport> RunAsync(
        Engine engine,
        ReconcileRequest request,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var started = clock.GetTimestamp();
        var report = await engine
            .Host.ReconcilerOn(engine.Ledger)
            .TryRunAsync(request.Why ?? "reconcile", isBound: !request.AtOnce, until, cancellationToken);
        account.Tell(report, clock.GetElapsedTime(started));
        return report;
    }

    /// <summary>Asks for somebody at a time when it is worth it.</summary>
    private async Task SettleAsync(ReconcileRequest request, ReconcileReport report, CancellationToken cancellationToken)
    {
        TimeSpan? again = report switch
        {
            { Outcome: ReconcileOutcome.Waiting, RetryAt: { } at } => at - clock.GetUtcNow(),
            { Owes: true } => TimeSpan.Zero,
            // Whoever holds the lease may wait for a token, which a person need not.
            { Outcome: ReconcileOutcome.NotYet } when request.AtOnce => Soon,
            _ => null,
        };
        if (again is { } delay)
        {
            // Not the engine that the round began with: a refused key may have put another in its place.
            await (await room.GetAsync(cancellationToken)).AskAgainAsync(
                request,
                delay > TimeSpan.Zero ? delay : TimeSpan.Zero,
                cancellationToken
            );
        }
    }
}
