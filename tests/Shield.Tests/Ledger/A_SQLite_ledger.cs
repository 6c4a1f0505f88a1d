using Shield.Core.Ledger;
using Shield.Sqlite;

namespace Shield.Tests.Ledger;

public sealed class A_SQLite_ledger : LedgerContract
{
    private readonly LedgerFolder _folder = new();
    private int _stores;

    protected override Task<Func<Task<ILedger>>> NewStoreAsync()
    {
        var path = _folder.File($"{Interlocked.Increment(ref _stores)}.db");
        return Task.FromResult<Func<Task<ILedger>>>(async () => await SqliteLedger.OpenAsync(path, TestContext.Current.CancellationToken));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
