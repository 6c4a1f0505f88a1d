using Microsoft.Extensions.Hosting;
using Shield.Aws;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Service.Settings;
using Shield.Service.Telemetry;

namespace Shield.Service.Reconciling;

/// <summary>
/// Reconciles by the schedule and on news: one after the other, one a window (law 11), as the function in AWS does. Whatever goes wrong
/// here is told and tried again; nothing that is recorded waits for it.
/// </summary>
internal sealed class ReconcileLoop(
    ILedger ledger,
    AwsDate? date,
    LiveSettings settings,
    ReconcileInbox inbox,
    HostOfSettings hosts,
    LoopListeners listeners,
    Action<string> note,
    TimeProvider clock
) : BackgroundService
{
    /// <summary>So long a reconcile that is under way may go on after SIGTERM: longer than provisioning, its slowest call.</summary>
    public static readonly TimeSpan DrainsWithin = TimeSpan.FromSeconds(50);

    /// <summary>What was put off is not looked at more often.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);

    private readonly Timeliness _timeliness = new(clock);
    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
    private volatile ReconcileState _state = new();
    private ReconcileRequest? _open;
    private DateTimeOffset _openDueAt;
    private DateTimeOffset _scheduleDueAt;

    public ReconcileState State => _state;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopping = stoppingToken.Register(() => end.CancelAfter(DrainsWithin));

        // At the start at once: something may have been recorded before.
        _scheduleDueAt = clock.GetUtcNow();
        try
        {
            while (true)
            {
                await WaitAsync(stoppingToken);
                if (NextRequest() is { } request)
                {
                    await TurnAsync(request, end.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is recorded and not reconciled yet is reconciled at the next start.
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        stoppingToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        var schedule = settings.Now.Recording.Schedule;

        // A clock that was set back must not keep the schedule waiting.
        _scheduleDueAt = _scheduleDueAt > now + schedule ? now + schedule : _scheduleDueAt;
        var due = _open is not null && _openDueAt < _scheduleDueAt ? _openDueAt : _scheduleDueAt;
        _state = _state with { NextAt = due, IsRunning = false };
        await inbox.WaitAsync(due - now, clock, stoppingToken);
    }

    /// <summary>Of what is open, what was just asked for, and the schedule: what is due now, as one request.</summary>
    /// <returns>Null where nothing is due yet.</returns>
    private ReconcileRequest? NextRequest()
    {
        var now = clock.GetUtcNow();
        if (inbox.Take() is { } asked)
        {
            // News that comes later never pushes the window back, and never opens it sooner either.
            _openDueAt = _open is null || asked.AtOnce ? now : _openDueAt;
            _open = _open is { } open ? ReconcileRequest.Merge([open, asked]) : asked;
        }

        if (_scheduleDueAt <= now)
        {
            _scheduleDueAt = now + settings.Now.Recording.Schedule;
            var schedule = new ReconcileRequest("schedule");
            return Taken(_open is { } open ? ReconcileRequest.Merge([schedule, open]) : schedule);
        }

        return _open is { } request && _openDueAt <= now ? Taken(request) : null;
    }

    private ReconcileRequest? Taken(ReconcileRequest? request)
    {
        _open = null;
        return request;
    }

    private void PutOff(ReconcileRequest request, TimeSpan wait, string why)
    {
        _open = _open is { } other ? ReconcileRequest.Merge([other, request]) : request;
        _openDueAt = clock.GetUtcNow() + (wait > ShortestWait ? wait : ShortestWait);
        _state = _state with { Waiting = why };
    }

    private async Task TurnAsync(ReconcileRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var inForce = settings.Now;
            if (inForce.Whole is not { } whole)
            {
                throw new SettingsException(inForce.Refused);
            }

            if (await _timeliness.FindWaitAsync(request, ledger, whole, date, cancellationToken) is not { } wait)
            {
                await ReconcileAsync(request, whole, cancellationToken);
            }
            else if (wait.For is { } time)
            {
                if (wait.IsForToken)
                {
                    listeners.PutOffForToken();
                }

                PutOff(request, time, wait.Why);
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge of a background loop: whatever it was, recording goes on and this is tried again.
            var again = _backOff.Next();
            PutOff(request, again, "the last attempt failed");
            listeners.Failed(fault);
            Tell(fault, again);
        }
    }

    private async Task ReconcileAsync(ReconcileRequest request, ShieldSettings whole, CancellationToken cancellationToken)
    {
        using var span = ServiceTelemetry.Start("reconcile");
        var started = clock.GetTimestamp();
        _timeliness.Began();
        _state = _state with { IsRunning = true, Waiting = null };
        var host = hosts.For(whole);
        var reconciler = host.ReconcilerOn(ledger);
        var own = await new OwnAddressReading(host, ledger).ReadIfDueAsync(cancellationToken);
        var report = await reconciler.TryRunAsync(
            request.Why ?? "reconcile",
            isBound: !request.AtOnce,
            own,
            until: null,
            cancellationToken
        );
        if (report.Outcome is ReconcileOutcome.NotYet)
        {
            // Somebody else reconciles, and goes round again for us; whether that has seen this news is looked up after a while.
            PutOff(request, _backOff.Next(), report.Detail ?? "another instance reconciles");
            return;
        }

        listeners.Reconciled(report, clock.GetElapsedTime(started));
        span?.SetTag("shield.outcome", report.ToWord()).SetTag("shield.added", report.Added).SetTag("shield.removed", report.Removed);
        _backOff.Reset();
        _state = new ReconcileState();
        Tell(report);
        if (report is { Outcome: ReconcileOutcome.Waiting, RetryAt: { } at })
        {
            PutOff(request, at - clock.GetUtcNow(), "no policy version is left (Reconcile:VersionsPerHour)");
        }
        else if (report.Owes)
        {
            PutOff(request, TimeSpan.Zero, "another round was asked for meanwhile");
        }
    }

    private void Tell(ReconcileReport report)
    {
        var isNews = report.Outcome is not (ReconcileOutcome.Nothing or ReconcileOutcome.Observed);
        if (isNews)
        {
            var version = report.PolicyVersion is { } number ? $", policy version {number}" : "";
            var kept = report.KeptBack > 0 ? $", {report.KeptBack} kept back" : "";
            var why = report.Detail is { } detail ? $": {detail}" : "";
            note($"reconcile: {report.ToWord()}, {report.Added} added, {report.Removed} removed{kept}{version}{why}");
        }
    }

    private void Tell(Exception fault, TimeSpan again)
    {
        var why = fault is PceException or LedgerException or AwsException or SettingsException
            ? fault.Message
            : $"{fault.GetType().Name}: {fault.Message}";
        if (_state.Fault != why)
        {
            note($"reconcile: {why}; recording goes on, next attempt in {again.TotalSeconds:0} s");
        }

        _state = _state with { Fault = why, IsRunning = false };
    }
}
