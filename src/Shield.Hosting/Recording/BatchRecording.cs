using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Ledger;

namespace Shield.Hosting.Recording;

/// <summary>Messages → findings → evidence → ledger. A message counts as failed until all that is in it is recorded.</summary>
public sealed class BatchRecording(ILedger ledger, TimeProvider clock)
{
    /// <summary>
    /// So many messages go to the ledger together; where it refuses them each goes by itself, so that what it refuses fails alone.
    /// </summary>
    private const int Together = 100;

    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly ImmutableArray<FailedPart>.Builder _failed = ImmutableArray.CreateBuilder<FailedPart>();
    private readonly ImmutableArray<ReconcileRequest>.Builder _requests = ImmutableArray.CreateBuilder<ReconcileRequest>();
    private readonly Intake _intake = new(ledger.RecordAsync);
    private string? _givenUp;

    /// <param name="cancellationToken">Ends it; what is not recorded then has failed.</param>
    public async Task<RecordedBatch> RunAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        foreach (var chunk in messages.Chunk(Together))
        {
            await RecordAsync([.. chunk.Select(message => OpenedMessage.Open(message, clock.GetUtcNow()))], cancellationToken);
        }

        return new RecordedBatch
        {
            Findings = _findings.DrainToImmutable(),
            Intake = _intake,
            Failed = _failed.DrainToImmutable(),
            Requests = _requests.DrainToImmutable(),
        };
    }

    private async Task RecordAsync(ImmutableArray<OpenedMessage> chunk, CancellationToken cancellationToken)
    {
        if (await TryRecordAsync(chunk, cancellationToken) is null)
        {
            return;
        }

        // A ledger that takes none of a whole chunk takes nothing: trying thousands one by one would use up the time that the answer needs.
        var (took, why) = (false, (string?)null);
        foreach (var message in chunk)
        {
            why = await TryRecordAsync([message], cancellationToken);
            took |= why is null;
            if (why is not null)
            {
                _failed.Add(new FailedPart(message.Message, why, IsRejected: false));
            }
        }

        _givenUp ??= took ? null : why;
    }

    /// <returns>Null where all is recorded; else why nothing is.</returns>
    private async Task<string?> TryRecordAsync(ImmutableArray<OpenedMessage> messages, CancellationToken cancellationToken)
    {
        if (_givenUp is not null)
        {
            return _givenUp;
        }

        try
        {
            await _intake.RecordAsync([.. messages.Select(message => message.Piece).OfType<IntakePiece>()], cancellationToken);
        }
        catch (LedgerException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException)
        {
            return _givenUp = "no time was left to record it";
        }

        foreach (var message in messages)
        {
            Note(message);
        }

        return null;
    }

    private void Note(OpenedMessage message)
    {
        if (message.Piece is { } piece)
        {
            _findings.AddRange(piece.Findings);
        }

        if (message.Request is { } request)
        {
            _requests.Add(request);
        }

        if (!message.Faults.IsEmpty)
        {
            _failed.Add(new FailedPart(message.Message, string.Join("; ", message.Faults), IsRejected: true));
        }
    }
}
