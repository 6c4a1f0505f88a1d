using System.Text;
using Shield.Aws.DynamoDb;
using Shield.Aws.Queues;
using Shield.Core.Ledger;
using Shield.Hosting;
using Shield.Hosting.Recording;
using Shield.Hosting.Settings;

namespace Shield.Lambda.Recording;

/// <summary>Where the recorder works: made of what the stack publishes, and of nothing else.</summary>
internal sealed class RecorderPlace : IAsyncDisposable
{
    private readonly DynamoDbLedger _ledger;
    private readonly QueueClient _requests;
    private readonly QueueClient _deadLetters;

    private RecorderPlace(DynamoDbLedger ledger, QueueClient requests, QueueClient deadLetters) =>
        (_ledger, _requests, _deadLetters) = (ledger, requests, deadLetters);

    public ILedger Ledger => _ledger;

    /// <exception cref="SettingsException">The stack's parameter names no table or not all queues.</exception>
    public static RecorderPlace Build(ShieldSettings published, TimeProvider clock)
    {
        if (published is not { LedgerTable: { } table, Aws: { ReconcileQueue: { } requests, DeadLetterQueue: { } deadLetters } })
        {
            throw new SettingsException([
                "Ledger:Table, Aws:Queue, Aws:ReconcileQueue, Aws:DeadLetterQueue: the stack's own parameter names them; it is incomplete",
            ]);
        }

        return new RecorderPlace(
            DynamoDbLedger.Connect(table, published.LedgerRegion, clock, new Random().NextDouble),
            QueueClient.Connect(requests, published.LedgerRegion),
            QueueClient.Connect(deadLetters, published.LedgerRegion)
        );
    }

    /// <summary>Asks the function that reconciles.</summary>
    public Task AskAsync(ReconcileRequest request, CancellationToken cancellationToken) =>
        _requests.SendAsync(request.ToJson(), TimeSpan.Zero, cancellationToken);

    /// <summary>Puts a message with the dead letters, as it came.</summary>
    public Task SetAsideAsync(Message message, CancellationToken cancellationToken) =>
        _deadLetters.SendAsync(Encoding.UTF8.GetString(message.Body.Span), TimeSpan.Zero, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        _deadLetters.Dispose();
        await _ledger.DisposeAsync();
    }
}
