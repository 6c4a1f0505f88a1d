using System.Buffers;
using System.Globalization;
using System.Text;

namespace Shield.Core.Feeds;

/// <summary>Words and moments of a list, as data.</summary>
internal static class FeedText
{
    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF'UTC'",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF' UTC'",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd' 'HH:mmK",
        "yyyy-MM-dd",
    ];

    /// <summary>Cut to <see cref="FeedLine.LongestText"/>, each character that controls something made a space.</summary>
    public static string Words(ReadOnlySpan<char> text)
    {
        var words = new StringBuilder();
        var trimmed = text.Trim();
        foreach (var rune in trimmed[..Math.Min(trimmed.Length, 2 * FeedLine.LongestText)].EnumerateRunes())
        {
            if (words.Length + rune.Utf16SequenceLength > FeedLine.LongestText)
            {
                break;
            }

            words.Append(IsShown(rune) ? rune.ToString() : " ");
        }

        return words.ToString();
    }

    /// <summary>A word that names a kind of indicator, such as <c>url</c>: short and plain, whatever the list has.</summary>
    public static string Kind(string text) =>
        text.Length is > 0 and <= 40 && !text.AsSpan().ContainsAnyExcept(PlainWord) ? text.ToLowerInvariant() : "other";

    /// <summary>
    /// A moment as lists write it: ISO 8601 (a space for the T is allowed, and UTC where no zone is given), a day, or seconds since 1970.
    /// </summary>
    /// <returns>False where something stands there that is no moment; true, with null, for an empty text.</returns>
    public static bool TryReadMoment(ReadOnlySpan<char> text, out DateTimeOffset? moment)
    {
        text = text.Trim();
        moment = null;
        if (text.IsEmpty)
        {
            return true;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, utc, out var read))
        {
            moment = read;
            return true;
        }

        // Ten digits and more: a number of fewer is a year or a count rather than a moment after 2001.
        if (text.Length is 10 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            moment = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        return false;
    }

    private static readonly SearchValues<char> PlainWord = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_|:."
    );

    private static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );
}
