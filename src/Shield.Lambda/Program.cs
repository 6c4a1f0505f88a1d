// What AWS Lambda starts (docs/aws.md). Everything that it needs to know comes from the stack's parameters and Lambda's own variables.
using Shield.Aws.Parameters;
using Shield.Hosting.Settings;
using Shield.Lambda.Runtime;
using Shield.Lambda.Telemetry;
using Shield.Lambda.Work;
using Shield.Pce.Calling;

var clock = TimeProvider.System;
var log = new Log(Console.Out, clock);
if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } address)
{
    log.Error("AWS Lambda starts this program, and nobody else: AWS_LAMBDA_RUNTIME_API is not set");
    return 1;
}

using var api = new RuntimeApi(address);
try
{
    var stack =
        Environment.GetEnvironmentVariable(StackSettings.Variable)
        ?? throw new SettingsException([$"{StackSettings.Variable}: is required: the name of the stack"]);
    using var parameters = ParameterStore.Connect(region: null);
    var account = new Account(log, stack, clock);
    var me = LambdaInstance.Of(Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_STREAM_NAME") ?? Environment.MachineName, clock);
    var room = new EngineRoom(
        async cancellationToken =>
        {
            var read = await StackSettings.ReadAsync(
                stack,
                [SettingLayer.OfEnvironment(Environment.GetEnvironmentVariables())],
                parameters,
                cancellationToken
            );
            return ShieldSettings.From(read.Layers, needsPce: false, read.WhyNoKey);
        },
        settings =>
            Engine.Build(
                settings,
                me,
                clock,
                options => new MeteredHandler(PceHandler.For(options), clock, () => account.Metrics),
                account.Note
            ),
        account.Note,
        clock
    );

    // Before the first event, while the start is still free of charge and has all of the processor.
    await room.GetAsync(CancellationToken.None);
    await RuntimeLoop.RunAsync(api, new Function(room, account, clock).HandleAsync, CancellationToken.None);
    return 0;
}
catch (Exception fault)
{
    log.Error("cannot start", new LogDetail { Reason = fault.GetType().Name, Detail = fault.Message });
    await api.FailToStartAsync(RuntimeError.Of(fault), CancellationToken.None);
    return 1;
}
