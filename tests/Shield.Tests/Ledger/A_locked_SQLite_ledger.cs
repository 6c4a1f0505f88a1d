using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;
using Shield.LedgerWriter;
using Shield.Sqlite;

namespace Shield.Tests.Ledger;

public sealed class A_locked_SQLite_ledger : IAsyncLifetime
{
    private readonly LedgerFolder _folder = new();
    private SqliteConnection? _other;
    private SqliteLedger? _ledger;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _ledger = await SqliteLedger.OpenAsync(_folder.File(), Token);
        _other = new SqliteConnection($"Data Source={_folder.File()};Pooling=False");
        _other.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _other!.DisposeAsync();
        await _ledger!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Is_waited_for_ten_seconds_and_then_named()
    {
        using var held = _other!.BeginTransaction(deferred: false);

        var clock = Stopwatch.StartNew();
        var fault = await Assert.ThrowsAsync<LedgerException>(() =>
            Task.Run(() => _ledger!.RecordAsync([Numbered.Evidence(1)], Token), Token)
        );

        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(9), $"gave up after {clock.Elapsed}");
        Assert.Contains($"'{_folder.File()}' is locked", fault.Message, StringComparison.Ordinal);
        Assert.Equal(LedgerContent.Empty.States, (await _ledger!.ReadAsync(Token)).States);
        held.Rollback();
        Assert.Equal([true], await _ledger!.RecordAsync([Numbered.Evidence(1)], Token));
    }

    [Fact]
    public async Task Is_written_as_soon_as_it_is_free()
    {
        var held = _other!.BeginTransaction(deferred: false);
        var recording = Task.Run(() => _ledger!.RecordAsync([Numbered.Evidence(1)], Token), Token);
        await Task.Delay(TimeSpan.FromMilliseconds(1500), Token);
        Assert.False(recording.IsCompleted);

        held.Dispose();

        Assert.Equal([true], await recording);
    }

    [Fact]
    public async Task Lets_go_of_whoever_cancels()
    {
        using var held = _other!.BeginTransaction(deferred: false);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Task.Run(() => _ledger!.RecordAsync([Numbered.Evidence(1)], cancellation.Token), Token)
        );
    }
}
