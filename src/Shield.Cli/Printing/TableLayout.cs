using Shield.Operating.Answers;

namespace Shield.Cli.Printing;

/// <summary>
/// Rows as lines. Where the columns fit, they stand side by side under their names. Where they do not, each row becomes a record: its first
/// cell, and below it the others with their names. No cell is cut, and no address, name or command is broken.
/// </summary>
internal static class TableLayout
{
    private const int Gap = 2;
    private const int Indent = 2;

    /// <param name="columns">Their names.</param>
    /// <param name="rows">As many cells each as there are columns, safe to show.</param>
    /// <param name="width">In columns of a terminal; null for a pipe, where everything fits.</param>
    public static IEnumerable<IReadOnlyList<Cell>> Of(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<Cell>> rows, int? width)
    {
        var widths = columns
            .Select(
                (name, column) =>
                    rows.Max(row => TextWidth.Of(row[column].Text)) is var widest && widest > TextWidth.Of(name)
                        ? widest
                        : TextWidth.Of(name)
            )
            .ToList();
        return width is { } limit && widths.Sum() + (Gap * (widths.Count - 1)) > limit
            ? rows.SelectMany(row => Record(columns, row, limit))
            : [.. rows.Prepend([.. columns.Select(name => new Cell(name, Tone.Strong))]).Select(row => Aligned(row, widths))];
    }

    private static IReadOnlyList<Cell> Aligned(IReadOnlyList<Cell> row, List<int> widths)
    {
        var last = row.Count - 1;
        while (last > 0 && row[last].Text.Length is 0)
        {
            last--;
        }

        return
        [
            .. row.Take(last + 1)
                .Select(
                    (cell, column) =>
                        column == last
                            ? cell
                            : cell with
                            {
                                Text = cell.Text + new string(' ', widths[column] - TextWidth.Of(cell.Text) + Gap),
                            }
                ),
        ];
    }

    private static IEnumerable<IReadOnlyList<Cell>> Record(IReadOnlyList<string> columns, IReadOnlyList<Cell> row, int width)
    {
        foreach (var line in TextWrap.Lines(row[0].Text, width, Indent))
        {
            yield return [row[0] with { Text = line, Tone = row[0].Tone is Tone.Plain ? Tone.Strong : row[0].Tone }];
        }

        var shown = new List<Cell>();
        var used = 0;
        foreach (var (name, cell) in columns.Zip(row).Skip(1).Where(pair => pair.Second.Text is not ("" or "-")))
        {
            var text = name.Length is 0 ? cell.Text : $"{name}: {cell.Text}";
            var length = TextWidth.Of(text);
            if (shown.Count > 0 && used + Gap + length > width)
            {
                yield return shown;
                (shown, used) = ([], 0);
            }

            if (Indent + length > width)
            {
                foreach (var part in TextWrap.Lines(new string(' ', Indent) + text, width, Indent * 2))
                {
                    yield return [cell with { Text = part }];
                }

                continue;
            }

            var gap = new string(' ', shown.Count is 0 ? Indent : Gap);
            shown.Add(cell with { Text = gap + text });
            used += gap.Length + length;
        }

        if (shown.Count > 0)
        {
            yield return shown;
        }
    }
}
