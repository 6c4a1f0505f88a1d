using System.Globalization;
using System.Text;
using Shield.Pce.Calling;

namespace Shield.Hosting;

/// <summary>Text from findings, from the PCE or from a person, made fit for a terminal or a message (law 14).</summary>
public static class SafeText
{
    private const int Longest = 2_000;

    /// <summary>
    /// What could move a cursor, start an escape sequence, turn the reading direction, or is no character at all, is shown as
    /// <c>\u001b</c>. Line breaks and tabs become one space. The rest stays as it is.
    /// </summary>
    public static string Of(string? text)
    {
        var safe = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (safe.Length >= Longest)
            {
                return safe.Append('…').ToString();
            }

            if (Redaction.IsPlain(rune))
            {
                safe.Append(rune.ToString());
            }
            else if (rune.Value is '\n' or '\r' or '\t' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029)
            {
                if (safe.Length is 0 || safe[^1] is not ' ')
                {
                    safe.Append(' ');
                }
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return safe.ToString();
    }
}
