using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests.Aws;

/// <summary>
/// The way to moto, on which a policy's refusals and a cut of the line can be had: moto lets everybody read everything, and never breaks
/// off.
/// </summary>
public sealed class AwsWire : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _denied = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None });
    private readonly WebApplication _web;

    private readonly ConcurrentDictionary<string, TimeSpan> _shifted = [];

    private (string Path, int AfterBytes)? _broken;
    private bool _deniesGuardDuty;

    private AwsWire(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.First());

    /// <summary>The bodies of what Parameter Store was asked.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The bodies of what queues were sent over this wire: message, delay and queue.</summary>
    public ConcurrentQueue<JsonNode> Sent { get; } = [];

    /// <summary>X-Ray's headers of all that was asked.</summary>
    public ConcurrentQueue<string> Traces { get; } = [];

    public static async Task<AwsWire> StartAsync(Uri moto)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var wire = new AwsWire(web);
        web.Run(context => wire.AnswerAsync(context, moto));
        await web.StartAsync();
        return wire;
    }

    /// <summary>Nobody may read this parameter any more.</summary>
    public void Deny(string parameter) => _denied[parameter] = true;

    /// <summary>Answers to what names this are dated so much later than now; nothing again for the right date.</summary>
    public void ShiftDate(string named, TimeSpan by) => _shifted[named] = by;

    /// <summary>Nobody may ask GuardDuty, until <see cref="Mend"/>.</summary>
    public void DenyGuardDuty() => _deniesGuardDuty = true;

    /// <summary>Answers for this path end early, until <see cref="Mend"/>.</summary>
    public void Break(string path, int afterBytes) => _broken = (path, afterBytes);

    public void Mend() => (_broken, _deniesGuardDuty) = (null, false);

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, Uri moto)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if ((string?)context.Request.Headers["X-Amzn-Trace-Id"] is { } trace)
        {
            Traces.Enqueue(trace);
        }

        var asked = Encoding.UTF8.GetString(body.ToArray());
        if (_shifted.FirstOrDefault(shift => asked.Contains(shift.Key, StringComparison.Ordinal)) is { Key: not null, Value: var shifted })
        {
            context.Response.Headers.Date = TimeProvider
                .System.GetUtcNow()
                .Add(shifted)
                .ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        }

        if ((string?)context.Request.Headers["X-Amz-Target"] is "AmazonSQS.SendMessage")
        {
            Sent.Enqueue(JsonNode.Parse(body.ToArray())!);
        }

        if (((string?)context.Request.Headers["X-Amz-Target"])?.StartsWith("AmazonSSM.", StringComparison.Ordinal) ?? false)
        {
            var text = Encoding.UTF8.GetString(body.ToArray());
            Requests.Enqueue(text);
            if (_denied.Keys.FirstOrDefault(name => text.Contains($"\"{name}\"", StringComparison.Ordinal)) is { } denied)
            {
                context.Response.StatusCode = 400;
                await context.Response.WriteAsync(
                    $$"""{"__type":"AccessDeniedException","Message":"User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ssm:GetParameters on resource: {{denied}}"}"""
                );
                return;
            }
        }

        if (_deniesGuardDuty && context.Request.Path.StartsWithSegments("/detector", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 403;
            context.Response.Headers["x-amzn-ErrorType"] = "AccessDeniedException";
            return;
        }

        await ForwardAsync(context, body, moto);
    }

    private async Task ForwardAsync(HttpContext context, MemoryStream body, Uri moto)
    {
        var path = context.Request.Path + context.Request.QueryString;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(moto, path))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (
            var (name, values) in context.Request.Headers.Where(header =>
                !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        using var answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (
            var (name, values) in answer
                .Headers.Concat(answer.Content.Headers)
                .Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Date" or "Server"))
        )
        {
            context.Response.Headers[name] = values.ToArray();
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (_broken is { } broken && broken.Path == context.Request.Path && bytes.Length > broken.AfterBytes)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, broken.AfterBytes), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        if (context.Request.Method is not "HEAD" && context.Response.StatusCode is not (204 or 304))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
