using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// The one loop: lease → read → decide → plan → write → provision → read back → history → release. Always from full state (law 10).
/// </summary>
public sealed class Reconciler(
    ILedger ledger,
    IPceWriter pce,
    ReconcileSettings settings,
    LeaseHolder me,
    Func<LeaseHolder, bool> isDead,
    TimeProvider clock,
    LeaseWatch? watch = null
)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// A round is begun with no less: its slowest calls, a read, a PUT (15 s each) and provisioning, find the time that each may take.
    /// </summary>
    public static readonly TimeSpan ShortestRound = TimeSpan.FromSeconds(15) + TimeSpan.FromSeconds(15) + Lease.LongestCall;

    private readonly LeaseWatch _watch = watch ?? new LeaseWatch(clock, trustsDates: false);

    /// <summary>What an answer of another instance must have been made with, to be ours too.</summary>
    private readonly string _settings = settings.Fingerprint;

    /// <summary>
    /// Brings the PCE to what is decided now. Where another instance holds the lease, asks it to go round again and reports what that came
    /// to, if it works with the same settings; else takes its turn. <see cref="ReconcileOutcome.NotYet"/> where it takes longer than 90 s.
    /// </summary>
    /// <param name="trigger">Who or what asked, for history.</param>
    /// <exception cref="PceException">The PCE cannot be read or written; nothing recorded is lost, and the next reconcile goes
    /// on.</exception>
    /// <exception cref="LedgerException">The ledger cannot be read or written.</exception>
    public async Task<ReconcileReport> RunAsync(string trigger, CancellationToken cancellationToken)
    {
        if (await TryTakeAsync(cancellationToken) is { } free)
        {
            return await HoldAsync(free, trigger, until: null, cancellationToken);
        }

        var generation = await ledger.RaiseGenerationAsync(cancellationToken);
        var started = clock.GetTimestamp();
        ReconcileReport? other = null;
        LeaseState state;
        do
        {
            state = await ledger.ReadLeaseAsync(cancellationToken);
            if (state.CompletedGeneration >= generation && ReconcileReport.FromJson(state.CompletedReport) is { } report)
            {
                if (IsAnswer(report))
                {
                    return report with { IsOfAnother = true };
                }

                other = report.Settings == _settings ? null : report;
            }

            if (await TryTakeAsync(cancellationToken) is { } freed)
            {
                return await HoldAsync(freed, trigger, until: null, cancellationToken);
            }

            await Task.Delay(Poll, clock, cancellationToken);
        } while (clock.GetElapsedTime(started) < LongestWait);

        var holder = state.Holder is { } who ? $"another instance ({who})" : "another instance";
        return NotYet(
            other is null
                ? $"{holder} has held the lease for {LongestWait.TotalSeconds:0} s"
                : $"{other.By ?? "another instance"} answered, with other settings than these, and {holder} has held the "
                    + $"lease for {LongestWait.TotalSeconds:0} s"
        );
    }

    /// <summary>
    /// The same for whoever must not wait, and has an end. Where another instance holds the lease, it is asked to go round again, and
    /// <see cref="ReconcileOutcome.NotYet"/> is told at once. A round for which the time is too short is not begun, and one that takes too
    /// long is broken off, which the next reconcile heals as it does a crash: either leaves the lease free and
    /// <see cref="ReconcileReport.Owes"/> set.
    /// </summary>
    /// <param name="trigger">Who or what asked, for history.</param>
    /// <param name="until">By then the lease is given back; null: no end.</param>
    /// <param name="cancellationToken">Ends it; the lease is given back.</param>
    /// <exception cref="PceException">The PCE cannot be read or written; nothing recorded is lost, and the next reconcile goes
    /// on.</exception>
    /// <exception cref="LedgerException">The ledger cannot be read or written.</exception>
    public async Task<ReconcileReport> TryRunAsync(string trigger, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var lease = await TryTakeAsync(cancellationToken);
        if (lease is null)
        {
            await ledger.RaiseGenerationAsync(cancellationToken);

            // Whoever held it may have finished before it could see that.
            lease = await TryTakeAsync(cancellationToken);
        }

        return lease is null
            ? NotYet("another instance holds the lease, and goes round again")
            : await HoldAsync(lease, trigger, until, cancellationToken);
    }

    // Under other settings (observe, another mode, another limit) another plan is right. And what waits for a token does not wait where we
    // are, who need none.
    private bool IsAnswer(ReconcileReport report) =>
        report.Settings == _settings && (report.Outcome is not ReconcileOutcome.Waiting || settings.VersionsPerHour is not null);

    private Task<Lease?> TryTakeAsync(CancellationToken cancellationToken) =>
        Lease.TryTakeAsync(ledger, me, isDead, _watch, clock, cancellationToken);

    /// <summary>Goes round until nobody asked for another round meanwhile, or until the time is up. Then the lease is given back.</summary>
    private async Task<ReconcileReport> HoldAsync(Lease taken, string trigger, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        await using var lease = taken;
        using var end = EndOf(until);
        ReconcileReport? report = null;
        while (Left(until) >= ShortestRound)
        {
            var seen = report is null ? lease.Taken : await lease.ReadAsync(cancellationToken);
            var began = clock.GetUtcNow();
            if (await TryGoRoundAsync(lease, trigger, end.Token, cancellationToken) is not { } round)
            {
                break;
            }

            report = Finished(report?.Then(round) ?? round, began, ReconcileReport.FromJson(seen.CompletedReport));
            if (await lease.FinishAsync(seen.Generation, report, cancellationToken))
            {
                return report;
            }
        }

        return (report ?? NotYet("the time was too short; the next reconcile goes on")) with
        {
            Owes = true,
        };
    }

    /// <summary>Cancelled early enough to give the lease back before the time is up; never, where it has no end.</summary>
    private CancellationTokenSource EndOf(DateTimeOffset? until)
    {
        var left = Left(until) - Lease.LongestRelease;
        return until is null
            ? new CancellationTokenSource()
            : new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
    }

    /// <returns>Null where the time was up before the round was done.</returns>
    private async Task<ReconcileReport?> TryGoRoundAsync(
        Lease lease,
        string trigger,
        CancellationToken end,
        CancellationToken cancellationToken
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, cancellationToken);
        try
        {
            return await new Round(ledger, pce, settings, lease, clock).RunAsync(trigger, either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private ReconcileReport Finished(ReconcileReport report, DateTimeOffset began, ReconcileReport? earlier)
    {
        var now = clock.GetUtcNow();
        return report with
        {
            BeganAt = began,
            FinishedAt = now,
            LastGoodAt = report.IsGood ? now : earlier?.GoodBefore(now),
            By = me.ToString(),
            Settings = _settings,
        };
    }

    private TimeSpan Left(DateTimeOffset? until) => until - clock.GetUtcNow() ?? TimeSpan.MaxValue;

    private static ReconcileReport NotYet(string why) =>
        new() { Outcome = ReconcileOutcome.NotYet, Detail = $"recorded, not applied yet: {why}" };
}
