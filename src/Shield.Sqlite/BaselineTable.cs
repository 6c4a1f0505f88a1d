using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>At most one row: what the last outcome left active.</summary>
internal static class BaselineTable
{
    public static Baseline? Read(SqliteConnection connection)
    {
        using var read = new Statement(connection, "SELECT outcome_hash, inbound, outbound FROM baseline");
        return read.OneOrNone(row => new Baseline { OutcomeHash = row.GetString(0), Inbound = row.ReadWords(1), Outbound = row.ReadWords(2) });
    }

    public static void Replace(SqliteConnection connection, Baseline baseline)
    {
        using var replace = new Statement(connection, "INSERT OR REPLACE INTO baseline VALUES (1, $outcome_hash, $inbound, $outbound)");
        replace
            .With("$outcome_hash", baseline.OutcomeHash)
            .With("$inbound", baseline.Inbound.ToColumn())
            .With("$outbound", baseline.Outbound.ToColumn())
            .Execute();
    }
}
