using System.Runtime.CompilerServices;

namespace Shield.Core.Findings;

/// <summary>
/// Findings from a stream of JSON in whatever wrapping: one value, an array, a page <c>{"findings":[…]}</c>, JSON Lines, or these inside each other; every record a bare finding
/// or an EventBridge event.
/// </summary>
/// <remarks>
/// One record is in memory at a time. What cannot be read is a <see cref="FindingRecord"/> that says where and why, and costs no other record; exceptions are
/// for a stream that fails and for cancellation.
/// </remarks>
public static class FindingReader
{
    /// <summary>Deeper than any finding, and no danger to a stack.</summary>
    public const int MaxDepth = 64;

    /// <summary><c>Input:MaxRecordBytes</c>; EventBridge's own limit for an event is 256 KB.</summary>
    public const int DefaultMaxRecordBytes = 1 << 20;

    /// <param name="source">What the records are said to come from.</param>
    /// <param name="maxRecordBytes">A longer record is rejected and skipped; up to about twice as much memory is used. At most 1 GiB.</param>
    public static async IAsyncEnumerable<FindingRecord> ReadAsync(
        Stream input,
        string source,
        long maxRecordBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRecordBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRecordBytes, 1 << 30);
        var frames = new RecordFrames(maxRecordBytes);
        int read;
        do
        {
            read = await input.ReadAsync(frames.Room(), cancellationToken);
            frames.Append(read);
            while (frames.TryNext(out var frame))
            {
                var parsed = frame.Fault is { } fault ? ParsedRecord.Rejected(fault) : FindingParser.Parse(frame.Record.Span);
                yield return new FindingRecord { Source = source, Position = frame.Position, Finding = parsed.Finding, Faults = parsed.Faults };
            }
        }
        while (read > 0);
    }
}
