using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>The reader's answers, each within one transaction.</summary>
internal static class LedgerReading
{
    public static LedgerContent Content(SqliteConnection connection, EvidenceScope scope)
    {
        var evidence = LedgerContent.Empty with
        {
            Sightings = SightingTable.In(connection, scope),
            States = FindingStateTable.In(connection, scope),
        };
        return scope.IsEvidenceOnly
            ? evidence
            : evidence with
            {
                OwnAddresses = OwnAddressTable.All(connection),
                Acts = ActTable.All(connection),
                ActChain = ActTable.Chain(connection),
                Resolutions = ResolutionTable.All(connection),
                PceAddresses = PceAddressTable.All(connection),
            };
    }

    public static HistoryTail History(SqliteConnection connection, DateTimeOffset since) =>
        new(HistoryTable.Tail(connection, since), BaselineTable.Read(connection));
}
