using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shield.Core.Reconciling;
using Shield.EndToEndTests.Simulator;
using Shield.Pce;
using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Pce;

/// <summary>A server that answers whatever a test says, and our client before it with a clock of its own.</summary>
public sealed class RudePce : IAsyncDisposable
{
    private readonly WebApplication _web;

    private RudePce(WebApplication web, FakeTimeProvider clock)
    {
        _web = web;
        Clock = clock;
        Settings = new PceOptions
        {
            Url = web.Urls.First(),
            OrgId = "1",
            ApiKey = PceHands.Key,
            ApiSecret = Secret.Of(PceHands.Secret),
            OwnerId = "test-owner",
        };
        Client = new PceClient(Settings, Wire, clock, () => 1, NullLogger<PceClient>.Instance);
    }

    public FakeTimeProvider Clock { get; }

    public UnreliableWire Wire { get; } = new();

    public PceOptions Settings { get; }

    public PceClient Client { get; }

    public IllumioPce Illumio => new(Client, Settings, Clock);

    public static Task<RudePce> AnsweringAsync(int status, string? body, params (string Name, string Value)[] headers) =>
        AnsweringAsync(context => Answer(context, status, body, headers));

    /// <summary>The n-th request gets the n-th answer, and the last one from then on.</summary>
    public static Task<RudePce> AnsweringAsync(params RequestDelegate[] answers)
    {
        var count = 0;
        return StartAsync(context => answers[Math.Min(Interlocked.Increment(ref count), answers.Length) - 1](context));
    }

    public static Task Answer(HttpContext context, int status, string? body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return body is null ? Task.CompletedTask : context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Lets time pass while nothing is underway, until the work is done; how much of it passed.</summary>
    public Task<TimeSpan> Pass(Task work) => Clock.Pass(Wire, work, TimeSpan.FromMilliseconds(50));

    /// <summary>The error of a call that must fail, however long it waits before.</summary>
    public async Task<PceException> FailureOf(Task call)
    {
        await Pass(call);
        return await Assert.ThrowsAsync<PceException>(() => call);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _web.DisposeAsync();
    }

    private static async Task<RudePce> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(answer);
        await web.StartAsync(TestContext.Current.CancellationToken);
        return new RudePce(web, new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
    }
}
