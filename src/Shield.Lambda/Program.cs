// What AWS Lambda starts (docs/aws.md): one program for both functions, told apart by the name of the handler. Everything else that it
// needs to know comes from the stack's parameters and Lambda's own variables.
using System.Collections.Immutable;
using Shield.Aws;
using Shield.Aws.Parameters;
using Shield.Hosting.Settings;
using Shield.Hosting.Telemetry;
using Shield.Lambda.Reconciling;
using Shield.Lambda.Recording;
using Shield.Lambda.Runtime;
using Shield.Lambda.Telemetry;
using Shield.Pce.Calling;

var clock = TimeProvider.System;
var output = new Log(Console.Out, clock);
if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } address)
{
    output.Error("AWS Lambda starts this program, and nobody else: AWS_LAMBDA_RUNTIME_API is not set");
    return 1;
}

using var api = new RuntimeApi(address);
try
{
    var stack =
        Environment.GetEnvironmentVariable(StackSettings.Variable)
        ?? throw new SettingsException([$"{StackSettings.Variable}: is required: the name of the stack"]);
    ImmutableArray<SettingLayer> own = [SettingLayer.OfEnvironment(Environment.GetEnvironmentVariables())];
    using var parameters = ParameterStore.Connect(region: null);
    var log = new InvocationLog(output, stack, clock);
    var handle = Environment.GetEnvironmentVariable("_HANDLER") switch
    {
        "recorder" => await RecorderAsync(stack, own, parameters, log),
        "reconciler" => await ReconcilerAsync(stack, own, parameters, log),
        var other => throw new SettingsException([$"_HANDLER: must be recorder or reconciler, not '{other}'"]),
    };
    await RuntimeLoop.RunAsync(api, handle, CancellationToken.None);
    return 0;
}
catch (Exception fault)
{
    output.Error("cannot start", new LogDetail { Reason = fault.GetType().Name, Detail = fault.Message });
    await api.FailToStartAsync(RuntimeError.Of(fault), CancellationToken.None);
    return 1;
}

// Both make ready before the first event, while the start is still free of charge and has all of the processor.
async Task<Func<Invocation, CancellationToken, Task<ReadOnlyMemory<byte>>>> RecorderAsync(
    string stack,
    ImmutableArray<SettingLayer> own,
    ParameterStore parameters,
    InvocationLog log
)
{
    var place = new Renewed<RecorderPlace>(
        async cancellationToken =>
        {
            var layers = await StackSettings.ReadPublishedAsync(stack, own, parameters, cancellationToken);
            return RecorderPlace.Build(ShieldSettings.From([.. layers.Select(layer => layer.OnlyKnown(log.Note))], needsPce: false), clock);
        },
        log.Note,
        clock
    );
    await place.GetAsync(CancellationToken.None);
    return new RecorderFunction(place, log, clock).HandleAsync;
}

async Task<Func<Invocation, CancellationToken, Task<ReadOnlyMemory<byte>>>> ReconcilerAsync(
    string stack,
    ImmutableArray<SettingLayer> own,
    ParameterStore parameters,
    InvocationLog log
)
{
    var me = LambdaInstance.Of(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_STREAM_NAME") ?? Environment.MachineName, clock);
    var room = new Renewed<Engine>(
        async cancellationToken =>
            Engine.Build(
                await GoodSettings.ReadAsync(stack, own, parameters, cancellationToken),
                me,
                clock,
                options => new MeteredHandler(PceHandler.For(options), clock, () => log.Metrics),
                log.Note
            ),
        log.Note,
        clock
    );
    try
    {
        await room.GetAsync(CancellationToken.None);
    }
    catch (Exception fault) when (fault is SettingsException or AwsException)
    {
        // Each event tells it, for the alarm, and tries again.
        log.Note($"not ready yet: {fault.Message}");
    }

    return new ReconcilerFunction(new Turn(room, new ReachMeasuring(log, clock), log, clock), log, clock).HandleAsync;
}
