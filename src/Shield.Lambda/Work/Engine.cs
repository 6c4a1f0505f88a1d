using Shield.Aws.DynamoDb;
using Shield.Aws.Queues;
using Shield.Core.Ledger;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Lambda.Work;

/// <summary>What this instance works with: made of the stack's settings, and made anew with them.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly DynamoDbLedger _ledger;
    private readonly QueueClient _queue;

    private Engine(ShieldHost host, DynamoDbLedger ledger, QueueClient queue) => (Host, _ledger, _queue) = (host, ledger, queue);

    public ShieldHost Host { get; }

    public ILedger Ledger => _ledger;

    /// <exception cref="SettingsException">They name no table or no queue.</exception>
    public static Engine Build(
        ShieldSettings settings,
        LoopRunner me,
        TimeProvider clock,
        Func<PceOptions, HttpMessageHandler> network,
        Action<string> note
    )
    {
        if (settings is not { LedgerTable: { } table, Aws.Queue: { } queue })
        {
            throw new SettingsException(["Ledger:Table, Aws:Queue: the stack's own parameter names both; it is incomplete"]);
        }

        return new Engine(
            new ShieldHost(settings, me, clock, network, note),
            DynamoDbLedger.Connect(table, settings.LedgerRegion, clock, new Random().NextDouble),
            QueueClient.Connect(queue, settings.LedgerRegion)
        );
    }

    /// <summary>Asks whichever instance is free by then to reconcile.</summary>
    public Task AskAgainAsync(ReconcileRequest request, TimeSpan delay, CancellationToken cancellationToken) =>
        _queue.SendAsync(request.ToJson(), delay < QueueClient.LongestDelay ? delay : QueueClient.LongestDelay, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        _queue.Dispose();
        await _ledger.DisposeAsync();
    }
}
