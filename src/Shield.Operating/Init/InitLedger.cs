using Shield.Core.Ledger;
using Shield.Hosting;
using Shield.Pce.Installing;

namespace Shield.Operating.Init;

/// <summary>The ledger for <c>init</c>: it says which rules were changed before, and its lease is held while more are.</summary>
/// <param name="openReader">Creates no ledger where there is none.</param>
/// <param name="open">Creates one where there is none.</param>
/// <param name="exists">Whether there is a ledger already.</param>
public sealed class InitLedger(
    Func<CancellationToken, Task<ILedgerReader>> openReader,
    Func<CancellationToken, Task<ILedger>> open,
    Func<bool> exists,
    TimeProvider clock
)
{
    public bool Exists => exists();

    public Task<ILedgerReader> OpenReaderAsync(CancellationToken cancellationToken) => openReader(cancellationToken);

    public Task<ILedger> OpenAsync(CancellationToken cancellationToken) => open(cancellationToken);

    /// <summary>Does the work under the lease, so that no reconcile runs meanwhile.</summary>
    public async Task<T> HoldAsync<T>(Func<RuleJournal, ILedger, Task<T>> work, CancellationToken cancellationToken)
    {
        var ledger = await open(cancellationToken);
        return await RuleJournal.HoldAsync(
            ledger,
            ThisProcess.Holder,
            ThisProcess.IsDead,
            clock,
            journal => work(journal, ledger),
            cancellationToken
        );
    }
}
