using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Shield.Sqlite;

/// <summary>How values look in a column: for the eyes of a person with the sqlite3 tool, and back without loss.</summary>
/// <remarks>Reading throws <see cref="FormatException"/> or <see cref="JsonException"/> for what we cannot have written.</remarks>
internal static class Columns
{
    // 2026-11-30T12:00:00.0000000Z: of fixed width, so that text order is time order; ticks, so that nothing is rounded and a hash stays
    // true.
    private const string Instant = "O";

    public static string ToColumn(this DateTimeOffset time) => time.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    public static string ToColumn(this IEnumerable<string> words) => JsonSerializer.Serialize([.. words], LedgerJson.Default.StringArray);

    public static DateTimeOffset ReadTime(this Row row, int column) =>
        row.GetBytes(column) is var text
        && Utf8Parser.TryParse(text, out DateTime time, out var read, Instant[0])
        && read == text.Length
        && time.Kind is DateTimeKind.Utc
            ? time
            : throw new FormatException($"'{row.GetString(column)}' is no time in UTC");

    public static DateTimeOffset? ReadTimeOrNull(this Row row, int column) => row.IsNull(column) ? null : row.ReadTime(column);

    public static string? ReadTextOrNull(this Row row, int column) => row.IsNull(column) ? null : row.GetString(column);

    public static ImmutableArray<string> ReadWords(this Row row, int column)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var reader = new Utf8JsonReader(row.GetBytes(column));
        for (var isInside = false; reader.Read(); isInside = true)
        {
            switch (isInside, reader.TokenType)
            {
                case (false, JsonTokenType.StartArray):
                case (true, JsonTokenType.EndArray):
                    break;
                case (true, JsonTokenType.String):
                    words.Add(reader.GetString()!);
                    break;
                default:
                    throw new FormatException($"'{row.GetString(column)}' is no list of words");
            }
        }

        return words.DrainToImmutable();
    }

    public static T ReadWord<T>(this Row row, int column)
        where T : struct, Enum => ParseWord<T>(row.GetString(column));

    public static T ParseWord<T>(string word)
        where T : struct, Enum =>
        Enum.TryParse<T>(word, out var value) && value.ToString() == word
            ? value
            : throw new FormatException($"'{word}' is no {typeof(T).Name}");
}
