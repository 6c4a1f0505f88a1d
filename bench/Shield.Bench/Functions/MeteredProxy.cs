using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shield.Bench.Functions;

/// <summary>
/// Stands before an emulator and notes when it was busy, and with what: what a program takes beside that is its own.
/// </summary>
internal sealed class MeteredProxy : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Uri _upstream;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly List<Busy> _busy;

    private MeteredProxy(WebApplication web, Uri upstream, List<Busy> busy) => (_web, _upstream, _busy) = (web, upstream, busy);

    public Uri Address => new(_web.Urls.First());

    /// <param name="busy">Shared by all proxies of a measurement.</param>
    public static async Task<MeteredProxy> StartAsync(Uri upstream, List<Busy> busy)
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
    public static TimeSpan BusyTime(IEnumerable<Busy> busy, long from, long to)
    {
        var (total, reached) = (0L, from);
        foreach (var (start, end, _, _) in busy.Where(one => one.End > from && one.Start < to).OrderBy(one => one.Start))
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
        using var body = new MemoryStream();
        byte[] content;
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            content = await AskAsync(context, body.ToArray());
        }
        finally
        {
            // Also of a request that was given up, because the emulator was too slow.
            var target = context.Request.Headers["X-Amz-Target"].FirstOrDefault();
            lock (_busy)
            {
                _busy.Add(
                    new Busy(start, Stopwatch.GetTimestamp(), target ?? $"{context.Request.Method} {context.Request.Path}", body.ToArray())
                );
            }
        }

        if (content.Length > 0)
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }

    private async Task<byte[]> AskAsync(HttpContext context, byte[] body)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(_upstream, context.Request.Path + context.Request.QueryString)
        );
        request.Content = new ByteArrayContent(body);
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

        return await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
    }
}

/// <param name="Target">DynamoDB's operation, or method and path.</param>
internal sealed record Busy(long Start, long End, string Target, byte[] Body)
{
    /// <summary>What was asked for, in a few words: of DynamoDB the operation and the sort keys.</summary>
    public override string ToString()
    {
        if (Body is [] || !Target.StartsWith("DynamoDB", StringComparison.Ordinal))
        {
            return Target;
        }

        var json = JsonNode.Parse(Body);
        var keys = string.Join(' ', Values(json, "sk").Concat(Values(json, ":sort")));
        return $"{Target.Split('.')[^1]} {keys} {(string?)json?["UpdateExpression"]}".TrimEnd();
    }

    private static IEnumerable<string> Values(JsonNode? node, string name) =>
        node switch
        {
            JsonObject some => some.SelectMany(one =>
                one.Key == name && one.Value?["S"] is { } text ? [(string)text!] : Values(one.Value, name)
            ),
            JsonArray all => all.SelectMany(one => Values(one, name)),
            _ => [],
        };
}
