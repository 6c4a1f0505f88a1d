using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// The right to write to the PCE, for 60 s at a time. The PCE has no compare-and-swap: a writer that froze and thaws may still put back an
/// older list, and the next reconcile heals that; the lease makes it rare, not impossible.
/// </summary>
public sealed class Lease : IAsyncDisposable
{
    /// <summary>Longer than the longest call, since it is renewed before each write.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <summary>Provisioning.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(45);

    private const int Renewals = 3;

    /// <summary>A lease that was renewed so recently outlasts the next phase of a round.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>So long giving it back may take.</summary>
    public static readonly TimeSpan LongestRelease = TimeSpan.FromSeconds(3);

    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private bool _isReleased;
    private long _renewedTimestamp;
    private DateTimeOffset _renewedAt;

    private Lease(ILedger ledger, TimeProvider clock, LeaseState taken) =>
        (_ledger, _clock, Taken, _renewedTimestamp, _renewedAt) = (ledger, clock, taken, clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>As it was once it was taken: a round that begins now has seen that generation.</summary>
    public LeaseState Taken { get; }

    public long Fence => Taken.Fence;

    /// <param name="isDead">True for a holder that is known not to live any more: its lease is free at once.</param>
    /// <param name="watch">Tells whether that of another has run out.</param>
    /// <returns>Null where somebody else holds it.</returns>
    public static async Task<Lease?> TryTakeAsync(
        ILedger ledger,
        LeaseHolder me,
        Func<LeaseHolder, bool> isDead,
        LeaseWatch watch,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var seen = await ledger.ReadLeaseAsync(cancellationToken);
        var isFree = seen.Holder is null || watch.HasRunOut(seen) || isDead(seen.Holder);
        var taken = isFree ? await ledger.TryTakeLeaseAsync(seen, me, clock.GetUtcNow() + Length, cancellationToken) : null;
        return taken is null ? null : new Lease(ledger, clock, taken);
    }

    public Task<LeaseState> ReadAsync(CancellationToken cancellationToken) => _ledger.ReadLeaseAsync(cancellationToken);

    /// <summary>Before each write: afterwards it lasts for as long as any call may take.</summary>
    /// <exception cref="LedgerException">It was lost: somebody took it over, or the ledger takes so long that somebody may
    /// have.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        for (var renewal = 0; renewal < Renewals; renewal++)
        {
            var (timestamp, date) = (_clock.GetTimestamp(), _clock.GetUtcNow());
            ThrowIfLost(await _ledger.RenewLeaseAsync(Fence, date + Length, cancellationToken));

            // Whoever watches counts from before the ledger answered.
            (_renewedTimestamp, _renewedAt) = (timestamp, date);
            if (Age() <= Length - LongestCall)
            {
                return;
            }
        }

        throw new LedgerException(
            $"the lease could not be renewed: the ledger took longer than {(Length - LongestCall).TotalSeconds:0} s, "
                + $"{Renewals} times; nothing more was written, and the next reconcile goes on"
        );
    }

    /// <summary>After each phase of a round, so that the next one may take its time. One that is fresh costs no request.</summary>
    /// <exception cref="LedgerException">It was lost: somebody took it over.</exception>
    public Task KeepAsync(CancellationToken cancellationToken) => Age() <= Fresh ? Task.CompletedTask : RenewAsync(cancellationToken);

    /// <returns>False where somebody asked for another round meanwhile: the lease is still held.</returns>
    /// <exception cref="LedgerException">It was lost: somebody took it over.</exception>
    public async Task<bool> FinishAsync(long generation, ReconcileReport report, CancellationToken cancellationToken)
    {
        ThrowIfLost(await _ledger.CompleteRoundAsync(Fence, generation, report.ToJson(), cancellationToken));
        _isReleased = await _ledger.ReleaseLeaseAsync(Fence, generation, cancellationToken);
        return _isReleased;
    }

    /// <summary>
    /// Gives it back where no round finished with it: whoever waits shall try for itself and not wait for it to run out. Where the ledger
    /// does not let us, it does run out, and why we came to this must not be hidden by that.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(LongestRelease, _clock);
        try
        {
            while (!_isReleased && await _ledger.ReadLeaseAsync(limit.Token) is { Holder: not null } state && state.Fence == Fence)
            {
                _isReleased = await _ledger.ReleaseLeaseAsync(Fence, state.Generation, limit.Token);
            }
        }
        catch (Exception e) when (e is LedgerException or OperationCanceledException)
        {
            _isReleased = false;
        }
    }

    // A process that was stopped sees that by the timestamps, one whose machine stood still by the date.
    private TimeSpan Age()
    {
        var (taken, passed) = (_clock.GetElapsedTime(_renewedTimestamp), _clock.GetUtcNow() - _renewedAt);
        return passed > taken ? passed : taken;
    }

    private static void ThrowIfLost(bool isHeld)
    {
        if (!isHeld)
        {
            throw new LedgerException("the lease was lost to another instance; nothing more was written, and that instance goes on");
        }
    }
}
