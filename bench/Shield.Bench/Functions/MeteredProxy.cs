using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shield.Bench.Functions;

/// <summary>Stands before an emulator and notes when it was busy: what a program takes beside that is its own.</summary>
internal sealed class MeteredProxy : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Uri _upstream;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly List<(long Start, long End)> _busy;

    private MeteredProxy(WebApplication web, Uri upstream, List<(long Start, long End)> busy) =>
        (_web, _upstream, _busy) = (web, upstream, busy);

    public Uri Address => new(_web.Urls.First());

    /// <param name="busy">Shared by all proxies of a measurement.</param>
    public static async Task<MeteredProxy> StartAsync(Uri upstream, List<(long Start, long End)> busy)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var proxy = new MeteredProxy(web, upstream, busy);
        web.Run(proxy.PassOnAsync);
        await web.StartAsync();
        return proxy;
    }

    /// <summary>How long at least one emulator was asked and had not answered, between two moments.</summary>
    public static TimeSpan BusyTime(IEnumerable<(long Start, long End)> busy, long from, long to)
    {
        var (total, reached) = (0L, from);
        foreach (var (start, end) in busy.Where(one => one.End > from && one.Start < to).OrderBy(one => one.Start))
        {
            var (begin, finish) = (Math.Max(start, reached), Math.Min(end, to));
            total += Math.Max(0, finish - begin);
            reached = Math.Max(reached, finish);
        }

        return Stopwatch.GetElapsedTime(0, total);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(_upstream, context.Request.Path + context.Request.QueryString)
        );
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (
            var (name, values) in context.Request.Headers.Where(header =>
                header.Key is not ("Host" or "Content-Length" or "Transfer-Encoding")
            )
        )
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        using var answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (
            var (name, values) in answer
                .Headers.Concat(answer.Content.Headers)
                .Where(header => header.Key is not ("Transfer-Encoding" or "Connection"))
        )
        {
            context.Response.Headers[name] = values.ToArray();
        }

        var content = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        lock (_busy)
        {
            _busy.Add((start, Stopwatch.GetTimestamp()));
        }

        if (content.Length > 0)
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }
}
