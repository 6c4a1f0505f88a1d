using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests.Notifying;

/// <summary>What a webhook, Slack or Teams would be: a server on loopback that keeps what it gets.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _web;

    private Receiver(WebApplication web) => _web = web;

    public string Url => $"{_web.Urls.First()}/hook";

    /// <summary>Body and headers, in the order in which they came.</summary>
    public ConcurrentQueue<(string Body, Dictionary<string, string> Headers)> Got { get; } = [];

    /// <summary>What it answers; the default takes all.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("ok");

    public IEnumerable<string> Bodies => Got.Select(got => got.Body);

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new Receiver(builder.Build());
        receiver._web.Run(receiver.TakeAsync);
        await receiver._web.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>With this status, and nothing else.</summary>
    public void Refuse(int status, params (string Name, string Value)[] headers) =>
        Answer = context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return context.Response.WriteAsync("no <b>thanks</b>\u001b[2J");
        };

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Got.Enqueue(
            (body, context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()))
        );
        await Answer(context);
    }
}
