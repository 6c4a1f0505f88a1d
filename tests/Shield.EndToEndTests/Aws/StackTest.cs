using Shield.Aws.Queues;
using Shield.EndToEndTests.Cli;
using Shield.EndToEndTests.Lambda;
using Shield.EndToEndTests.Simulator;
using Shield.Hosting.Settings;

namespace Shield.EndToEndTests.Aws;

/// <summary>The command line on a laptop, with a deployment in AWS: table, queues and parameters on moto, and the PCE simulated.</summary>
public abstract class StackTest(AwsHands aws) : CliTest
{
    private const string Nowhere = "http://127.0.0.1:9";

    private CancellationTokenSource? _stopped;
    private Task _lambda = Task.CompletedTask;

    protected AwsHands Aws => aws;

    internal StackOnMoto Deployment { get; private set; } = null!;

    protected string Stack => Deployment.Name;

    protected string Prefix => $"/guardduty-shield/{Stack}";

    protected string QueueUrl => Deployment.Queue;

    protected string DeadLetters => Deployment.DeadLetters;

    public override async ValueTask InitializeAsync()
    {
        await aws.ReadyAsync();
        await base.InitializeAsync();
        Deployment = await StackOnMoto.CreateAsync(SettingsWith(""), Cancellation);
        await PutKeyAsync(PceHands.Key, PceHands.Secret);
        foreach (var name in new[] { "PCE__URL", "PCE__ORGID", "PCE__APIKEY", "PCE__APISECRET", "PCE__OWNERID", "LEDGER__PATH", "WHO" })
        {
            Environment[$"SHIELD_{name}"] = null;
        }

        Environment[StackSettings.Variable] = Stack;
    }

    public override async ValueTask DisposeAsync()
    {
        await StopLambda();
        Deployment?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <param name="more">Further settings of the section Pce, after a comma.</param>
    protected string SettingsWith(string more) =>
        $$$"""{"Pce":{"Url":"{{{Pce.Url}}}","OrgId":"1"{{{more}}} },"Reconcile":{"Window":"0s"}}""";

    protected Task PutKeyAsync(string key, string secret) =>
        Deployment.PutAsync("pce-key", $$"""{"ApiKey":"{{key}}","ApiSecret":"{{secret}}"}""", Cancellation);

    /// <summary>From here on the PCE cannot be reached from the laptop, and its key not be read; the Lambda goes on as ever.</summary>
    protected void CutOff()
    {
        Environment["SHIELD_PCE__URL"] = Nowhere;
        aws.Wire.Deny($"{Prefix}/pce-key");
    }

    /// <summary>One instance of each function, and Lambda's pollers, which bring them what their queues hold.</summary>
    protected async Task StartLambda()
    {
        var recorder = await Bootstrap.StartAsync("recorder", Deployment.Environment, Cancellation);
        var reconciler = await Bootstrap.StartAsync("reconciler", Deployment.Environment, Cancellation);
        // They have read their settings by then.
        await Task.WhenAll(recorder.Ready, reconciler.Ready);
        _stopped = new CancellationTokenSource();
        _lambda = Task.WhenAll(
            ServeAsync(recorder, Deployment.Queue, _stopped.Token),
            ServeAsync(reconciler, Deployment.Requests, _stopped.Token)
        );
    }

    protected async Task StopLambda()
    {
        if (_stopped is { IsCancellationRequested: false })
        {
            await _stopped.CancelAsync();
            await _lambda;
        }
    }

    private static async Task ServeAsync(Bootstrap function, string url, CancellationToken stopped)
    {
        await using var ends = function;
        using var queue = QueueClient.Connect(new Uri(url), region: null);
        try
        {
            while (true)
            {
                // Without a wait, for which moto here would let everybody else wait, too.
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stopped);
                var messages = await queue.ReceiveAsync(TimeSpan.FromMinutes(1), TimeSpan.Zero, stopped);
                if (!messages.IsEmpty)
                {
                    var answer = await function.InvokeAsync(
                        SqsEvent.Of(messages.Select(message => (message.Id, message.Body))),
                        TimeSpan.FromSeconds(150),
                        CancellationToken.None
                    );
                    var failed = SqsEvent.Failures(answer.Text);
                    await queue.DeleteAsync(messages.Where(message => !failed.Contains(message.Id)), CancellationToken.None);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
