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
            yield return Of(record.Position, [record], source, receivedAt());
        }
    }

    /// <summary>A document that is in memory already, such as a message: all that is in it is one piece.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static IntakePiece Of(ReadOnlySpan<byte> document, string name, string source, DateTimeOffset receivedAt) =>
        Of(new RecordPosition(1, 0), FindingReader.ReadDocument(document, name), source, receivedAt);

    private static IntakePiece Of(RecordPosition position, ImmutableArray<FindingRecord> records, string source, DateTimeOffset receivedAt)
    {
        var findings = records.Select(record => record.Finding).OfType<Finding>().ToImmutableArray();
        var calls = records.Select(record => record.Call).OfType<FindingCall>().ToImmutableArray();
        return new IntakePiece
        {
            Position = position,
            Findings = findings,
            Calls = calls.Length,
            Evidence =
            [
                .. findings.Select(finding => Extraction.From(finding, source, receivedAt)),
                .. calls.SelectMany(call => Extraction.From(call)),
            ],
            Rejections = [.. records.SelectMany(record => record.Rejections)],
        };
    }
}
