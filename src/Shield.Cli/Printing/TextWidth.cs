using System.Globalization;
using System.Text;

namespace Shield.Cli.Printing;

/// <summary>How many columns of a terminal a text takes.</summary>
internal static class TextWidth
{
    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    private static int Of(Rune rune) =>
        rune.Value switch
        {
            < 0x300 => 1,
            _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
            // The wide and fullwidth blocks of Unicode's UAX #11: Hangul, CJK and its punctuation, fullwidth forms, emoji.
            (>= 0x1100 and <= 0x115F)
            or (>= 0x2E80 and <= 0xA4CF)
            or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F)
            or (>= 0xFF00 and <= 0xFF60)
            or (>= 0xFFE0 and <= 0xFFE6)
            or (>= 0x1F300 and <= 0x1FAFF)
            or (>= 0x20000 and <= 0x3FFFD) => 2,
            _ => 1,
        };
}
