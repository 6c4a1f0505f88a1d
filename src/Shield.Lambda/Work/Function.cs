using System.Collections.Immutable;
using Shield.Lambda.Events;
using Shield.Lambda.Runtime;

namespace Shield.Lambda.Work;

/// <summary>One event: record what it holds, then reconcile. What is recorded is safe, whatever the PCE does.</summary>
internal sealed class Function(EngineRoom room, Account account, TimeProvider clock)
{
    /// <summary>The answer itself needs a moment, and an answer that comes too late is none: all messages would come again.</summary>
    private static readonly TimeSpan ForTheAnswer = TimeSpan.FromSeconds(1);

    private readonly Reconciling _reconciling = new(room, new ReachMeasuring(account, clock), account, clock);

    /// <exception cref="UnrecordedException">An event that no queue holds was not recorded: Lambda offers it again.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var until = invocation.Deadline - ForTheAnswer;
        account.Begin(invocation.RequestId);
        using var end = new CancellationTokenSource(Positive(until - clock.GetUtcNow()), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            var incoming = Incoming.Read(invocation.Event);
            var engine = await room.GetAsync(either.Token);
            var recorded = await new Recording(engine.Ledger, clock).RunAsync(incoming.Messages, either.Token);
            account.Tell(recorded);
            await _reconciling.RunAsync(recorded, until, either.Token);
            return Answer(incoming, recorded.Failed);
        }
        finally
        {
            account.End();
        }
    }

    private static ReadOnlyMemory<byte> Answer(Incoming incoming, ImmutableArray<FailedPart> failed) =>
        (incoming.IsFromQueue, failed) switch
        {
            (true, _) => QueueAnswer.For(failed.Select(part => part.Message.Id!)),
            (false, [var first, ..]) => throw new UnrecordedException(first.Why),
            _ => "{}"u8.ToArray(),
        };

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}

/// <summary>What an event held is not, or not wholly, in the ledger.</summary>
internal sealed class UnrecordedException(string message) : Exception(message);
