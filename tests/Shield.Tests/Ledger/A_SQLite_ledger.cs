using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;
using Shield.Sqlite;

namespace Shield.Tests.Ledger;

public sealed class A_SQLite_ledger : LedgerContract
{
    private readonly LedgerFolder _folder = new();
    private int _stores;

    protected override SchemaVersion OwnSchema => new(11, 3);

    protected override Task<Func<Task<ILedger>>> NewStoreAsync()
    {
        var path = _folder.File($"{Interlocked.Increment(ref _stores)}.db");
        return Task.FromResult<Func<Task<ILedger>>>(async () => await SqliteLedger.OpenAsync(path, TestContext.Current.CancellationToken));
    }

    protected override async Task<SchemaVersion> ReadSchemaAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, minor FROM schema_version";
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await rows.ReadAsync(TestContext.Current.CancellationToken));
        return new SchemaVersion(rows.GetInt32(0), rows.GetInt32(1));
    }

    protected override async Task WriteSchemaAsync(SchemaVersion version)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE schema_version SET version = $major, minor = $minor; CREATE TABLE IF NOT EXISTS of_later (what TEXT)";
        command.Parameters.AddWithValue("$major", version.Major);
        command.Parameters.AddWithValue("$minor", version.Minor);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("1.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
