using Shield.Aws;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Lambda.Runtime;
using Shield.Lambda.Telemetry;
using Shield.Notifying;

namespace Shield.Lambda.Reconciling;

/// <summary>
/// One request's turn: is it worth a reconcile now, what came of it, and whom to ask next. Nothing waits in it; where it is known that
/// somebody must come sooner than the schedule, the queue is asked to send somebody.
/// </summary>
internal sealed class Turn(Renewed<Engine> room, ReachMeasuring reach, InvocationLog log, TimeProvider clock)
{
    /// <summary>With less left, the answer comes first; and blocks come before figures.</summary>
    private static readonly TimeSpan ForMeasuring = TimeSpan.FromSeconds(20);

    /// <summary>A job of the PCE that is not done by then is left to another invocation.</summary>
    private static readonly TimeSpan ForAsking = TimeSpan.FromSeconds(5);

    /// <summary>With less left nobody is told, and what is kept back for afterwards: the next invocation tells it.</summary>
    private static readonly TimeSpan AfterTelling = TimeSpan.FromSeconds(3);

    private readonly Timeliness _timeliness = new(clock);

    public async Task RunAsync(ReconcileRequest request, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Engine? engine = null;
        try
        {
            engine = await room.GetAsync(cancellationToken);
            if ((room.WhyKept ?? engine.WhyRefused) is { } refused)
            {
                log.TellSettingsRefused(refused);
            }

            if (await _timeliness.FindWaitAsync(request, engine.Ledger, engine.Host.Settings, engine.Date, cancellationToken) is { } wait)
            {
                await PutOffAsync(request, wait, cancellationToken);
                return;
            }

            if (await TryAsync(engine, request, until, cancellationToken) is { } report)
            {
                await SettleAsync(request, report, until, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is PceException or LedgerException or AwsException or SettingsException)
        {
            if (fault is SettingsException && engine is null)
            {
                log.TellSettingsRefused(fault.Message);
            }

            log.Tell(fault, await ReadLastGoodAsync(cancellationToken));
            if (fault is PceException or LedgerException)
            {
                await TellAsync(engine, until, newsroom => newsroom.TellAsync(fault, host: null, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            log.Note("no time was left to reconcile; the schedule goes on");
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
        catch (Exception fault) when (fault is LedgerException or AwsException or SettingsException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task SettleAsync(
        ReconcileRequest request,
        ReconcileReport report,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        if (WaitAfter(request, report) is { } again)
        {
            await AskAgainAsync(request with { ReadsWorkloads = false, Job = null }, again, cancellationToken);
        }

        await TellAsync(
            await room.GetAsync(cancellationToken),
            until,
            newsroom => newsroom.TellAsync(report, host: null, cancellationToken)
        );
        if (report.IsGood && request is { Since: null, AtOnce: false } && until - clock.GetUtcNow() > ForMeasuring)
        {
            await reach.RunAsync((await room.GetAsync(cancellationToken)).Host, cancellationToken);
        }
    }

    /// <summary>What is news goes before figures, and after the request for another reconcile.</summary>
    private async Task TellAsync(Engine? engine, DateTimeOffset until, Func<Newsroom, Task> tell)
    {
        var left = until - clock.GetUtcNow() - AfterTelling;
        if (left <= TimeSpan.Zero || engine?.Newsroom is not { } newsroom)
        {
            return;
        }

        try
        {
            await tell(newsroom.Within(left));
        }
        catch (OperationCanceledException)
        {
            log.Note("no time was left to tell everybody; the next reconcile does");
        }
    }

    /// <returns>Null where the workloads had to be read first, and that is not done yet.</returns>
    private async Task<ReconcileReport?> TryAsync(
        Engine engine,
        ReconcileRequest request,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await RunAsync(engine, request, until, cancellationToken);
        }
        catch (PceException refused) when (refused.Fault is PceFault.Credentials)
        {
            if (await room.RenewAsync(cancellationToken) is not { } renewed)
            {
                throw;
            }

            log.Note("the PCE refused the key; with the parameter read again it is tried once more");
            return await RunAsync(renewed, request, until, cancellationToken);
        }
    }

    private async Task<ReconcileReport?> RunAsync(
        Engine engine,
        ReconcileRequest request,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var started = clock.GetTimestamp();
        _timeliness.Began();
        var reconciler = engine.Host.ReconcilerOn(engine.Ledger);
        if (await FindOwnAddressesAsync(engine, request, until, cancellationToken) is not { } own)
        {
            return null;
        }

        var report = await reconciler.TryRunAsync(request.Why ?? "reconcile", isBound: !request.AtOnce, own, until, cancellationToken);
        log.Tell(report, clock.GetElapsedTime(started));
        return report;
    }

    /// <summary>
    /// The daily reading of workloads has an invocation of its own, and takes several where the PCE makes a job of it. Only where own
    /// addresses are not known at all is it done before anything else: no block may be made without them.
    /// </summary>
    /// <returns>Null where it goes on in a later invocation.</returns>
    private async Task<OwnAddressKnowledge?> FindOwnAddressesAsync(
        Engine engine,
        ReconcileRequest request,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var reading = new OwnAddressReading(engine.Host, engine.Ledger);
        var known = await reading.LookAsync(cancellationToken);
        if (!known.IsDue)
        {
            return known;
        }

        if (!request.ReadsWorkloads && known.WhyUnknown is null)
        {
            if (request is { Since: null, AtOnce: false })
            {
                await AskAgainAsync(new ReconcileRequest("workloads") { ReadsWorkloads = true }, TimeSpan.Zero, cancellationToken);
            }

            return known;
        }

        var patience = until - clock.GetUtcNow() - ForAsking;
        known = await reading.ReadAsync(known, request.Job, patience, cancellationToken);
        if (known.Job is not { } job)
        {
            return known;
        }

        log.Note("the PCE has not listed all workloads yet; another invocation goes on with its job");
        await AskAgainAsync(request with { ReadsWorkloads = true, Job = job }, TimeSpan.Zero, cancellationToken);
        return null;
    }

    /// <returns>When it is worth another try; null where the schedule is soon enough.</returns>
    private TimeSpan? WaitAfter(ReconcileRequest request, ReconcileReport report) =>
        report switch
        {
            { Outcome: ReconcileOutcome.Waiting, RetryAt: { } at } => at - clock.GetUtcNow(),
            { Owes: true } => TimeSpan.Zero,
            // Whoever holds the lease may wait for a token, which a person need not.
            { Outcome: ReconcileOutcome.NotYet } when request.AtOnce => TimeSpan.Zero,
            _ => null,
        };

    private async Task PutOffAsync(ReconcileRequest request, Wait wait, CancellationToken cancellationToken)
    {
        log.TellPutOff(wait);
        if (wait.For is { } time)
        {
            await AskAgainAsync(request, time, cancellationToken);
        }
    }

    private async Task AskAgainAsync(ReconcileRequest request, TimeSpan wanted, CancellationToken cancellationToken)
    {
        if (Hop.After(request, wanted) is { } hop)
        {
            // Not the engine that the round began with: a refused key may have put another in its place.
            await (await room.GetAsync(cancellationToken)).AskAgainAsync(hop, cancellationToken);
        }
        else
        {
            log.Note("nobody is asked to come sooner than the schedule does");
        }
    }
}
