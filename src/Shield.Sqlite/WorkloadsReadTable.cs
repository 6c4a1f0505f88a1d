using Microsoft.Data.Sqlite;

namespace Shield.Sqlite;

/// <summary>At most one row: when the workloads were last read for own addresses.</summary>
internal static class WorkloadsReadTable
{
    public static DateTimeOffset? Read(SqliteConnection connection)
    {
        using var read = new Statement(connection, "SELECT at FROM workloads_read");
        return read.All(row => row.ReadTime(0)) is [var at] ? at : null;
    }

    /// <summary>The later moment stays, whichever is recorded first.</summary>
    public static void Merge(SqliteConnection connection, DateTimeOffset at)
    {
        if (Read(connection) is { } known && known >= at)
        {
            return;
        }

        using var put = new Statement(connection, "INSERT OR REPLACE INTO workloads_read VALUES (1, $at)");
        put.With("$at", at.ToColumn()).Execute();
    }
}
