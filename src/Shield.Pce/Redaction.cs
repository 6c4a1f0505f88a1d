using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Shield.Pce;

/// <summary>
/// Makes text from outside fit for a log or a screen (law 14): what could be our credentials is struck out, since a proxy's error page
/// may well echo the request, then control and format characters are escaped and the rest is cut.
/// </summary>
internal sealed class Redaction
{
    // Anything shorter is no secret, and striking it out would only spoil the message.
    private const int ShortestSecret = 4;

    private readonly string[] _secrets;

    public Redaction(IEnumerable<(string Name, string Secret)> keys) =>
        _secrets = [.. keys.SelectMany(key => Spellings(key.Name, key.Secret)).Where(spelling => spelling.Length >= ShortestSecret).Distinct().OrderByDescending(spelling => spelling.Length)];

    public string Show(string? text, int longest = 300)
    {
        var shown = text ?? "";
        foreach (var secret in _secrets)
        {
            shown = shown.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
        }

        return Printable(shown, longest);
    }

    /// <summary>Escapes what moves a cursor, reorders text or is no character at all, and cuts.</summary>
    public static string Printable(string text, int longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= longest)
            {
                return shown.Append('…').ToString();
            }

            if (IsPlain(rune))
            {
                shown.Append(rune.ToString());
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return shown.ToString();
    }

    private static IEnumerable<string> Spellings(string name, string secret) =>
    [
        secret,
        Uri.EscapeDataString(secret),
        WebUtility.HtmlEncode(secret),
        JsonEncodedText.Encode(secret).ToString(),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")),
    ];

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
