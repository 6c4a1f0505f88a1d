using System.Globalization;
using System.Text;

namespace Shield.Core.Feeds;

/// <summary>A line of a list. One that is too long has no text: nothing in it is looked at.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end.</param>
internal readonly record struct RawLine(long Number, string Text, bool IsTooLong)
{
    /// <summary>Nothing stands in it, or a comment alone.</summary>
    public bool IsBlank => !IsTooLong && Text.AsSpan().Trim() is [] or ['#' or ';', ..] or ['/', '/', ..];

    public string Position => string.Create(CultureInfo.InvariantCulture, $"line {Number}");
}

/// <summary>The lines of a text, one at a time; a line without an end costs no more memory than the longest allowed.</summary>
internal sealed class LineReader(Stream input, string source) : IDisposable
{
    public const int LongestLine = 64 * 1024;

    /// <summary>In characters. A list of a million ranges has 40 million.</summary>
    private const long LongestText = 256L << 20;

    private readonly StreamReader _reader = new(input, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
    private readonly char[] _buffer = new char[32 * 1024];
    private readonly StringBuilder _line = new();
    private readonly Queue<RawLine> _ahead = [];
    private int _at;
    private int _end;
    private long _number;
    private long _length;

    public void Dispose() => _reader.Dispose();

    /// <summary>The next line that is no comment, without taking it; null where there is none.</summary>
    public async ValueTask<RawLine?> PeekContentAsync(CancellationToken cancellationToken)
    {
        foreach (var line in _ahead)
        {
            if (!line.IsBlank)
            {
                return line;
            }
        }

        while (await ReadAsync(cancellationToken) is { } line)
        {
            // Of comments that go on for ever the last ones are enough.
            if (_ahead.Count >= 1_000)
            {
                _ahead.Dequeue();
            }

            _ahead.Enqueue(line);
            if (!line.IsBlank)
            {
                return line;
            }
        }

        return null;
    }

    public ValueTask<RawLine?> NextAsync(CancellationToken cancellationToken) =>
        _ahead.TryDequeue(out var line) ? ValueTask.FromResult<RawLine?>(line) : ReadAsync(cancellationToken);

    private async ValueTask<RawLine?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        var isTooLong = false;
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, await _reader.ReadAsync(_buffer, cancellationToken));
                _length += _end;
                if (_length > LongestText)
                {
                    throw new UnreadableFeedException(
                        source,
                        $"it holds more than {LongestText >> 20} million characters",
                        "Split the list, or name a shorter one."
                    );
                }

                if (_end is 0)
                {
                    return _line.Length > 0 || isTooLong ? Line(isTooLong) : null;
                }
            }

            var rest = _buffer.AsSpan(_at, _end - _at);
            var lineEnd = rest.IndexOf('\n');
            var part = lineEnd < 0 ? rest : rest[..lineEnd];
            isTooLong |= _line.Length + part.Length > LongestLine;
            _line.Append(isTooLong ? [] : part);
            _at += lineEnd < 0 ? rest.Length : lineEnd + 1;
            if (lineEnd >= 0)
            {
                return Line(isTooLong);
            }
        }
    }

    private RawLine Line(bool isTooLong) => new(++_number, isTooLong ? "" : _line.ToString().TrimEnd('\r'), isTooLong);
}
