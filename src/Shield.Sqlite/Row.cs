using System.Text;
using SQLitePCL;

namespace Shield.Sqlite;

/// <summary>The row on which a statement stands; good until it goes on.</summary>
internal readonly struct Row(sqlite3_stmt statement)
{
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) is raw.SQLITE_NULL;

    public string GetString(int column) => Encoding.UTF8.GetString(GetBytes(column));

    /// <summary>A text as UTF-8, whole: it may hold a zero byte. Good until the statement goes on.</summary>
    public ReadOnlySpan<byte> GetBytes(int column)
    {
        ThrowIfNull(column);
        return raw.sqlite3_column_blob(statement, column);
    }

    public long GetInt64(int column)
    {
        ThrowIfNull(column);
        return raw.sqlite3_column_int64(statement, column);
    }

    public int GetInt32(int column) =>
        GetInt64(column) is >= int.MinValue and <= int.MaxValue and var number
            ? (int)number
            : throw new FormatException($"the number in column {column} is too large");

    public bool GetBoolean(int column) => GetInt64(column) is not 0;

    public double GetDouble(int column)
    {
        ThrowIfNull(column);
        return raw.sqlite3_column_double(statement, column);
    }

    private void ThrowIfNull(int column)
    {
        if (IsNull(column))
        {
            throw new InvalidOperationException($"column {column} is empty, where something always stands");
        }
    }
}
