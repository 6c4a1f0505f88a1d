using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Shield.Sqlite;

/// <summary>
/// One statement, prepared when it is first run, then bound and run again and again. Values are parameters, never text of the SQL.
/// </summary>
/// <remarks>
/// It calls SQLite's own functions (https://sqlite.org/c3ref/stmt.html). A SqliteCommand does more for each row than SQLite itself: it
/// looks up every parameter by name, and makes a reader.
/// </remarks>
internal sealed class Statement(SqliteConnection connection, string sql) : IDisposable
{
    /// <summary>The parameters in the order in which they were bound first. Every run binds them in that order again.</summary>
    private readonly List<(string Name, int Place)> _places = [];

    /// <summary>Which of them is bound next, if it goes on like that.</summary>
    private int _next;

    /// <summary>For texts as UTF-8. SQLite takes a copy of what is bound.</summary>
    private byte[] _bytes = new byte[256];

    private sqlite3_stmt? _statement;

    /// <summary>Runs all statements of a script, one after the other.</summary>
    public static void RunScript(SqliteConnection connection, string script) =>
        ThrowIfFailed(connection, raw.sqlite3_exec(connection.Handle, script));

    public Statement With(string name, string? value)
    {
        var place = PlaceOf(name);
        if (value is null)
        {
            return Bound(raw.sqlite3_bind_null(Prepared, place));
        }

        // An empty span has no address, and would be bound as NULL.
        if (value.Length is 0)
        {
            return Bound(raw.sqlite3_bind_text(Prepared, place, value));
        }

        // Of a long text exactly: an array of more than 85,000 bytes costs the garbage collector far more than a smaller one.
        if (_bytes.Length < Encoding.UTF8.GetMaxByteCount(value.Length))
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length, Encoding.UTF8.GetByteCount(value)));
        }

        return Bound(raw.sqlite3_bind_text(Prepared, place, _bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, _bytes))));
    }

    public Statement With(string name, long value) => Bound(raw.sqlite3_bind_int64(Prepared, PlaceOf(name), value));

    public Statement With(string name, long? value) => value is { } number ? With(name, number) : With(name, default(string));

    public Statement With(string name, bool value) => With(name, value ? 1L : 0L);

    public Statement With(string name, bool? value) => value is { } flag ? With(name, flag) : With(name, default(string));

    public Statement With(string name, double value) => Bound(raw.sqlite3_bind_double(Prepared, PlaceOf(name), value));

    /// <returns>How many rows were inserted, changed or deleted.</returns>
    public int Execute()
    {
        try
        {
            while (Step()) { }

            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            Reset();
        }
    }

    public ImmutableArray<T> All<T>(Func<Row, T> read)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        try
        {
            while (Step())
            {
                all.Add(read(new Row(Prepared)));
            }
        }
        finally
        {
            Reset();
        }

        return all.DrainToImmutable();
    }

    public bool Any()
    {
        try
        {
            return Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The one row of an aggregate or of a table that holds exactly one.</summary>
    public T One<T>(Func<Row, T> read)
    {
        try
        {
            return Step() ? read(new Row(Prepared)) : throw new FormatException($"a row is missing: {sql}");
        }
        finally
        {
            Reset();
        }
    }

    public T? OneOrNone<T>(Func<Row, T> read)
        where T : class
    {
        try
        {
            return Step() ? read(new Row(Prepared)) : null;
        }
        finally
        {
            Reset();
        }
    }

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Prepared => _statement ??= Prepare();

    private sqlite3_stmt Prepare()
    {
        ThrowIfFailed(connection, raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        return statement;
    }

    private int PlaceOf(string name)
    {
        if (_next < _places.Count && _places[_next] is var (expected, place) && expected == name)
        {
            _next++;
            return place;
        }

        return FindPlaceOf(name);
    }

    private int FindPlaceOf(string name)
    {
        var at = _places.FindIndex(known => known.Name == name);
        if (at < 0)
        {
            at = _places.Count;
            _places.Add((name, raw.sqlite3_bind_parameter_index(Prepared, name)));
        }

        _next = at + 1;
        return _places[at].Place;
    }

    private Statement Bound(int code)
    {
        ThrowIfFailed(connection, code);
        return this;
    }

    /// <summary>Whatever came of it, the statement can be bound and run again afterwards.</summary>
    private void Reset()
    {
        _next = 0;

        // Its answer is that of the last step, which was told already.
        _ = _statement is null ? raw.SQLITE_OK : raw.sqlite3_reset(_statement);
    }

    /// <returns>True where it stands on a row; false at the end.</returns>
    private bool Step()
    {
        var code = raw.sqlite3_step(Prepared);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            ThrowIfFailed(connection, code);
        }

        return code is raw.SQLITE_ROW;
    }

    private static void ThrowIfFailed(SqliteConnection connection, int code) =>
        SqliteException.ThrowExceptionForRC(code, connection.Handle);
}
