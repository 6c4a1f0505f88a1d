using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests.Aws;

/// <summary>Stands before moto's Parameter Store and refuses what a policy would: moto lets everybody read everything.</summary>
public sealed class ParameterGate : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _denied = [];
    private readonly HttpClient _http = new();
    private readonly WebApplication _web;

    private ParameterGate(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.First());

    /// <summary>How many requests named each parameter.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<ParameterGate> StartAsync(Uri moto)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var gate = new ParameterGate(web);
        web.Run(context => gate.AnswerAsync(context, moto));
        await web.StartAsync();
        return gate;
    }

    public void Deny(string parameter) => _denied[parameter] = true;

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, Uri moto)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Requests.Enqueue(body);
        if (_denied.Keys.FirstOrDefault(name => body.Contains($"\"{name}\"", StringComparison.Ordinal)) is { } denied)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync($$"""{"__type":"AccessDeniedException","Message":"User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ssm:GetParameters on resource: {{denied}}"}""");
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, moto) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
        foreach (var name in new[] { "Authorization", "X-Amz-Target", "X-Amz-Date" })
        {
            request.Headers.TryAddWithoutValidation(name, (string?)context.Request.Headers[name]);
        }

        using var answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(await answer.Content.ReadAsStringAsync(context.RequestAborted));
    }
}
