using System.Collections.Immutable;
using System.Text;
using nietras.SeparatedValues;
using Shield.Core.Indicators;

namespace Shield.Core.Feeds;

/// <summary>
/// A table (RFC 4180) with any of four separators. Lines that begin with <c>#</c> or <c>;</c> are comments, and the last one before the
/// first row may be the header, as abuse.ch has it. Where no header says which column names the indicator, it must be the only one that
/// holds addresses, or the only one that holds domains.
/// </summary>
internal sealed class CsvFeed(LineReader lines, FeedTally tally)
{
    private const int LinesAtOnce = 2_000;
    private const int CharactersAtOnce = 1 << 20;
    private const int RowsToLookAt = 20;

    private static readonly ImmutableArray<char> Separators = ['\t', ',', ';', '|'];

    private readonly StringBuilder _text = new();
    private readonly List<RawLine> _records = [];
    private string? _lastComment;

    /// <summary>Null where none of the separators stands in the line.</summary>
    public static char? SeparatorOf(string line)
    {
        var counts = Separators.ToDictionary(separator => separator, _ => 0);
        var isQuoted = false;
        foreach (var character in line)
        {
            isQuoted ^= character is '"';
            if (!isQuoted && counts.TryGetValue(character, out var count))
            {
                counts[character] = count + 1;
            }
        }

        var most = Separators.MaxBy(separator => counts[separator]);
        return counts[most] > 0 ? most : null;
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (await lines.PeekContentAsync(cancellationToken) is not { } first)
        {
            return;
        }

        // A table of one column has no separator; then any will do.
        var separator = SeparatorOf(first.Text) ?? ',';
        FeedColumns? columns = null;
        while (!tally.IsCut && await FillAsync(separator, cancellationToken))
        {
            using var reader = Open(separator);
            var at = 0;
            if (columns is null)
            {
                columns = ColumnsOf(separator, out var isHeader);
                if (isHeader && reader.MoveNext())
                {
                    at++;
                }
            }

            for (; !tally.IsCut && reader.MoveNext(); at++)
            {
                Read(reader.Current, columns, _records[at]);
            }
        }
    }

    /// <summary>Over the records that are gathered.</summary>
    private SepReader Open(char separator) =>
        Sep.New(separator)
            .Reader(options => options with { HasHeader = false, Unescape = true, Trim = SepTrim.Outer, DisableColCountCheck = true })
            .FromText(_text.ToString());

    private void Read(SepReader.Row row, FeedColumns columns, RawLine record)
    {
        var cells = new string[row.ColCount];
        for (var column = 0; column < cells.Length; column++)
        {
            cells[column] = row[column].ToString();
        }

        RowReading.Read(columns, column => column < cells.Length ? cells[column] : "", record.Position, FeedText.Words(record.Text), tally);
    }

    /// <summary>Gathers whole records; comments and what cannot be read are left out, so that one record is one row.</summary>
    /// <returns>False at the end of the list.</returns>
    private async Task<bool> FillAsync(char separator, CancellationToken cancellationToken)
    {
        _text.Clear();
        _records.Clear();
        while (_records.Count < LinesAtOnce && _text.Length < CharactersAtOnce)
        {
            if (await lines.NextAsync(cancellationToken) is not { } line)
            {
                break;
            }

            if (line.IsTooLong)
            {
                tally.Reject(line.Position, $"is longer than {LineReader.LongestLine} characters");
            }
            else if (line.IsBlank)
            {
                _lastComment = string.IsNullOrWhiteSpace(line.Text) ? _lastComment : line.Text;
            }
            else
            {
                await AddRecordAsync(line, separator, cancellationToken);
            }
        }

        return _records.Count > 0;
    }

    private async Task AddRecordAsync(RawLine line, char separator, CancellationToken cancellationToken)
    {
        var (start, quotes) = (_text.Length, new QuoteScan(separator));
        var isWhole = quotes.Read(line.Text);
        _text.Append(line.Text).Append('\n');
        while (isWhole && quotes.IsOpen)
        {
            if (_text.Length - start > LineReader.LongestLine || await lines.NextAsync(cancellationToken) is not { IsTooLong: false } next)
            {
                throw new UnreadableFeedException(
                    tally.Source,
                    $"the quote that {line.Position} opens is not closed within {LineReader.LongestLine} characters",
                    "Correct the list, or set its format to plain if it is no table."
                );
            }

            isWhole = quotes.Read(next.Text);
            _text.Append(next.Text).Append('\n');
        }

        if (isWhole)
        {
            _records.Add(line);
            return;
        }

        _text.Length = start;
        tally.Reject(line.Position, "has a quote in the middle of a cell: a cell with quotes is quoted as a whole, and doubles them");
    }

    private FeedColumns ColumnsOf(char separator, out bool isHeader)
    {
        var rows = FirstRows(separator);
        var names = HeaderInComment(separator, rows[0].Length);
        isHeader =
            (names.IsEmpty || FeedColumns.Find(names, out _) is null)
            && !rows[0].Any(cell => NamedParty.Of(cell.Trim()).Indicator is not null);
        names = isHeader ? rows[0] : names;
        if (names is [_, ..])
        {
            if (FeedColumns.Find(names, out var ambiguous) is { } named)
            {
                return named;
            }

            if (ambiguous is var (one, other))
            {
                throw Unclear($"the columns {AddressFault.Quote(one)} and {AddressFault.Quote(other)} both name addresses");
            }
        }

        var samples = isHeader ? rows.RemoveAt(0) : rows;
        ImmutableArray<int> addresses = [.. ColumnsWith(samples, indicator => !indicator.IsDomain)];
        ImmutableArray<int> candidates = addresses.IsEmpty ? [.. ColumnsWith(samples, indicator => indicator.IsDomain)] : addresses;
        return candidates switch
        {
            [var only] => new FeedColumns { Indicators = [only] },
            [] => throw Unclear("no column holds an address or a domain in each of the first rows"),
            [var one, var other, ..] => throw Unclear($"columns {one + 1} and {other + 1} both hold indicators"),
        };
    }

    private UnreadableFeedException Unclear(string what) =>
        new(
            tally.Source,
            $"{what} ({_records[0].Position})",
            "Give the list a header in which the column that names the attacker is called indicator."
        );

    private ImmutableArray<ImmutableArray<string>> FirstRows(char separator)
    {
        using var reader = Open(separator);
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        while (rows.Count <= RowsToLookAt && reader.MoveNext())
        {
            var cells = ImmutableArray.CreateBuilder<string>();
            for (var column = 0; column < reader.Current.ColCount; column++)
            {
                cells.Add(reader.Current[column].ToString());
            }

            rows.Add(cells.ToImmutable());
        }

        return rows.ToImmutable();
    }

    private ImmutableArray<string> HeaderInComment(char separator, int columns) =>
        _lastComment?.TrimStart('#', ';', ' ').Split(separator) is { } names && names.Length == columns
            ? [.. names.Select(name => name.Trim(' ', '"'))]
            : [];

    private static IEnumerable<int> ColumnsWith(ImmutableArray<ImmutableArray<string>> rows, Func<Indicator, bool> wanted) =>
        Enumerable
            .Range(0, rows.Select(row => row.Length).DefaultIfEmpty(0).Min())
            .Where(column => rows.All(row => NamedParty.Of(row[column].Trim()).Indicator is { } found && wanted(found)));
}

/// <summary>
/// Tells whether a record goes on in the next line. A quote opens at the start of a cell and closes at its end; one that stands elsewhere
/// would swallow the lines that follow, and with them attackers.
/// </summary>
internal struct QuoteScan(char separator)
{
    /// <summary>The record goes on in the next line.</summary>
    public bool IsOpen { get; private set; }

    /// <returns>False where a quote stands in the middle of a cell.</returns>
    public bool Read(ReadOnlySpan<char> line)
    {
        var isStart = !IsOpen;
        for (var at = 0; at < line.Length; at++)
        {
            var isQuote = line[at] is '"';
            if (IsOpen && isQuote)
            {
                if (at + 1 < line.Length && line[at + 1] is '"')
                {
                    at++;
                    continue;
                }

                IsOpen = false;
                if (line[(at + 1)..].TrimStart(' ') is [var next, ..] && next != separator)
                {
                    return false;
                }
            }
            else if (isQuote)
            {
                if (!isStart)
                {
                    return false;
                }

                IsOpen = true;
            }

            // ThreatFox has a blank before each quote.
            isStart = !IsOpen && (line[at] == separator || (isStart && line[at] is ' '));
        }

        return true;
    }
}
