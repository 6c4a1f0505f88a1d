using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Shield.Sqlite;

/// <summary>One prepared statement, bound and run again and again. Values are parameters, never text of the SQL.</summary>
internal sealed class Statement(SqliteConnection connection, string sql) : IDisposable
{
    private readonly SqliteCommand _command = Command(connection, sql);
    private readonly Dictionary<string, SqliteParameter> _parameters = new(StringComparer.Ordinal);

    public Statement With(string name, object? value)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
        {
            _parameters[name] = parameter = _command.Parameters.AddWithValue(name, null);
        }

        parameter.Value = value ?? DBNull.Value;
        return this;
    }

    public int Execute() => _command.ExecuteNonQuery();

    public ImmutableArray<T> All<T>(Func<SqliteDataReader, T> read)
    {
        using var rows = _command.ExecuteReader();
        var all = ImmutableArray.CreateBuilder<T>();
        while (rows.Read())
        {
            all.Add(read(rows));
        }

        return all.DrainToImmutable();
    }

    public bool Any()
    {
        using var rows = _command.ExecuteReader();
        return rows.Read();
    }

    /// <summary>The one row of an aggregate or of a table that holds exactly one.</summary>
    public T One<T>(Func<SqliteDataReader, T> read)
    {
        using var rows = _command.ExecuteReader();
        return rows.Read() ? read(rows) : throw new FormatException($"a row is missing: {_command.CommandText}");
    }

    public T? OneOrNone<T>(Func<SqliteDataReader, T> read)
        where T : class
    {
        using var rows = _command.ExecuteReader();
        return rows.Read() ? read(rows) : null;
    }

    public void Dispose() => _command.Dispose();

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
