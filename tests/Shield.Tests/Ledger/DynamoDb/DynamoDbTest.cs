using Shield.Moto;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>A table of its own for each test.</summary>
public abstract class DynamoDbTest(MotoServer moto) : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected MotoServer Moto { get; } = moto;

    protected DynamoDbStore Store { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Store = await DynamoDbStore.CreateAsync(Moto, Token);

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
