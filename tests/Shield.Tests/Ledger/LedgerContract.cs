using Shield.Core.Ledger;

namespace Shield.Tests.Ledger;

/// <summary>
/// What every ledger promises; the docstrings of <see cref="ILedger"/> as sentences. A store proves itself by deriving from this class, and
/// brings nothing but a way to make a new store and to open it as often as wanted, each time as another process would.
/// </summary>
public abstract partial class LedgerContract : IAsyncLifetime
{
    private readonly List<ILedger> _opened = [];
    private Func<Task<ILedger>>? _store;

    /// <summary>A new, empty store: each call of the result opens it once more.</summary>
    protected abstract Task<Func<Task<ILedger>>> NewStoreAsync();

    public async ValueTask InitializeAsync() => _store = await NewStoreAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var ledger in _opened)
        {
            await CloseAsync(ledger);
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Is_empty_before_anything_is_recorded()
    {
        var ledger = await OpenAsync();

        var content = await ledger.ReadAsync(Token);
        Assert.Empty(content.Sightings);
        Assert.Empty(content.States);
        Assert.Empty(content.OwnAddresses);
        Assert.Empty(content.Acts);
        Assert.Empty(content.Resolutions);
        var history = await ledger.ReadHistoryAsync(DateTimeOffset.MinValue, Token);
        Assert.Empty(history.Records);
        Assert.Null(history.Baseline);
        Assert.Equal(LeaseState.Initial, await ledger.ReadLeaseAsync(Token));
    }

    [Fact]
    public async Task Does_nothing_once_it_is_cancelled()
    {
        var ledger = await OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ledger.RaiseGenerationAsync(new CancellationToken(canceled: true)));

        Assert.Equal(LeaseState.Initial, await ledger.ReadLeaseAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async ValueTask CloseAsync(ILedger ledger)
    {
        if (ledger is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    /// <summary>Opens this test's store, once more with each call.</summary>
    private async Task<ILedger> OpenAsync()
    {
        var ledger = await _store!();
        _opened.Add(ledger);
        return ledger;
    }
}
