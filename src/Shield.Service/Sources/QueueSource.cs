using System.Collections.Immutable;
using System.Text;
using Shield.Aws.Queues;
using Shield.Core.Ledger;
using Shield.Hosting.Recording;
using Shield.Service.Recording;
using Shield.Service.Settings;

namespace Shield.Service.Sources;

/// <summary>
/// A queue of SQS. A message is deleted once all of it is recorded, never before; what is not deleted comes again. One in which something
/// is no finding goes to the dead letters at once, where some are named, as the function in AWS does it.
/// </summary>
internal sealed class QueueSource(
    Uri url,
    Uri? deadLetters,
    string? region,
    Recorder recorder,
    LiveSettings settings,
    Action<string> note,
    TimeProvider clock
) : ISource
{
    /// <summary>Much longer than ten messages take to be recorded.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(5);

    /// <summary>After a receive that did not wait and brought nothing.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly QueueClient _queue = QueueClient.Connect(url, region);
    private readonly QueueClient? _deadLetters = deadLetters is null ? null : QueueClient.Connect(deadLetters, region);

    public SourceState State { get; } = new("queue", url.ToString(), clock);

    public void Dispose()
    {
        _queue.Dispose();
        _deadLetters?.Dispose();
    }

    public async Task<TimeSpan> TakeAsync(CancellationToken cancellationToken)
    {
        var wait = settings.Now.Recording.Service.QueueWait;
        var messages = await _queue.ReceiveAsync(Hidden, wait, cancellationToken);
        if (messages.IsEmpty)
        {
            State.Works();
            return wait > TimeSpan.Zero ? TimeSpan.Zero : Rest;
        }

        var batch = await recorder.RecordAsync(
            [.. messages.Select(message => new Message(message.Id, Encoding.UTF8.GetBytes(message.Body)))],
            cancellationToken
        );
        var stay = await SetAsideAsync(batch.Failed, cancellationToken);
        await _queue.DeleteAsync(messages.Where(message => !stay.Contains(message.Id)), cancellationToken);
        State.Recorded(batch.Intake.Findings, batch.Failed.Count(part => part.IsRejected));
        if (batch.Failed.FirstOrDefault(part => !part.IsRejected) is { } unrecorded)
        {
            throw new LedgerException($"{stay.Count} message(s) stay in the queue, since the ledger did not take them: {unrecorded.Why}");
        }

        State.Works();
        return TimeSpan.Zero;
    }

    /// <returns>Which messages stay in the queue.</returns>
    private async Task<ImmutableHashSet<string>> SetAsideAsync(ImmutableArray<FailedPart> failed, CancellationToken cancellationToken)
    {
        var stay = ImmutableHashSet.CreateBuilder<string>();
        foreach (var part in failed)
        {
            if (part.IsRejected)
            {
                note($"queue: message {part.Message.Id} was rejected: {part.Why}");
            }

            if (part.IsRejected && _deadLetters is not null)
            {
                await _deadLetters.SendAsync(Encoding.UTF8.GetString(part.Message.Body.Span), TimeSpan.Zero, cancellationToken);
            }
            else
            {
                stay.Add(part.Message.Id!);
            }
        }

        return stay.ToImmutable();
    }
}
