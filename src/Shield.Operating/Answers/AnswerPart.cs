using System.Collections.Immutable;

namespace Shield.Operating.Answers;

/// <summary>A line or a table of an answer, for people. A terminal and a page draw it each in their own way.</summary>
public abstract record AnswerPart
{
    private protected AnswerPart() { }

    public static AnswerPart Line(string text, Tone tone = Tone.Plain) => new AnswerLine(new Cell(text, tone), LineForm.Plain);

    /// <summary>With some room above it.</summary>
    public static AnswerPart Apart(string text, Tone tone = Tone.Plain) => new AnswerLine(new Cell(text, tone), LineForm.Apart);

    /// <summary>It belongs to the line above.</summary>
    public static AnswerPart Point(string text, Tone tone = Tone.Plain) => new AnswerLine(new Cell(text, tone), LineForm.Point);

    public static IEnumerable<AnswerPart> Lines(IEnumerable<Cell> lines) => lines.Select(line => new AnswerLine(line, LineForm.Plain));

    public static AnswerPart Table(string? title, ImmutableArray<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        new AnswerTable(title, columns, [.. rows.Select(row => row.Select(text => new Cell(text)).ToImmutableArray())]);
}

public sealed record AnswerLine(Cell Cell, LineForm Form) : AnswerPart;

/// <summary>One without rows is not shown, nor is its title.</summary>
public sealed record AnswerTable(string? Title, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<Cell>> Rows) : AnswerPart;

public enum LineForm
{
    Plain,
    Apart,
    Point,
}
