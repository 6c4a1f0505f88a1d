using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;

namespace Shield.Pce.Installing;

/// <summary>
/// What <c>init</c> did to other people's rules, kept in history. It writes under the loop's own lease, so no reconcile runs meanwhile.
/// </summary>
public sealed class RuleJournal
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly ILedger _ledger;
    private readonly Lease _lease;
    private readonly TimeProvider _clock;

    private RuleJournal(ILedger ledger, Lease lease, TimeProvider clock) => (_ledger, _lease, _clock) = (ledger, lease, clock);

    /// <summary>All changes that were ever written, oldest first.</summary>
    public static async Task<ImmutableArray<RuleChange>> ReadAsync(ILedgerReader ledger, CancellationToken cancellationToken)
    {
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken);
        return [.. history.Records.Where(record => record.Kind is HistoryKind.RuleChange).Select(RuleChange.Read)];
    }

    /// <summary>
    /// Does the work under the loop's lease. Where another instance holds it, such as a second <c>init</c> of the same owner, this waits up
    /// to 90 s: the work then reads what that instance made, and makes nothing twice.
    /// </summary>
    /// <exception cref="LedgerException">Another instance has held the lease for 90 s, or the ledger cannot be written.</exception>
    public static async Task<T> HoldAsync<T>(
        ILedger ledger,
        LeaseHolder me,
        Func<LeaseHolder, bool> isDead,
        TimeProvider clock,
        Func<RuleJournal, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        await using var lease = await TakeAsync(ledger, me, isDead, clock, cancellationToken);
        return await work(new RuleJournal(ledger, lease, clock));
    }

    /// <summary>Before the change is made.</summary>
    public async Task AppendAsync(RuleChange change, CancellationToken cancellationToken)
    {
        await _lease.RenewAsync(cancellationToken);
        var last = (await _ledger.ReadHistoryAsync(_clock.GetUtcNow(), cancellationToken)).Last;
        await _ledger.AppendHistoryAsync(
            _lease.Fence,
            HistoryRecord.After(last, HistoryKind.RuleChange, _clock.GetUtcNow(), change.ToJson()),
            baseline: null,
            cancellationToken
        );
    }

    /// <summary>Before every other write.</summary>
    public Task RenewAsync(CancellationToken cancellationToken) => _lease.RenewAsync(cancellationToken);

    private static async Task<Lease> TakeAsync(
        ILedger ledger,
        LeaseHolder me,
        Func<LeaseHolder, bool> isDead,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var (watch, started) = (new LeaseWatch(clock, trustsDates: false), clock.GetTimestamp());
        while (true)
        {
            if (await Lease.TryTakeAsync(ledger, me, isDead, watch, clock, cancellationToken) is { } taken)
            {
                return taken;
            }

            if (clock.GetElapsedTime(started) >= LongestWait)
            {
                var holder = (await ledger.ReadLeaseAsync(cancellationToken)).Holder;
                var who = holder is null ? "another instance of Shield" : $"another instance of Shield ({holder})";
                throw new LedgerException(
                    $"{who} of the same owner has worked on this PCE for 90 s; this command recorded nothing and changed nothing: "
                        + "run it again in a minute"
                );
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }
    }
}
