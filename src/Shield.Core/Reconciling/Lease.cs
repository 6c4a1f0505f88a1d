using Shield.Core.Ledger;

namespace Shield.Core.Reconciling;

/// <summary>
/// The right to write to the PCE, for 60 s at a time. The PCE has no compare-and-swap: a writer that froze and thaws may still put back an
/// older list, and the next reconcile heals that; the lease makes it rare, not impossible.
/// </summary>
internal sealed class Lease
{
    /// <summary>Longer than the longest call (provisioning, 45 s), since it is renewed before each write.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;

    private Lease(ILedger ledger, TimeProvider clock, long fence) => (_ledger, _clock, Fence) = (ledger, clock, fence);

    public long Fence { get; }

    /// <param name="isDead">True for a holder that is known not to live any more: its lease is free at once.</param>
    /// <returns>Null where somebody else holds it.</returns>
    public static async Task<Lease?> TryTakeAsync(
        ILedger ledger,
        LeaseHolder me,
        Func<LeaseHolder, bool> isDead,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var seen = await ledger.ReadLeaseAsync(cancellationToken);
        var isFree = seen.Holder is null || seen.Until <= now || isDead(seen.Holder);
        var taken = isFree ? await ledger.TryTakeLeaseAsync(seen, me, now + Length, cancellationToken) : null;
        return taken is null ? null : new Lease(ledger, clock, taken.Fence);
    }

    public async Task<long> ReadGenerationAsync(CancellationToken cancellationToken) => (await _ledger.ReadLeaseAsync(cancellationToken)).Generation;

    /// <exception cref="LedgerException">It was lost: somebody took it over.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (!await _ledger.RenewLeaseAsync(Fence, _clock.GetUtcNow() + Length, cancellationToken))
        {
            throw new LedgerException("the lease was lost to another instance; nothing more was written, and that instance goes on");
        }
    }

    /// <returns>False where somebody asked for another round meanwhile.</returns>
    public async Task<bool> FinishAsync(long generation, ReconcileReport report, CancellationToken cancellationToken)
    {
        await _ledger.CompleteRoundAsync(Fence, generation, report.ToJson(), cancellationToken);
        return await _ledger.ReleaseLeaseAsync(Fence, generation, cancellationToken);
    }

    /// <summary>After a failed round: whoever waits shall try for itself and not wait for the lease to run out.</summary>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        var generation = await ReadGenerationAsync(cancellationToken);
        await _ledger.ReleaseLeaseAsync(Fence, generation, cancellationToken);
    }
}
