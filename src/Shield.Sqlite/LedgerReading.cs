using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>The reader's three answers, each within one transaction.</summary>
internal static class LedgerReading
{
    public static LedgerContent Content(SqliteConnection connection) =>
        new()
        {
            Sightings = SightingTable.All(connection),
            States = FindingStateTable.All(connection),
            OwnAddresses = OwnAddressTable.All(connection),
            Acts = ActTable.All(connection),
            ActChain = ActTable.Chain(connection),
            Resolutions = ResolutionTable.All(connection),
            PceAddresses = PceAddressTable.All(connection),
        };

    public static HistoryTail History(SqliteConnection connection, DateTimeOffset since) =>
        new(HistoryTable.Tail(connection, since), BaselineTable.Read(connection));
}
