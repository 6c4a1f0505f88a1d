using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>At most one row: when the workloads were last read for own addresses.</summary>
internal static class WorkloadsReadTable
{
    public static DateTimeOffset? Read(SqliteConnection connection)
    {
        using var read = new Statement(connection, "SELECT at FROM workloads_read");
        return read.All(row => row.ReadTime(0)) is [var at] ? at : null;
    }

    /// <inheritdoc cref="WorkloadsNote.Merge"/>
    public static void Merge(SqliteConnection connection, DateTimeOffset at)
    {
        if (Read(connection) is { } known && WorkloadsNote.Merge(known, at) == known)
        {
            return;
        }

        using var put = new Statement(connection, "INSERT OR REPLACE INTO workloads_read VALUES (1, $at)");
        put.With("$at", at.ToColumn()).Execute();
    }
}
