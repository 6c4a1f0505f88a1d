using Shield.Aws;
using Shield.Aws.DynamoDb;
using Shield.Aws.Queues;
using Shield.Core.Ledger;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Notifying;
using Shield.Pce.Calling;

namespace Shield.Lambda.Reconciling;

/// <summary>What this instance works with: made of the stack's settings, and made anew with them.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly DynamoDbLedger _ledger;
    private readonly QueueClient _queue;
    private ChannelSet? _channels;

    private Engine(ShieldHost host, DynamoDbLedger ledger, QueueClient queue, AwsDate date, string? whyRefused) =>
        (Host, _ledger, _queue, Date, WhyRefused) = (host, ledger, queue, date, whyRefused);

    public ShieldHost Host { get; }

    public ILedger Ledger => _ledger;

    /// <summary>AWS's clock, by what the ledger answered last.</summary>
    public AwsDate Date { get; }

    /// <summary>What is wrong with the settings of now, where this was made of earlier ones; null where those of now count.</summary>
    public string? WhyRefused { get; }

    /// <exception cref="SettingsException">There are none that are right, or they name no table or no queue.</exception>
    public static Engine Build(
        GoodSettings good,
        LoopRunner me,
        TimeProvider clock,
        Func<PceOptions, HttpMessageHandler> network,
        Action<string> note
    )
    {
        var settings = good.Settings ?? throw new SettingsException([good.WhyRefused ?? "there are no settings"]);
        if (settings is not { LedgerTable: { } table, Aws.ReconcileQueue: { } queue })
        {
            throw new SettingsException(["Ledger:Table, Aws:ReconcileQueue: the stack's own parameter names both; it is incomplete"]);
        }

        var date = new AwsDate(clock);
        return new Engine(
            new ShieldHost(settings, me, clock, network, note),
            DynamoDbLedger.Connect(table, settings.LedgerRegion, clock, new Random().NextDouble, date),
            QueueClient.Connect(queue, settings.LedgerRegion),
            date,
            good.WhyRefused
        );
    }

    /// <summary>Null where nobody is to be told. What a channel does not take for a day is in the log.</summary>
    public Newsroom? Newsroom =>
        Host.Settings.Channels.IsEmpty
            ? null
            : Newsroom.Of(Host, _channels ??= ChannelSet.Open(Host.Clock), Ledger, new NotedLetters(Host.Note));

    /// <summary>Asks whichever instance is free by then to reconcile.</summary>
    public Task AskAgainAsync(Hop hop, CancellationToken cancellationToken) =>
        _queue.SendAsync(hop.Request.ToJson(), hop.Delay, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        _queue.Dispose();
        _channels?.Dispose();
        await _ledger.DisposeAsync();
    }
}
