using System.Collections.Immutable;
using Shield.Aws;
using Shield.Hosting;
using Shield.Hosting.Recording;
using Shield.Lambda.Events;
using Shield.Lambda.Runtime;
using Shield.Lambda.Telemetry;

namespace Shield.Lambda.Recording;

/// <summary>
/// Findings → ledger → acknowledged. It knows no PCE and none of the operator's settings, so nothing that is wrong there stops it (law 17).
/// Where something is news it asks the function that reconciles.
/// </summary>
internal sealed class RecorderFunction(Renewed<RecorderPlace> place, InvocationLog log, TimeProvider clock)
{
    /// <exception cref="UnrecordedException">An event that no queue holds was not recorded: Lambda offers it again.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        log.Begin(invocation.RequestId);
        using var end = new CancellationTokenSource(invocation.LeftAt(clock.GetUtcNow()), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            var incoming = Incoming.Read(invocation.Event);
            var here = await place.GetAsync(either.Token);
            var batch = await new BatchRecording(here.Ledger, clock).RunAsync(incoming.Messages, either.Token);
            log.Tell(batch);
            await AskAsync(here, batch, either.Token);
            var failed = incoming.IsFromQueue ? await SetAsideAsync(here, batch, either.Token) : batch.Failed;
            return Answer(incoming, failed);
        }
        finally
        {
            log.End();
        }
    }

    private static ReadOnlyMemory<byte> Answer(Incoming incoming, ImmutableArray<FailedPart> failed) =>
        (incoming.IsFromQueue, failed) switch
        {
            (true, _) => QueueAnswer.For(failed.Select(part => part.Message.Id!)),
            (false, [var first, ..]) => throw new UnrecordedException(first.Why),
            _ => "{}"u8.ToArray(),
        };

    /// <summary>
    /// What will never be understood goes to the dead letters at once, for a person to look at. What the ledger did not take is offered
    /// again by the queue, for hours.
    /// </summary>
    /// <returns>What shall come again.</returns>
    private async Task<ImmutableArray<FailedPart>> SetAsideAsync(
        RecorderPlace here,
        RecordedBatch batch,
        CancellationToken cancellationToken
    )
    {
        var again = ImmutableArray.CreateBuilder<FailedPart>();
        foreach (var part in batch.Failed)
        {
            if (!part.IsRejected || !await TrySetAsideAsync(here, part.Message, cancellationToken))
            {
                again.Add(part);
            }
        }

        return again.DrainToImmutable();
    }

    private async Task<bool> TrySetAsideAsync(RecorderPlace here, Message message, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await here.SetAsideAsync(message, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is AwsException or OperationCanceledException)
        {
            log.Note($"message {message.Id} is offered again, since it could not be put with the dead letters: {fault.Message}");
            return false;
        }
    }

    /// <summary>A duplicate asks for nothing. Where the request cannot be sent, the schedule of the other function comes by.</summary>
    private async Task AskAsync(RecorderPlace here, RecordedBatch batch, CancellationToken cancellationToken)
    {
        var news = batch.Intake.News;
        ImmutableArray<ReconcileRequest> requests =
        [
            .. batch.Requests,
            .. news > 0 ? [ReconcileRequest.ForNews($"{news} finding(s)", clock.GetUtcNow())] : ImmutableArray<ReconcileRequest>.Empty,
        ];
        if (ReconcileRequest.Merge(requests) is not { } request)
        {
            return;
        }

        try
        {
            await here.AskAsync(request, cancellationToken);
        }
        catch (Exception fault) when (fault is AwsException or OperationCanceledException)
        {
            log.Note($"recorded, and nobody was asked to reconcile; the schedule does: {fault.Message}");
        }
    }
}

/// <summary>What an event held is not, or not wholly, in the ledger.</summary>
internal sealed class UnrecordedException(string message) : Exception(message);
