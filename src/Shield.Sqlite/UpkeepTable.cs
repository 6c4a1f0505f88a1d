using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>At most one row: how far the upkeep has come.</summary>
internal static class UpkeepTable
{
    public static UpkeepNote? Read(SqliteConnection connection)
    {
        using var read = new Statement(connection, "SELECT lives, waking_from FROM upkeep");
        return read.OneOrNone(row => new UpkeepNote(row.GetString(0), row.ReadTextOrNull(1)));
    }

    public static void Replace(SqliteConnection connection, UpkeepNote note)
    {
        using var put = new Statement(connection, "INSERT OR REPLACE INTO upkeep VALUES (1, $lives, $waking_from)");
        put.With("$lives", note.Lives).With("$waking_from", note.WakingFrom).Execute();
    }
}
