using System.Text;
using System.Text.RegularExpressions;

namespace Shield.Cli.Printing;

/// <summary>
/// Breaks a line between words. A word, and with it any address or name, is never broken, and neither is a command such as
/// <c>shield apply --accept-plan 1f2e</c>: who copies it from the screen must get all of it. What is longer than the terminal is wide
/// stands on a line of its own.
/// </summary>
internal static partial class TextWrap
{
    /// <param name="text">One line, safe to show.</param>
    /// <param name="width">In columns; null for no limit.</param>
    /// <param name="hanging">By how many columns the second line and those below are indented.</param>
    public static IEnumerable<string> Lines(string text, int? width, int hanging)
    {
        if (width is not { } limit || TextWidth.Of(text) <= limit)
        {
            return [text];
        }

        var indent = text.Length - text.TrimStart(' ').Length;
        var lines = new List<string>();
        var line = new StringBuilder(text[..indent]);
        var isStart = true;
        foreach (var word in Words(text[indent..]))
        {
            var spaced = word.StartsWith(' ') ? word : " " + word;
            if (!isStart && TextWidth.Of(line.ToString()) + TextWidth.Of(spaced) > limit)
            {
                lines.Add(line.ToString());
                line.Clear().Append(' ', hanging);
                isStart = true;
            }

            line.Append(isStart ? word.TrimStart(' ') : spaced);
            isStart = false;
        }

        lines.Add(line.ToString());
        return lines;
    }

    /// <summary>Words and commands; a gap of several spaces, which aligns columns, stays with the word behind it.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var from = 0;
        foreach (Match command in Command().Matches(text))
        {
            foreach (var word in Split(text[from..command.Index]))
            {
                yield return word;
            }

            // What follows without a space, such as a comma, belongs to it.
            var end = text.IndexOf(' ', command.Index + command.Length);
            from = end < 0 ? text.Length : end;
            yield return text[command.Index..from];
        }

        foreach (var word in Split(text[from..]))
        {
            yield return word;
        }
    }

    private static IEnumerable<string> Split(string text) =>
        Word()
            .Matches(text)
            .Select(word => word.Value.Length - word.Value.TrimStart(' ').Length > 1 ? word.Value : word.Value.TrimStart(' '));

    [GeneratedRegex(" *[^ ]+")]
    private static partial Regex Word();

    /// <summary>
    /// The program, a command, the command of a group, then options with their values, and arguments: words in capitals, quoted ones, and
    /// ones that hold a digit, a slash or a dot.
    /// </summary>
    [GeneratedRegex(
        """(?<![\w/])(?:\./)?shield [a-z][a-z-]*(?: (?:list|acts|show|block|approve|reject|withdraw|add|remove|check|refresh|test)\b)?(?: (?:--[a-z][a-z0-9-]*(?: [^\s-]\S*)?|-[a-z] \S+|[A-Z][A-Z0-9_-]+\b|'[^']*'|"[^"]*"|[^\s,;]*[0-9/][^\s,;]*))*"""
    )]
    private static partial Regex Command();
}
