using System.Text;
using System.Text.Json;

namespace Shield.Pce.Calling;

/// <summary>
/// What an error's body says. The PCE sends an array of {token, message}, sometimes one object; a proxy before it may send HTML or
/// nothing (docs/pce.md#3-refusals).
/// </summary>
/// <param name="Token">Such as <c>ip_list_name_not_unique</c>; null where there is none.</param>
/// <param name="Message">All messages, or the beginning of a body that is not the PCE's; unredacted.</param>
internal sealed record ErrorBody(string? Token, string Message)
{
    // Far more than is ever shown: a secret must not be cut in half before it is struck out.
    private const int LongestExcerpt = 64 * 1024;

    /// <summary>
    /// Another writer holds the database for a moment. The PCE says so with a 406, yet the request can be sent again
    /// (docs/pce.md#3-refusals).
    /// </summary>
    public static bool IsDatabaseLock(ReadOnlySpan<byte> body) => body.IndexOf("Could not get a database lock"u8) >= 0;

    public static ErrorBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var errors = document.RootElement switch
            {
                { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(One).ToArray(),
                var single => [One(single)],
            };
            var told = errors.Where(error => error.Token is not null || error.Message is not "").ToArray();
            return told is []
                ? NotTheirs(body.Span)
                : new ErrorBody(told[0].Token, string.Join("; ", told.Select(error => error.Message is "" ? error.Token : error.Message)));
        }
        // InvalidOperationException is what a string with broken UTF-8 or half a surrogate pair gives.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return NotTheirs(body.Span);
        }
    }

    private static ErrorBody One(JsonElement element) => new(Text(element, "token"), Text(element, "message") ?? "");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static ErrorBody NotTheirs(ReadOnlySpan<byte> body) =>
        body.Trim("\r\n\t "u8) switch
        {
            [] => new ErrorBody(null, "(empty body)"),
            var text => new ErrorBody(null, Encoding.UTF8.GetString(text.Length > LongestExcerpt ? text[..LongestExcerpt] : text)),
        };
}
