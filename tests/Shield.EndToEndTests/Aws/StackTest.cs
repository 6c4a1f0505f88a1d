using Shield.Aws.Queues;
using Shield.EndToEndTests.Cli;
using Shield.EndToEndTests.Simulator;
using Shield.Hosting;
using Shield.Hosting.Settings;
using Shield.Aws.DynamoDb;
using Shield.Pce;

namespace Shield.EndToEndTests.Aws;

/// <summary>The command line on a laptop, with a deployment in AWS: table, queues and parameters on moto, and the PCE simulated.</summary>
public abstract class StackTest(AwsHands aws) : CliTest
{
    private const string Nowhere = "http://127.0.0.1:9";

    private CancellationTokenSource? _stopped;
    private Task _lambda = Task.CompletedTask;

    protected AwsHands Aws => aws;

    protected string Stack { get; } = $"stack-{Guid.NewGuid():N}";

    protected string Prefix => $"/guardduty-shield/{Stack}";

    protected string QueueUrl { get; private set; } = "";

    protected string DeadLetters { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await aws.ReadyAsync();
        await base.InitializeAsync();
        await aws.CreateLedgerTableAsync(Stack);
        QueueUrl = (await aws.Queues.CreateQueueAsync(Stack, Cancellation)).QueueUrl;
        DeadLetters = (await aws.Queues.CreateQueueAsync($"{Stack}-dead", Cancellation)).QueueUrl;
        await aws.PutParameterAsync($"{Prefix}/stack", $$$"""{"Pce":{"OwnerId":"test-owner"},"Ledger":{"Kind":"dynamodb","Table":"{{{Stack}}}","Region":"eu-west-1"},"Aws":{"Queue":"{{{QueueUrl}}}","DeadLetterQueue":"{{{DeadLetters}}}"}}""");
        await aws.PutParameterAsync($"{Prefix}/settings", $$$"""{"Pce":{"Url":"{{{Pce.Url}}}","OrgId":"1"}}""");
        await aws.PutParameterAsync($"{Prefix}/pce-key", $$"""{"ApiKey":"{{PceHands.Key}}","ApiSecret":"{{PceHands.Secret}}"}""", isSecure: true);
        foreach (var name in new[] { "PCE__URL", "PCE__ORGID", "PCE__APIKEY", "PCE__APISECRET", "PCE__OWNERID", "LEDGER__PATH", "WHO" })
        {
            Environment[$"SHIELD_{name}"] = null;
        }

        Environment[StackSettings.Variable] = Stack;
    }

    public override async ValueTask DisposeAsync()
    {
        await StopLambda();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>From here on the PCE cannot be reached from the laptop, and its key not be read; the Lambda goes on as ever.</summary>
    protected void CutOff()
    {
        Environment["SHIELD_PCE__URL"] = Nowhere;
        aws.Wire.Deny($"{Prefix}/pce-key");
    }

    /// <summary>Stands for the Lambda: takes requests to reconcile off the queue and does what they ask for, with the settings of the stack.</summary>
    protected async Task StartLambda()
    {
        using var store = Shield.Aws.Parameters.ParameterStore.Connect(region: null);
        var read = await StackSettings.ReadAsync(Stack, [], store, Cancellation);
        _stopped = new CancellationTokenSource();
        _lambda = ServeAsync(ShieldSettings.From(read.Layers, needsPce: true, read.WhyNoKey), _stopped.Token);
    }

    protected async Task StopLambda()
    {
        if (_stopped is { IsCancellationRequested: false })
        {
            await _stopped.CancelAsync();
            await _lambda;
        }
    }

    private async Task ServeAsync(ShieldSettings settings, CancellationToken stopped)
    {
        using var queue = QueueClient.Connect(settings.Aws!.Queue, settings.LedgerRegion);
        using var host = new ShieldHost(settings, ThisProcess.Runner, Clock, PceHandler.For, _ => { });
        await using var ledger = DynamoDbLedger.Connect(settings.LedgerTable!, settings.LedgerRegion, Clock, () => 0.5);
        try
        {
            while (true)
            {
                // Without a wait, for which moto here would let everybody else wait, too.
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stopped);
                foreach (var message in await queue.ReceiveAsync(TimeSpan.FromMinutes(1), TimeSpan.Zero, stopped))
                {
                    var request = ReconcileRequest.TryRead(System.Text.Encoding.UTF8.GetBytes(message.Body));
                    await host.ReconciliationOn(ledger).RunAsync(request?.Why ?? "", CancellationToken.None);
                    await queue.DeleteAsync([message], CancellationToken.None);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
