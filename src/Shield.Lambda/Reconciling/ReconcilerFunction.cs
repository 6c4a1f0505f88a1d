using System.Text.Json;
using Shield.Hosting;
using Shield.Lambda.Events;
using Shield.Lambda.Runtime;
using Shield.Lambda.Telemetry;

namespace Shield.Lambda.Reconciling;

/// <summary>
/// Requests → one reconcile. A request is never offered again: what is recorded is safe whatever the PCE does, and the schedule comes by
/// every five minutes.
/// </summary>
internal sealed class ReconcilerFunction(Turn turn, InvocationLog log, TimeProvider clock)
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="NotSupportedException">An event that no queue holds asks for nothing that this function does.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        log.Begin(invocation.RequestId);
        using var end = new CancellationTokenSource(invocation.LeftAt(clock.GetUtcNow()), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            var incoming = Incoming.Read(invocation.Event);
            var requests = incoming
                .Messages.Select(message => ReconcileRequest.TryRead(message.Body.Span))
                .OfType<ReconcileRequest>()
                .ToList();
            // Whoever asks for a reconcile does not wait for a reading of workloads that came in the same batch: the schedule asks for
            // that again.
            var plain = requests.Where(request => !request.ReadsWorkloads).ToList();
            if (ReconcileRequest.Merge(plain is [] ? requests : plain) is { } request)
            {
                await turn.RunAsync(request, invocation.Until, either.Token);
            }
            else if (!incoming.IsFromQueue)
            {
                throw new NotSupportedException("this function reconciles; findings go to the one that records them");
            }

            if (requests.Count < incoming.Messages.Length)
            {
                log.Note($"{incoming.Messages.Length - requests.Count} message(s) asked for no reconcile and were passed over");
            }

            return incoming.IsFromQueue ? QueueAnswer.For([]) : "{}"u8.ToArray();
        }
        finally
        {
            log.End();
        }
    }
}
