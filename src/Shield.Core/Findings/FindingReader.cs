using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shield.Core.Findings;

/// <summary>
/// Findings from a stream, in gzip or not, in UTF-8 or UTF-16: one JSON value, an array, a page <c>{"findings":[…]}</c>, JSON Lines, or
/// these inside each other. Around each finding may stand whatever <see cref="Document"/> opens. docs/input.md says it for operators.
/// </summary>
/// <remarks>
/// One record is in memory at a time. What cannot be read is a <see cref="FindingRecord"/> that says where and why, and costs no other
/// record; exceptions are for a stream that fails (<see cref="IOException"/>; <see cref="InvalidDataException"/> where gzip is cut, damaged
/// or followed by something else, or UTF-16 is damaged) and for cancellation.
/// </remarks>
public static class FindingReader
{
    /// <summary>Deeper than any finding, and no danger to a stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// <c>Input:MaxRecordBytes</c>. An event of EventBridge was at most 256 KB for years (docs/guardduty.md#3-delivery-and-repetition).
    /// </summary>
    public const int DefaultMaxRecordBytes = 1 << 20;

    /// <summary>Reads one document that is in memory already, such as a message of a queue. Nothing may follow it.</summary>
    public static ImmutableArray<FindingRecord> ReadDocument(ReadOnlySpan<byte> document, string source) =>
        [
            .. Document
                .Read(Document.Trimmed(document))
                .Select(part => new FindingRecord
                {
                    Source = source,
                    Position = new RecordPosition(1, 0, Inside: part.Inside),
                    Finding = part.Record.Finding,
                    Call = part.Record.Call,
                    Faults = part.Record.Faults,
                }),
        ];

    /// <param name="source">What the records are said to come from.</param>
    /// <param name="maxRecordBytes">
    /// A longer record is rejected and skipped; up to about twice as much memory is used. At most 1 GiB.
    /// </param>
    public static async IAsyncEnumerable<FindingRecord> ReadAsync(
        Stream input,
        string source,
        long maxRecordBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRecordBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRecordBytes, 1 << 30);
        await using var opened = await InputFormat.OpenAsync(input, cancellationToken);
        if (opened is { IsBinary: true, Likeness: { } likeness })
        {
            yield return new FindingRecord
            {
                Source = source,
                Position = new RecordPosition(1, 0),
                Finding = null,
                Faults = [$"is not a finding: it looks like {likeness}"],
            };
            yield break;
        }

        var window = new InputWindow(opened.Content, maxRecordBytes + InputWindow.ChunkBytes);
        var reader = new RecordReader(window, source, maxRecordBytes, opened.Likeness);
        do
        {
            await FillAsync(window, cancellationToken);
            while (reader.TryNext(out var record))
            {
                yield return record;
            }
        } while (!window.IsEnded);
    }

    private static async ValueTask FillAsync(InputWindow window, CancellationToken cancellationToken)
    {
        try
        {
            await window.FillAsync(cancellationToken);
        }
        catch (DecoderFallbackException broken)
        {
            throw new InvalidDataException("the text is UTF-16 and breaks off or is damaged there", broken);
        }
    }
}
