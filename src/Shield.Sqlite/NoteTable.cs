using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Shield.Core.Ledger;

namespace Shield.Sqlite;

/// <summary>Notes, a table a kind and a row a name.</summary>
internal static class NoteTable
{
    /// <summary>Of a file that only readers have opened since an older minor layout, the table is missing: nothing was noted.</summary>
    public static ImmutableArray<Note> All(SqliteConnection connection, NoteKind kind)
    {
        var (table, name) = PlaceOf(kind);
        using var isThere = new Statement(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $table");
        if (isThere.With("$table", table).One(row => row.GetInt64(0)) is 0)
        {
            return [];
        }

        using var read = new Statement(connection, $"SELECT {name}, content FROM {table} ORDER BY {name}");
        return read.All(row => new Note(row.GetString(0), row.GetString(1)));
    }

    /// <returns>False where the table holds something else of that name.</returns>
    public static bool Replace(SqliteConnection connection, NoteKind kind, Note note, string? seen)
    {
        var (table, name) = PlaceOf(kind);
        using var read = new Statement(connection, $"SELECT content FROM {table} WHERE {name} = $name");
        if (read.With("$name", note.Name).OneOrNone(row => row.GetString(0)) != seen)
        {
            return false;
        }

        using var put = new Statement(connection, $"INSERT OR REPLACE INTO {table} VALUES ($name, $content)");
        put.With("$name", note.Name).With("$content", note.Content).Execute();
        return true;
    }

    private static (string Table, string Name) PlaceOf(NoteKind kind) =>
        kind switch
        {
            NoteKind.Told => ("told", "channel"),
            NoteKind.Feed => ("feed", "name"),
            _ => ("traffic", "name"),
        };
}
