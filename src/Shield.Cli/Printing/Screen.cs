using Shield.Hosting;
using Shield.Operating.Answers;
using Spectre.Console;

namespace Shield.Cli.Printing;

/// <summary>
/// What people read. Every text goes through <see cref="SafeText"/> and none is ever taken for markup, so that no caller can forget to.
/// On a terminal, lines are broken between words and fit its width; a pipe has no width, and there a line stays one line.
/// </summary>
public sealed class Screen
{
    /// <summary>For the library, which would break lines in the middle of an address: this class breaks them itself.</summary>
    private const int Unbroken = 1_000_000;

    private const string PointMark = "  - ";

    private readonly IAnsiConsole _console;
    private readonly int? _width;
    private bool _isEmpty = true;

    /// <param name="output">Where the text goes.</param>
    /// <param name="isTerminal">Whether a person looks at it.</param>
    /// <param name="width">Of the terminal, in columns; null to measure it.</param>
    public Screen(TextWriter output, bool isTerminal, int? width = null)
    {
        var place = new ScreenOutput(output, isTerminal);
        _console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = place,
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                Interactive = InteractionSupport.No,
            }
        );
        _console.Profile.Width = Unbroken;
        _width = isTerminal ? width ?? place.Width : null;
    }

    /// <summary>Lines below the first one are indented like it, and those of a point like its text.</summary>
    public void Line(string text, Tone tone = Tone.Plain)
    {
        foreach (var line in LinesOf(text))
        {
            Write(line, tone);
            EndLine();
        }
    }

    /// <summary>How many lines of the terminal a text takes; one on a pipe.</summary>
    public int HeightOf(string text) => LinesOf(text).Count();

    /// <summary>Leaves one line free; writes nothing at the top of the output.</summary>
    public void Blank()
    {
        if (!_isEmpty)
        {
            _console.WriteLine();
        }
    }

    public void Heading(string text)
    {
        Blank();
        Line(text, Tone.Strong);
    }

    /// <summary>Indented by two, for lines that belong to the one above.</summary>
    public void Point(string text, Tone tone = Tone.Plain) => Line(PointMark + text, tone);

    /// <summary>Writes nothing, not even the heading, where there are no rows.</summary>
    public void Table(string? title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        Table(title, columns, rows.Select(row => (IReadOnlyList<Cell>)[.. row.Select(text => new Cell(text))]));

    /// <inheritdoc cref="Table(string?, IReadOnlyList{string}, IEnumerable{IReadOnlyList{string}})"/>
    public void Table(string? title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        var safe = rows.Select(row => row.Select(cell => cell with { Text = SafeText.Of(cell.Text) }).ToList()).ToList();
        if (safe is [])
        {
            return;
        }

        if (title is not null)
        {
            Heading(title);
        }
        else
        {
            Blank();
        }

        foreach (var line in TableLayout.Of(columns, safe, _width))
        {
            foreach (var cell in line)
            {
                Write(cell.Text, cell.Tone);
            }

            EndLine();
        }
    }

    public void Lines(IEnumerable<Cell> lines)
    {
        foreach (var (text, tone) in lines)
        {
            Line(text, tone);
        }
    }

    public void Write(IEnumerable<AnswerPart> parts)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case AnswerTable table:
                    Table(table.Title, table.Columns, table.Rows.Select(row => (IReadOnlyList<Cell>)row));
                    break;
                case AnswerLine { Form: LineForm.Point, Cell: var (text, tone) }:
                    Point(text, tone);
                    break;
                case AnswerLine { Form: LineForm.Apart, Cell: var (text, tone) }:
                    Blank();
                    Line(text, tone);
                    break;
                case AnswerLine { Cell: var (text, tone) }:
                    Line(text, tone);
                    break;
            }
        }
    }

    private IEnumerable<string> LinesOf(string text)
    {
        var safe = SafeText.Of(text);
        var indent = safe.Length - safe.TrimStart(' ').Length;
        return TextWrap.Lines(safe, _width, safe.StartsWith(PointMark, StringComparison.Ordinal) ? PointMark.Length : indent);
    }

    private void Write(string text, Tone tone)
    {
        if (text.Length > 0)
        {
            _console.Write(new Text(text, StyleOf(tone)));
        }
    }

    private void EndLine()
    {
        _console.WriteLine();
        _isEmpty = false;
    }

    private static Style StyleOf(Tone tone) =>
        tone switch
        {
            Tone.Good => new Style(Color.Green),
            Tone.Warning => new Style(Color.Yellow),
            Tone.Bad => new Style(Color.Red),
            Tone.Faint => new Style(decoration: Decoration.Dim),
            Tone.Strong => new Style(decoration: Decoration.Bold),
            _ => Style.Plain,
        };
}
