using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>At most one row: what the last outcome left active.</summary>
internal static class BaselineTable
{
    public static Baseline? Read(SqliteConnection connection)
    {
        using var read = new Statement(connection, "SELECT outcome_hash, inbound, outbound, domains FROM baseline");
        return read.OneOrNone(row => new Baseline
        {
            OutcomeHash = row.GetString(0),
            Inbound = row.ReadWords(1),
            Outbound = row.ReadWords(2),
            Domains = row.IsNull(3) ? null : row.ReadWords(3),
        });
    }

    public static void Replace(SqliteConnection connection, Baseline baseline)
    {
        using var replace = new Statement(
            connection,
            "INSERT OR REPLACE INTO baseline VALUES (1, $outcome_hash, $inbound, $outbound, $domains)"
        );
        replace
            .With("$outcome_hash", baseline.OutcomeHash)
            .With("$inbound", baseline.Inbound.ToColumn())
            .With("$outbound", baseline.Outbound.ToColumn())
            .With("$domains", baseline.Domains?.ToColumn())
            .Execute();
    }
}
