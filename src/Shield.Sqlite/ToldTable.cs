using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>What was told, a row a channel.</summary>
internal static class ToldTable
{
    /// <summary>Of a file that only readers have opened since an older minor layout, the table is missing: nothing was told.</summary>
    public static ImmutableArray<ToldNote> All(SqliteConnection connection)
    {
        using var isThere = new Statement(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'told'");
        if (isThere.One(row => row.GetInt64(0)) is 0)
        {
            return [];
        }

        using var read = new Statement(connection, "SELECT channel, content FROM told ORDER BY channel");
        return read.All(row => new ToldNote(row.GetString(0), row.GetString(1)));
    }

    /// <returns>False where the table holds something else of that channel.</returns>
    public static bool Replace(SqliteConnection connection, ToldNote note, string? seen)
    {
        using var read = new Statement(connection, "SELECT content FROM told WHERE channel = $channel");
        if (read.With("$channel", note.Channel).OneOrNone(row => row.GetString(0)) != seen)
        {
            return false;
        }

        using var put = new Statement(connection, "INSERT OR REPLACE INTO told VALUES ($channel, $content)");
        put.With("$channel", note.Channel).With("$content", note.Content).Execute();
        return true;
    }
}
