using System.Text.Json;
using Shield.Core.Findings;

namespace Shield.Core.Feeds;

/// <summary>Reads a list of indicators in any of the formats of <see cref="FeedFormat"/>, gzipped or not, in UTF-8 or UTF-16.</summary>
/// <remarks>
/// A line that cannot be used is a rejection with its position and costs no other line. Plain lists and tables are read line by line;
/// documents of JSON are in memory as a whole, up to <see cref="JsonText.Largest"/> bytes.
/// </remarks>
public static class FeedParser
{
    private const string NameTheList = "Look at what its address answers, and name the list itself.";

    /// <param name="input">The list; it is left open.</param>
    /// <param name="format">Null: told by the content, never by a name.</param>
    /// <param name="source">What the list is called in rejections and errors.</param>
    /// <param name="most">How many indicators are kept; the rest of the list is not read then.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnreadableFeedException">It cannot be read as a whole: HTML, empty, broken JSON, no indicator in any
    /// line.</exception>
    /// <exception cref="IOException">From the stream; an <see cref="InvalidDataException"/> where gzip or UTF-16 is damaged.</exception>
    public static async Task<FeedReading> ReadAsync(
        Stream input,
        FeedFormat? format,
        string source,
        int most,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        var tally = new FeedTally(source, most);
        await using var opened = await InputFormat.OpenAsync(input, cancellationToken);
        if (opened.Likeness is { } likeness)
        {
            throw new UnreadableFeedException(source, $"it looks like {likeness}, not like a list", NameTheList);
        }

        var (start, content) = await StartAsync(opened.Content, cancellationToken);
        if (start is [])
        {
            throw new UnreadableFeedException(source, "it is empty", NameTheList);
        }

        if (start.Contains((byte)0))
        {
            throw new UnreadableFeedException(source, "it is no text", NameTheList);
        }

        var first = ((ReadOnlySpan<byte>)start).TrimStart(
            (ReadOnlySpan<byte>)[(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]
        );
        if (first is [(byte)'<', ..])
        {
            throw new UnreadableFeedException(source, "it begins like HTML or XML, not like a list", NameTheList);
        }

        var isJson = first is [(byte)'{' or (byte)'[', ..];
        if (isJson && format is FeedFormat.Plain or FeedFormat.Csv)
        {
            throw new UnreadableFeedException(
                source,
                $"it is JSON, not {format.Value.ToWord()}",
                "Leave the format out, or set it to json, stix or misp."
            );
        }

        return isJson || format is FeedFormat.Json or FeedFormat.Stix or FeedFormat.Misp
            ? await ReadJsonAsync(content, format, tally, most, cancellationToken)
            : await ReadLinesAsync(content, format, tally, cancellationToken);
    }

    private static async Task<FeedReading> ReadLinesAsync(
        Stream content,
        FeedFormat? format,
        FeedTally tally,
        CancellationToken cancellationToken
    )
    {
        using var lines = new LineReader(content, tally.Source);
        var found = format ?? await FormatOfAsync(lines, cancellationToken);
        await (
            found is FeedFormat.Csv
                ? new CsvFeed(lines, tally).ReadAsync(cancellationToken)
                : PlainFeed.ReadAsync(lines, tally, cancellationToken)
        );
        return Sensible(tally, found);
    }

    /// <summary>A list is plain where its first line is an indicator, and a table where that line has several cells.</summary>
    private static async Task<FeedFormat> FormatOfAsync(LineReader lines, CancellationToken cancellationToken) =>
        await lines.PeekContentAsync(cancellationToken) is { IsTooLong: false } line
        && NamedParty.Of(PlainFeed.WithoutComment(line.Text)).Indicator is null
        && CsvFeed.SeparatorOf(line.Text) is not null
            ? FeedFormat.Csv
            : FeedFormat.Plain;

    private static async Task<(byte[] Start, Stream Whole)> StartAsync(Stream content, CancellationToken cancellationToken)
    {
        var start = new byte[1_024];
        try
        {
            var count = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            return (start[..count], new RejoinedStream(start.AsMemory(0, count), content));
        }
        catch (System.Text.DecoderFallbackException broken)
        {
            throw new InvalidDataException("the text is UTF-16 and breaks off or is damaged", broken);
        }
    }

    private static async Task<FeedReading> ReadJsonAsync(
        Stream content,
        FeedFormat? format,
        FeedTally tally,
        int most,
        CancellationToken cancellationToken
    )
    {
        var document = await JsonText.ReadAsync(content, tally.Source, cancellationToken);
        var found = format ?? FormatOf(document);
        switch (found)
        {
            case FeedFormat.Stix:
                var stix = new StixFeed(tally, most);
                stix.Read(document);
                stix.Finish();
                break;
            case FeedFormat.Misp:
                MispFeed.Read(document, tally);
                break;
            default:
                JsonFeed.Read(document, tally);
                break;
        }

        return Sensible(tally, found);
    }

    /// <summary>Which of the three a document is, by the members that only one of them has.</summary>
    private static FeedFormat FormatOf(JsonText document)
    {
        var heads = document.Heads();
        return heads.Any(head => head.Name is "Event" or "response") ? FeedFormat.Misp
            : heads.Any(head =>
                (head.Name, head.Kind) is ("objects", JsonTokenType.StartArray) or ("spec_version", _)
                || (head.Name, head.Text) is ("type", "bundle" or "indicator")
            )
                ? FeedFormat.Stix
            : FeedFormat.Json;
    }

    private static FeedReading Sensible(FeedTally tally, FeedFormat format) =>
        tally.IsWithoutSense
            ? throw new UnreadableFeedException(
                tally.Source,
                $"nothing in it names an address or a domain; the first: {tally.FirstRejected}",
                NameTheList
            )
            : tally.ToReading(format);
}
