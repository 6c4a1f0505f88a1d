using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>At most one row: the set of additions that was kept back last.</summary>
internal static class KeptBackTable
{
    public static KeptBackSet? Read(SqliteConnection connection)
    {
        using var read = new Statement(connection, "SELECT fingerprint, indicators, over_limit FROM kept_back");
        return read.OneOrNone(row => new KeptBackSet(row.GetString(0), row.ReadWords(1))
        {
            OverLimit = row.IsNull(2) ? null : row.ReadWords(2),
        });
    }

    public static void Replace(SqliteConnection connection, KeptBackSet set)
    {
        using var replace = new Statement(
            connection,
            "INSERT OR REPLACE INTO kept_back (one, fingerprint, indicators, over_limit) VALUES (1, $fingerprint, $indicators, $over_limit)"
        );
        replace
            .With("$fingerprint", set.Fingerprint)
            .With("$indicators", set.Indicators.ToColumn())
            .With("$over_limit", set.OverLimit?.ToColumn())
            .Execute();
    }
}
