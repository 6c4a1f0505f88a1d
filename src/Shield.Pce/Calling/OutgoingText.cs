using System.Text;

namespace Shield.Pce.Calling;

/// <summary>Text of people that goes to the PCE, where others read it in a console: who acts, why, what asked for a change.</summary>
public static class OutgoingText
{
    /// <summary>
    /// Ends of lines and tabs become spaces; what else could move a cursor, turn the reading direction or is no character becomes <c>_</c>;
    /// the rest stays, and is cut.
    /// </summary>
    /// <param name="text">From a command line, an environment or a finding.</param>
    /// <param name="longest">In characters; a pair of surrogates is never torn.</param>
    public static string Of(string text, int longest)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > longest)
            {
                break;
            }

            clean.Append(
                Redaction.IsPlain(rune) ? rune.ToString()
                : Rune.IsWhiteSpace(rune) ? " "
                : "_"
            );
        }

        return clean.ToString();
    }
}
