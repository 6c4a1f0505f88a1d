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
    /// <summary>Longer texts are rare: messages of history and reports.</summary>
    private const int BytesOnTheStack = 1024;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
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

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = most <= BytesOnTheStack ? stackalloc byte[BytesOnTheStack] : new byte[most];
        return Bound(raw.sqlite3_bind_text(Prepared, place, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
    }

    public Statement With(string name, long value) => Bound(raw.sqlite3_bind_int64(Prepared, PlaceOf(name), value));

    public Statement With(string name, long? value) => value is { } number ? With(name, number) : With(name, default(string));

    public Statement With(string name, bool value) => With(name, value ? 1L : 0L);

    public Statement With(string name, bool? value) => value is { } flag ? With(name, flag) : With(name, default(string));

    public Statement With(string name, double value) => Bound(raw.sqlite3_bind_double(Prepared, PlaceOf(name), value));

    /// <returns>How many rows were inserted, changed or deleted.</returns>
    public int Execute() =>
        Run(() =>
        {
            while (Step()) { }

            return raw.sqlite3_changes(connection.Handle);
        });

    public ImmutableArray<T> All<T>(Func<Row, T> read) =>
        Run(() =>
        {
            var all = ImmutableArray.CreateBuilder<T>();
            while (Step())
            {
                all.Add(read(new Row(Prepared)));
            }

            return all.DrainToImmutable();
        });

    public bool Any() => Run(Step);

    /// <summary>The one row of an aggregate or of a table that holds exactly one.</summary>
    public T One<T>(Func<Row, T> read) =>
        Run(() => Step() ? read(new Row(Prepared)) : throw new FormatException($"a row is missing: {sql}"));

    public T? OneOrNone<T>(Func<Row, T> read)
        where T : class => Run(() => Step() ? read(new Row(Prepared)) : null);

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Prepared => _statement ??= Prepare();

    private sqlite3_stmt Prepare()
    {
        ThrowIfFailed(connection, raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        return statement;
    }

    private int PlaceOf(string name)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            _places[name] = place = raw.sqlite3_bind_parameter_index(Prepared, name);
        }

        return place;
    }

    private Statement Bound(int code)
    {
        ThrowIfFailed(connection, code);
        return this;
    }

    /// <summary>Whatever comes of it, the statement can be bound and run again afterwards.</summary>
    private T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            // Its answer is that of the last step, which was told already.
            _ = _statement is null ? raw.SQLITE_OK : raw.sqlite3_reset(_statement);
        }
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
