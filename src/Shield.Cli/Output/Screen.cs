using System.Globalization;
using Spectre.Console;

namespace Shield.Cli.Output;

/// <summary>How a line is meant.</summary>
public enum Tone
{
    Plain,
    Good,
    Warning,
    Bad,
    Faint,
    Strong,
}

/// <summary>
/// What people read. Every text goes through <see cref="SafeText"/> and none is ever taken for markup, so that no caller can forget to.
/// </summary>
public sealed class Screen
{
    /// <summary>Wide enough for a row of every table: a pipe has no width, and a wrapped table is hard to grep.</summary>
    private const int WidthOfAPipe = 200;

    private readonly IAnsiConsole _console;

    public Screen(TextWriter output, bool isTerminal)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new ScreenOutput(output, isTerminal),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (!isTerminal)
        {
            _console.Profile.Width = WidthOfAPipe;
        }
    }

    /// <summary>For drawing that needs more than this; hand it no text from outside.</summary>
    public IAnsiConsole Console => _console;

    public void Line(string text, Tone tone = Tone.Plain)
    {
        _console.Write(new Text(SafeText.Of(text), StyleOf(tone)));
        _console.WriteLine();
    }

    public void Blank() => _console.WriteLine();

    public void Heading(string text)
    {
        Blank();
        Line(text, Tone.Strong);
    }

    /// <summary>Indented by two, for lines that belong to the one above.</summary>
    public void Point(string text, Tone tone = Tone.Plain)
    {
        _console.Write(new Padder(new Text("- " + SafeText.Of(text), StyleOf(tone)), new Padding(2, 0, 0, 0)));
    }

    /// <summary>Nothing at all where there are no rows.</summary>
    public void Table(string? title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, StyleOf(Tone.Strong))) { Padding = new Padding(0, 2) });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(SafeText.Of(cell))));
        }

        if (table.Rows.Count > 0)
        {
            if (title is not null)
            {
                Heading(title);
            }

            _console.Write(table);
        }
    }

    /// <summary>In UTC, to the minute, as everywhere in the product.</summary>
    public static string Time(DateTimeOffset? time) => time is { } t ? t.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "-";

    public static string Number(double? number) => number?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-";

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red),
        Tone.Faint => new Style(decoration: Decoration.Dim),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        _ => Style.Plain,
    };
}
