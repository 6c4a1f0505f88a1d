using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests.Feeds;

/// <summary>Whoever publishes lists, on this machine.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<string> _asked = [];

    private FeedServer(WebApplication web) => _web = web;

    public string Url => _web.Urls.First();

    /// <summary>What is answered; to be replaced at any time.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Path and query of each request, in their order.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<FeedServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new FeedServer(builder.Build());
        server._web.Run(async context =>
        {
            server._asked.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
            await server.Answer(context);
        });
        await server._web.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>A plain list.</summary>
    public void List(params string[] lines) => Answer = context => context.Response.WriteAsync(string.Join('\n', lines));

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
