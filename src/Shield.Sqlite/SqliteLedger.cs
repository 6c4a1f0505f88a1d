using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>The embedded ledger: one file, several processes. What Core merges is merged by Core, inside one write transaction.</summary>
public sealed class SqliteLedger : ILedger, IAsyncDisposable
{
    private readonly LedgerFile _file;

    private SqliteLedger(LedgerFile file) => _file = file;

    /// <summary>Creates the file where there is none (never its folder), whole or not at all, and brings an older one up to date.</summary>
    /// <exception cref="LedgerException">Locked for 10 s, read-only, newer, empty, not a database, not ours, corrupt, no file, disk
    /// full.</exception>
    public static async Task<SqliteLedger> OpenAsync(string path, CancellationToken cancellationToken) =>
        new(await LedgerFile.OpenAsync(path, cancellationToken));

    /// <inheritdoc cref="SqliteLedgerReader.OpenAsync"/>
    public static Task<SqliteLedgerReader> OpenReaderAsync(string path, CancellationToken cancellationToken) =>
        SqliteLedgerReader.OpenAsync(path, cancellationToken);

    public Task<LedgerContent> ReadAsync(EvidenceScope scope, CancellationToken cancellationToken) =>
        _file.ReadAsync(connection => LedgerReading.Content(connection, scope), cancellationToken);

    public Task<RestingPage> ReadRestingAsync(string? from, int most, CancellationToken cancellationToken) =>
        _file.ReadAsync(connection => RestingTable.Page(connection, from, most), cancellationToken);

    public Task<UpkeepNote?> ReadUpkeepAsync(CancellationToken cancellationToken) => _file.ReadAsync(UpkeepTable.Read, cancellationToken);

    public Task<HistoryTail> ReadHistoryAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _file.ReadAsync(connection => LedgerReading.History(connection, since), cancellationToken);

    public Task<KeptBackSet?> ReadKeptBackAsync(CancellationToken cancellationToken) =>
        _file.ReadAsync(KeptBackTable.Read, cancellationToken);

    public Task<ImmutableArray<Note>> ReadNotesAsync(NoteKind kind, CancellationToken cancellationToken) =>
        _file.ReadAsync(connection => NoteTable.All(connection, kind), cancellationToken);

    public Task<bool> ReplaceNoteAsync(NoteKind kind, Note note, string? seen, CancellationToken cancellationToken) =>
        _file.WriteAsync(connection => NoteTable.Replace(connection, kind, note, seen), cancellationToken);

    public Task<DateTimeOffset?> ReadWorkloadsReadAtAsync(CancellationToken cancellationToken) =>
        _file.ReadAsync(WorkloadsReadTable.Read, cancellationToken);

    public Task RecordWorkloadsAsync(IReadOnlyList<OwnAddress> own, DateTimeOffset readAt, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                using var ownAddresses = new OwnAddressTable(connection);
                foreach (var one in own)
                {
                    ownAddresses.Merge(one);
                }

                WorkloadsReadTable.Merge(connection, readAt);
                return true;
            },
            cancellationToken
        );

    public Task RecordPceAddressesAsync(IReadOnlyList<OwnAddress> seen, CancellationToken cancellationToken) =>
        seen.Count is 0
            ? Task.CompletedTask
            : _file.WriteAsync(
                connection =>
                {
                    PceAddressTable.Merge(connection, seen);
                    PceAddressTable.Forget(connection, seen.Max(one => one.LastSeen) - (2 * OwnAddress.Life));
                    return true;
                },
                cancellationToken
            );

    public Task RecordResolutionsAsync(IReadOnlyList<Resolution> told, CancellationToken cancellationToken) =>
        told.Count is 0
            ? Task.CompletedTask
            : _file.WriteAsync(
                connection =>
                {
                    ResolutionTable.Merge(connection, told);
                    Wake(connection, told.Select(one => new Indicator(one.Address)));
                    ResolutionTable.Forget(connection, told.Max(one => one.ResolvedAt) - Resolution.Memory);
                    return true;
                },
                cancellationToken
            );

    public Task<int> ForgetAsync(Forgettable what, CancellationToken cancellationToken) =>
        _file.WriteAsync(connection => Forget(connection, what, cancellationToken), cancellationToken);

    public Task<int> RestAsync(Forgettable what, CancellationToken cancellationToken) =>
        what.Sightings.IsEmpty
            ? Task.FromResult(0)
            : _file.WriteAsync(connection => Rest(connection, what, cancellationToken), cancellationToken);

    public Task WakeAsync(IReadOnlyCollection<Indicator> parties, CancellationToken cancellationToken) =>
        _file.WriteAsync(connection => Wake(connection, parties), cancellationToken);

    public Task<int> ForgetRestingAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        _file.WriteAsync(connection => RestingTable.Forget(connection, before, most), cancellationToken);

    public Task NoteUpkeepAsync(UpkeepNote note, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                UpkeepTable.Replace(connection, note);
                return true;
            },
            cancellationToken
        );

    public Task<LeaseState> ReadLeaseAsync(CancellationToken cancellationToken) => _file.ReadAsync(LeaseRow.Read, cancellationToken);

    public Task<ImmutableArray<bool>> RecordAsync(IReadOnlyList<FindingEvidence> evidence, CancellationToken cancellationToken) =>
        _file.WriteAsync(connection => Record(connection, evidence, cancellationToken), cancellationToken);

    public Task AppendAsync(IReadOnlyList<Act> acts, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                ActTable.Append(connection, acts);
                Wake(connection, acts.Select(act => act.Indicator).OfType<Indicator>());
                return true;
            },
            cancellationToken
        );

    public Task<LeaseState?> TryTakeLeaseAsync(
        LeaseState seen,
        LeaseHolder holder,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) =>
        _file.WriteAsync(
            connection =>
                LeaseRow.Read(connection) == seen
                    ? Written(connection, seen with { Fence = seen.Fence + 1, Holder = holder, Until = until })
                    : null,
            cancellationToken
        );

    public Task<bool> RenewLeaseAsync(long fence, DateTimeOffset until, CancellationToken cancellationToken) =>
        ChangeHeldAsync(fence, held => held with { Until = until }, cancellationToken);

    public Task<long> RaiseGenerationAsync(CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                var state = LeaseRow.Read(connection);
                return Written(connection, state with { Generation = state.Generation + 1 }).Generation;
            },
            cancellationToken
        );

    public Task<bool> CompleteRoundAsync(long fence, long generation, string report, CancellationToken cancellationToken) =>
        ChangeHeldAsync(fence, held => held with { CompletedGeneration = generation, CompletedReport = report }, cancellationToken);

    public Task<bool> ReleaseLeaseAsync(long fence, long generation, CancellationToken cancellationToken) =>
        ChangeHeldAsync(
            fence,
            held => held.Generation == generation ? held with { Holder = null, Until = LeaseState.Initial.Until } : null,
            cancellationToken
        );

    public Task AppendHistoryAsync(long fence, HistoryRecord record, Baseline? baseline, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                if (LeaseRow.ReadHeld(connection, fence) is null)
                {
                    throw new LedgerException(
                        $"The lease with fence {fence} is no longer held: history record {record.Sequence} was not written."
                    );
                }

                HistoryTable.Append(connection, record);
                if (baseline is not null)
                {
                    BaselineTable.Replace(connection, baseline);
                }

                return true;
            },
            cancellationToken
        );

    public Task ReplaceKeptBackAsync(long fence, KeptBackSet keptBack, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                if (LeaseRow.ReadHeld(connection, fence) is null)
                {
                    throw new LedgerException(
                        $"The lease with fence {fence} is no longer held: the set that was kept back was not written."
                    );
                }

                KeptBackTable.Replace(connection, keptBack);
                return true;
            },
            cancellationToken
        );

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static ImmutableArray<bool> Record(
        SqliteConnection connection,
        IReadOnlyList<FindingEvidence> evidence,
        CancellationToken cancellationToken
    )
    {
        using var states = new FindingStateTable(connection);
        using var sightings = new SightingTable(connection);
        using var ownAddresses = new OwnAddressTable(connection);
        var changed = ImmutableArray.CreateBuilder<bool>(evidence.Count);
        foreach (var one in evidence)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isNews = states.Merge(one.State);
            foreach (var sighting in one.Sightings)
            {
                isNews |= sightings.Merge(sighting);
            }

            foreach (var own in one.OwnAddresses)
            {
                isNews |= ownAddresses.Merge(own);
            }

            changed.Add(isNews);
        }

        return changed.MoveToImmutable();
    }

    private static bool Wake(SqliteConnection connection, IEnumerable<Indicator> parties)
    {
        using var resting = new RestingTable(connection);
        foreach (var party in parties)
        {
            resting.Wake(party);
        }

        return true;
    }

    // The states of their findings are read by the findings of whoever is read, so nothing is to be done with them.
    private static int Rest(SqliteConnection connection, Forgettable what, CancellationToken cancellationToken)
    {
        using var resting = new RestingTable(connection);
        var moved = 0;
        foreach (var party in what.Sightings.GroupBy(sighting => sighting.Key.Indicator))
        {
            cancellationToken.ThrowIfCancellationRequested();
            moved += resting.Rest([.. party]) ? party.Count() : 0;
        }

        return moved;
    }

    private static int Forget(SqliteConnection connection, Forgettable what, CancellationToken cancellationToken)
    {
        using var states = new FindingStateTable(connection);
        using var sightings = new SightingTable(connection);
        using var ownAddresses = new OwnAddressTable(connection);

        int Count<T>(ImmutableArray<T> all, Func<T, bool> forget) =>
            all.Count(one =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return forget(one);
            });
        return Count(what.Sightings, sightings.Forget) + Count(what.States, states.Forget) + Count(what.OwnAddresses, ownAddresses.Forget);
    }

    private static LeaseState Written(SqliteConnection connection, LeaseState state)
    {
        LeaseRow.Write(connection, state);
        return state;
    }

    private Task<bool> ChangeHeldAsync(long fence, Func<LeaseState, LeaseState?> change, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
                LeaseRow.ReadHeld(connection, fence) is { } held && change(held) is { } changed && Written(connection, changed) is not null,
            cancellationToken
        );
}
