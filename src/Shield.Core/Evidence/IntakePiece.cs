using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Shield.Core.Findings;

namespace Shield.Core.Evidence;

/// <summary>
/// A piece of an input that was read, and what it leaves in the ledger: one record of a stream, or a whole message of a queue with all the
/// records in it.
/// </summary>
public sealed record IntakePiece
{
    /// <summary>Where in the input it starts.</summary>
    public required RecordPosition Position { get; init; }

    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>How many calls about findings it tells of: somebody archived one, or gave feedback.</summary>
    public required int Calls { get; init; }

    /// <summary>Of its findings and calls.</summary>
    public required ImmutableArray<FindingEvidence> Evidence { get; init; }

    /// <summary>What of it was not understood. The rest counts all the same.</summary>
    public required ImmutableArray<Rejection> Rejections { get; init; }

    /// <summary>Each record of a stream.</summary>
    /// <param name="name">What the stream is called in rejections.</param>
    /// <param name="source">Kept with sightings whose event names no account that reported them.</param>
    /// <param name="receivedAt">When a record was received; asked anew for each, since a pipe may go on for days.</param>
    /// <inheritdoc cref="FindingReader.ReadAsync"/>
    public static async IAsyncEnumerable<IntakePiece> ReadAsync(
        Stream input,
        string name,
        string source,
        long maxRecordBytes,
        Func<DateTimeOffset> receivedAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var record in FindingReader.ReadAsync(input, name, maxRecordBytes, cancellationToken))
        {
            yield return Of(record, source, receivedAt());
        }
    }

    /// <summary>A document that is in memory already, such as a message: all that is in it is one piece.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static IntakePiece Of(ReadOnlySpan<byte> document, string name, string source, DateTimeOffset receivedAt)
    {
        var records = FindingReader.ReadDocument(document, name).Select(record => Of(record, source, receivedAt)).ToList();
        return new IntakePiece
        {
            Position = new RecordPosition(1, 0),
            Findings = [.. records.SelectMany(record => record.Findings)],
            Calls = records.Sum(record => record.Calls),
            Evidence = [.. records.SelectMany(record => record.Evidence)],
            Rejections = [.. records.SelectMany(record => record.Rejections)],
        };
    }

    private static IntakePiece Of(FindingRecord record, string source, DateTimeOffset receivedAt) =>
        new()
        {
            Position = record.Position,
            Findings = record.Finding is { } finding ? [finding] : [],
            Calls = record.Call is null ? 0 : 1,
            Evidence =
                record.Finding is { } reported ? [Extraction.From(reported, source, receivedAt)]
                : record.Call is { } call ? Extraction.From(call)
                : [],
            Rejections = [.. record.Rejections],
        };
}
