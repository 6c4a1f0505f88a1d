using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Shield.Core.Indicators;

namespace Shield.Pce.Calling;

/// <summary>
/// Makes text from outside fit for a log or a screen (law 14): what could be our credentials, or a part of them, is struck out, since a
/// proxy's error page may well echo the request, whole or cut; then control and format characters are escaped and the rest is cut.
/// </summary>
public sealed class Redaction
{
    // Anything shorter is no secret, and striking it out would only spoil the message.
    private const int ShortestSecret = 4;

    // Of a key as the PCE makes them (64 hexadecimal digits) so little tells nothing, and no ordinary text has so much in common with one.
    private const int LongestHarmlessPart = 8;

    private readonly List<(int Length, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Parts)> _secrets;

    public Redaction(IEnumerable<(string Name, string Secret)> keys) =>
        _secrets = [
            .. keys.SelectMany(key => Spellings(key.Name, key.Secret))
                .Where(spelling => spelling.Length >= ShortestSecret)
                .Distinct()
                .Select(spelling => (Length: TellingLength(spelling.Length), Spelling: spelling))
                .GroupBy(spelling => spelling.Length)
                .Select(same =>
                    (
                        same.Key,
                        same.SelectMany(spelling => PartsOf(spelling.Spelling, same.Key))
                            .ToHashSet(StringComparer.OrdinalIgnoreCase)
                            .GetAlternateLookup<ReadOnlySpan<char>>()
                    )
                ),
        ];

    public string Show(string? text, int longest = 300) => Printable(StrikeOut(UserInfo.StrikeOut(text ?? "")), longest);

    /// <summary>
    /// Escapes what moves a cursor, reorders text or is no character at all, and cuts. Line breaks and tabs become one space.
    /// </summary>
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
            else if (rune.Value is '\n' or '\r' or '\t')
            {
                if (shown.Length > 0 && shown[^1] is not ' ')
                {
                    shown.Append(' ');
                }
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return shown.ToString();
    }

    /// <summary>
    /// False for a control or a format character (the bidi overrides U+202A to U+202E and U+2066 to U+2069 and those of no width among
    /// them), and for what is no character at all; a lone surrogate arrives as U+FFFD.
    /// </summary>
    public static bool IsPlain(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate
            );

    /// <summary>
    /// Every run of characters of which each belongs to a telling part of a secret becomes <c>***</c>, wherever in the secret the part is
    /// from.
    /// </summary>
    private string StrikeOut(string text)
    {
        var isSecret = new bool[text.Length];
        foreach (var (length, parts) in _secrets)
        {
            for (var at = 0; at + length <= text.Length; at++)
            {
                if (parts.Contains(text.AsSpan(at, length)))
                {
                    isSecret.AsSpan(at, length).Fill(true);
                }
            }
        }

        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!isSecret[at])
            {
                shown.Append(text[at]);
            }
            else if (at is 0 || !isSecret[at - 1])
            {
                shown.Append("***");
            }
        }

        return shown.ToString();
    }

    /// <summary>Two thirds of a short secret are telling; of a long one so many characters are.</summary>
    private static int TellingLength(int length) => Math.Clamp(length * 2 / 3, ShortestSecret, LongestHarmlessPart);

    private static IEnumerable<string> PartsOf(string spelling, int length) =>
        Enumerable.Range(0, spelling.Length - length + 1).Select(at => spelling.Substring(at, length));

    private static IEnumerable<string> Spellings(string name, string secret) =>
        [
            secret,
            Uri.EscapeDataString(secret),
            WebUtility.HtmlEncode(secret),
            JsonEncodedText.Encode(secret).ToString(),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")),
        ];
}
