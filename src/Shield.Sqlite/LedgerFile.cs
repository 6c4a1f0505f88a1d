using System.Text.Json;
using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;
using SQLitePCL;

namespace Shield.Sqlite;

/// <summary>
/// One connection to the file. SQLite's is for one caller at a time and knows no asynchrony: the gate keeps the others waiting without a
/// thread.
/// </summary>
internal sealed class LedgerFile : IAsyncDisposable
{
    // Another process may hold the lock. It is waited for in slices, so that a cancellation is heard between two of them.
    private const int Slices = 10;
    private const int SliceSeconds = 1;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly SqliteConnection _connection;
    private readonly string _path;

    // Never a connection that creates: SQLite would begin a new ledger in whatever is empty. And never a read-only one: that would leave
    // its two side files behind, owned by whoever only looked, where this one clears up.
    private LedgerFile(string path)
    {
        _path = path;
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = SliceSeconds,
            }.ToString()
        );
    }

    /// <summary>Creates the file where there is none, whole or not at all, and brings an older one up to date.</summary>
    public static Task<LedgerFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var place = LedgerPlace.Resolve(path);
        if (LedgerPlace.IsMissing(place))
        {
            cancellationToken.ThrowIfCancellationRequested();
            LedgerCreation.Create(place);
        }

        return StartAsync(new LedgerFile(place), file => file.StartWriter(cancellationToken), cancellationToken);
    }

    /// <summary>Null where there is no such file. Whatever is there and cannot be read throws.</summary>
    public static async Task<LedgerFile?> OpenReaderAsync(string path, CancellationToken cancellationToken)
    {
        var place = LedgerPlace.Resolve(path);
        return LedgerPlace.IsMissing(place) ? null : await StartAsync(new LedgerFile(place), file => file.StartReader(), cancellationToken);
    }

    /// <summary>All that <paramref name="read"/> reads is of one moment.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) =>
        RunAsync(() => InTransaction(deferred: true, read), cancellationToken);

    /// <summary>
    /// All that <paramref name="write"/> writes is durable when this returns; where it throws, nothing is. It may run again, after a lock.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        RunAsync(() => InTransaction(deferred: false, write), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _gate.Dispose();
    }

    private static async Task<LedgerFile> StartAsync(LedgerFile file, Action<LedgerFile> start, CancellationToken cancellationToken)
    {
        try
        {
            await file.RunAsync(
                () =>
                {
                    start(file);
                    return true;
                },
                cancellationToken
            );
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private void StartWriter(CancellationToken cancellationToken)
    {
        Open();
        if (raw.sqlite3_db_readonly(_connection.Handle, "main") is not 0)
        {
            throw new LedgerException($"The ledger '{_path}' is read-only: this process may not write the file.");
        }

        // Before anything is written: a newer file stays as it is.
        var version = KnownVersion();
        if (Pragma("journal_mode = WAL") is not "wal")
        {
            throw new LedgerException(
                $"The ledger '{_path}' lies where SQLite cannot keep a write-ahead log: a local disk is wanted, no network share."
            );
        }

        Pragma("synchronous = FULL");
        if (version.IsOlderThan(Schema.Current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            InTransaction(
                deferred: false,
                connection =>
                {
                    Schema.Migrate(connection, _path);
                    return true;
                }
            );
        }
    }

    private void StartReader()
    {
        Open();
        Pragma("query_only = ON");
        var version = KnownVersion();
        if (version.Major < Schema.Current.Major)
        {
            throw new LedgerException(
                $"The ledger '{_path}' has the older layout {version}, this Shield reads {Schema.Current}: "
                    + "any command that records brings it up to date."
            );
        }
    }

    private void Open()
    {
        // Open again after a lock is no error of its own.
        _connection.Close();
        _connection.Open();
        Pragma($"busy_timeout = {SliceSeconds * 1000}");
    }

    private SchemaVersion KnownVersion() =>
        Schema.VersionOf(_connection, _path) is var version && version.IsReadableBy(Schema.Current)
            ? version
            : throw new LedgerException(version.WhyRefused($"The ledger '{_path}'", Schema.Current));

    private string? Pragma(string pragma)
    {
        using var statement = new Statement(_connection, $"PRAGMA {pragma}");
        return statement.OneOrNone(row => row.GetString(0));
    }

    private T InTransaction<T>(bool deferred, Func<SqliteConnection, T> work)
    {
        using var transaction = _connection.BeginTransaction(deferred);
        var result = work(_connection);
        transaction.Commit();
        return result;
    }

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return Patiently(work, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private T Patiently<T>(Func<T> work, CancellationToken cancellationToken)
    {
        for (var slice = 1; ; slice++)
        {
            try
            {
                return work();
            }
            catch (SqliteException fault) when (SqliteFault.IsLock(fault) && slice < Slices)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (SqliteException fault)
            {
                throw SqliteFault.ToLedgerException(fault, _path);
            }
            catch (InvalidOperationException fault)
            {
                // NULL where none can be: whole pages were overwritten.
                throw new LedgerException($"The ledger '{_path}' {SqliteFault.IsCorrupt} ({fault.Message})", fault);
            }
            catch (Exception fault) when (fault is FormatException or InvalidCastException or JsonException)
            {
                throw new LedgerException(
                    $"The ledger '{_path}' holds what Shield cannot have written: {fault.Message}. It was damaged, "
                        + "or changed outside Shield, and is not used: restore a backup (docs/ledger.md)",
                    fault
                );
            }
        }
    }
}
