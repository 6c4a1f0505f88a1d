using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Shield.EndToEndTests.Lambda;

/// <summary>
/// Lambda's side of the runtime API for one instance, by AWS's page (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): one
/// event at a time, a deadline with each, 202 for what is posted, 404 for an id that nobody gave out, 413 for an answer above 6 MB.
/// </summary>
internal sealed class RuntimeApiEmulator : IAsyncDisposable
{
    private const int LargestAnswer = 6 * 1024 * 1024;

    private readonly WebApplication _web;
    private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>();
    private readonly ConcurrentDictionary<string, Event> _given = [];
    private readonly TaskCompletionSource<string> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    private RuntimeApiEmulator(WebApplication web) => _web = web;

    /// <summary>Host and port, as <c>AWS_LAMBDA_RUNTIME_API</c> has them.</summary>
    public string Address => new Uri(_web.Urls.First()).Authority;

    /// <summary>What the program said of why it cannot start.</summary>
    public Task<string> InitError => _initError.Task;

    /// <summary>The program has asked for its first event.</summary>
    public Task Ready => _ready.Task;

    public static string TraceOf(string requestId) => $"Root=1-5bef4de7-{requestId[^12..]}fc2e700a0000;Parent=9a9197af755a6419;Sampled=1";

    public static async Task<RuntimeApiEmulator> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        var emulator = new RuntimeApiEmulator(web);
        web.UseRouting();
        web.MapGet("/2018-06-01/runtime/invocation/next", emulator.NextAsync);
        web.MapPost(
            "/2018-06-01/runtime/invocation/{id}/response",
            (HttpContext http, string id) => emulator.FinishAsync(http, id, isError: false)
        );
        web.MapPost(
            "/2018-06-01/runtime/invocation/{id}/error",
            (HttpContext http, string id) => emulator.FinishAsync(http, id, isError: true)
        );
        web.MapPost("/2018-06-01/runtime/init/error", emulator.RefuseAsync);
        await web.StartAsync(cancellationToken);
        return emulator;
    }

    /// <summary>Offers an event and waits for what becomes of it, at most until its deadline.</summary>
    public async Task<LambdaAnswer> InvokeAsync(byte[] content, TimeSpan timeOut, CancellationToken cancellationToken)
    {
        var offered = new Event(
            string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{Interlocked.Increment(ref _count):d12}"),
            content,
            timeOut
        );
        _events.Writer.TryWrite(offered);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(timeOut, end.Token);
        var done = await Task.WhenAny(offered.Answer.Task, late, InitError);
        await end.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return done == InitError ? throw new InvalidOperationException($"the program does not start: {await InitError}")
            : done == offered.Answer.Task ? await offered.Answer.Task
            : new LambdaAnswer(LambdaEnd.TimedOut, "", offered.RequestId);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync(new CancellationToken(canceled: true));
        await _web.DisposeAsync();
    }

    private async Task NextAsync(HttpContext http)
    {
        _ready.TrySetResult();
        var next = await _events.Reader.ReadAsync(http.RequestAborted);
        _given[next.RequestId] = next;
        http.Response.ContentType = "application/json";
        http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = next.RequestId;
        http.Response.Headers["Lambda-Runtime-Deadline-Ms"] = TimeProvider
            .System.GetUtcNow()
            .Add(next.TimeOut)
            .ToUnixTimeMilliseconds()
            .ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:111122223333:function:shield";
        http.Response.Headers["Lambda-Runtime-Trace-Id"] = TraceOf(next.RequestId);
        await http.Response.Body.WriteAsync(next.Content, http.RequestAborted);
    }

    private async Task FinishAsync(HttpContext http, string id, bool isError)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        http.Response.StatusCode =
            text.Length > LargestAnswer ? 413
            : _given.TryRemove(id, out var given)
            && given.Answer.TrySetResult(new LambdaAnswer(isError ? LambdaEnd.Failed : LambdaEnd.Answered, text, id))
                ? 202
            : 404;
    }

    private async Task RefuseAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        _initError.TrySetResult(await reader.ReadToEndAsync(http.RequestAborted));
        http.Response.StatusCode = 202;
    }

    private sealed record Event(string RequestId, byte[] Content, TimeSpan TimeOut)
    {
        public TaskCompletionSource<LambdaAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

internal enum LambdaEnd
{
    Answered,
    Failed,
    TimedOut,
}

/// <param name="Text">The answer's or the error's JSON.</param>
internal sealed record LambdaAnswer(LambdaEnd End, string Text, string RequestId);
