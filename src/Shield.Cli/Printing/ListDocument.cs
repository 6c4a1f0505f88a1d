using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shield.Hosting;

namespace Shield.Cli.Printing;

/// <summary>
/// A list for other programs: <c>-o csv</c>, with the members of the JSON rows as columns, and <c>-o plain</c>, the first of them alone,
/// one a line.
/// </summary>
public sealed class ListDocument
{
    private readonly ImmutableArray<string> _columns;
    private readonly Func<IEnumerable<ImmutableArray<string>>> _rows;

    private ListDocument(ImmutableArray<string> columns, Func<IEnumerable<ImmutableArray<string>>> rows) =>
        (_columns, _rows) = (columns, rows);

    public static ListDocument Of<T>(ImmutableArray<T> rows, JsonTypeInfo<T> type)
    {
        ImmutableArray<string> columns = [.. type.Properties.Select(property => property.Name)];
        return new ListDocument(columns, () => rows.Select(row => Cells(JsonSerializer.SerializeToElement(row, type), columns)));
    }

    public void WriteCsv(TextWriter output)
    {
        output.Write(Line(_columns));
        foreach (var row in _rows())
        {
            output.Write(Line(row));
        }
    }

    public void WritePlain(TextWriter output)
    {
        foreach (var row in _rows().Where(row => row[0].Length > 0))
        {
            output.Write(SafeText.Of(row[0]) + "\n");
        }
    }

    private static ImmutableArray<string> Cells(JsonElement row, ImmutableArray<string> columns) =>
        [
            .. columns.Select(column =>
                row.TryGetProperty(column, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : ""
            ),
        ];

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Csv)) + "\n";

    /// <summary>
    /// As RFC 4180 quotes it. What a spreadsheet would take for a formula begins with an apostrophe, which makes it text.
    /// </summary>
    private static string Csv(string cell)
    {
        var safe = (cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" : "") + SafeText.Of(cell);
        return safe.AsSpan().ContainsAny(",\"") || safe.StartsWith(' ') || safe.EndsWith(' ')
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}
