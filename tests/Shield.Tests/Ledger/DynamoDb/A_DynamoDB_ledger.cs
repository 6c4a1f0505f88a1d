using Shield.Core.Ledger;
using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

public sealed class A_DynamoDB_ledger(MotoServer moto) : LedgerContract
{
    private readonly List<DynamoDbStore> _stores = [];

    protected override async Task<Func<Task<ILedger>>> NewStoreAsync()
    {
        var store = await DynamoDbStore.CreateAsync(moto, TestContext.Current.CancellationToken);
        _stores.Add(store);
        return () => Task.FromResult<ILedger>(store.Open());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _stores.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
    }
}
