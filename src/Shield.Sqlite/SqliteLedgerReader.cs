using System.Collections.Immutable;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>
/// Reads a ledger that may not be there yet: a plan is wanted before the first finding. Writes nothing and creates nothing.
/// </summary>
public sealed class SqliteLedgerReader : ILedgerReader, IAsyncDisposable
{
    private readonly LedgerFile? _file;

    private SqliteLedgerReader(LedgerFile? file) => _file = file;

    /// <summary>
    /// A file that is missing at this moment reads as the empty ledger. A folder that is missing does not: that is a wrong path or an
    /// absent disk.
    /// </summary>
    /// <exception cref="LedgerException">The file is there and cannot be read, or it cannot be known whether it is there.</exception>
    public static async Task<SqliteLedgerReader> OpenAsync(string path, CancellationToken cancellationToken) =>
        new(await LedgerFile.OpenReaderAsync(path, cancellationToken));

    public Task<LedgerContent> ReadAsync(EvidenceScope scope, CancellationToken cancellationToken) =>
        _file?.ReadAsync(connection => LedgerReading.Content(connection, scope), cancellationToken) ?? Task.FromResult(LedgerContent.Empty);

    public Task<RestingPage> ReadRestingAsync(string? from, int most, CancellationToken cancellationToken) =>
        _file?.ReadAsync(connection => RestingTable.Page(connection, from, most), cancellationToken)
        ?? Task.FromResult(new RestingPage([], [], Next: null));

    public Task<UpkeepNote?> ReadUpkeepAsync(CancellationToken cancellationToken) =>
        _file?.ReadAsync(UpkeepTable.Read, cancellationToken) ?? Task.FromResult<UpkeepNote?>(null);

    public Task<HistoryTail> ReadHistoryAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _file?.ReadAsync(connection => LedgerReading.History(connection, since), cancellationToken) ?? Task.FromResult(HistoryTail.Empty);

    public Task<KeptBackSet?> ReadKeptBackAsync(CancellationToken cancellationToken) =>
        _file?.ReadAsync(KeptBackTable.Read, cancellationToken) ?? Task.FromResult<KeptBackSet?>(null);

    public Task<ImmutableArray<Note>> ReadNotesAsync(NoteKind kind, CancellationToken cancellationToken) =>
        _file?.ReadAsync(connection => NoteTable.All(connection, kind), cancellationToken) ?? Task.FromResult(ImmutableArray<Note>.Empty);

    public Task<DateTimeOffset?> ReadWorkloadsReadAtAsync(CancellationToken cancellationToken) =>
        _file?.ReadAsync(WorkloadsReadTable.Read, cancellationToken) ?? Task.FromResult<DateTimeOffset?>(null);

    public Task<LeaseState> ReadLeaseAsync(CancellationToken cancellationToken) =>
        _file?.ReadAsync(LeaseRow.Read, cancellationToken) ?? Task.FromResult(LeaseState.Initial);

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
