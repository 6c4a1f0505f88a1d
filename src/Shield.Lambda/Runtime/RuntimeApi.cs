using System.Globalization;
using System.Net.Http.Headers;

namespace Shield.Lambda.Runtime;

/// <summary>
/// The four routes by which a program of one's own talks to Lambda (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
public sealed class RuntimeApi : IDisposable
{
    private const string Version = "2018-06-01";

    private readonly HttpClient _http;

    /// <param name="address">Host and port, as <c>AWS_LAMBDA_RUNTIME_API</c> names them.</param>
    public RuntimeApi(string address)
    {
        // The next event may be hours away, and the process frozen meanwhile: no time-out. And never through a proxy: it is this very
        // machine.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri($"http://{address}/{Version}/runtime/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Waits for an event.</summary>
    /// <exception cref="HttpRequestException">Lambda does not answer as it is described to: this process is of no use any more.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync("invocation/next", cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new Invocation
        {
            RequestId =
                Header(answer, "Lambda-Runtime-Aws-Request-Id") ?? throw new HttpRequestException("an event came without its request id"),
            Deadline = long.TryParse(
                Header(answer, "Lambda-Runtime-Deadline-Ms"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var milliseconds
            )
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : throw new HttpRequestException("an event came without its deadline"),
            TraceId = Header(answer, "Lambda-Runtime-Trace-Id"),
            Event = await answer.Content.ReadAsByteArrayAsync(cancellationToken),
        };
    }

    public Task RespondAsync(Invocation invocation, ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{invocation.RequestId}/response", response, errorType: null, cancellationToken);

    /// <summary>The event was not handled; Lambda, or the queue it came from, offers it again.</summary>
    public Task FailAsync(Invocation invocation, RuntimeError error, CancellationToken cancellationToken) =>
        PostAsync($"invocation/{invocation.RequestId}/error", error.ToJson(), error.ErrorType, cancellationToken);

    /// <summary>The program cannot handle any event. It must end afterwards.</summary>
    public Task FailToStartAsync(RuntimeError error, CancellationToken cancellationToken) =>
        PostAsync("init/error", error.ToJson(), error.ErrorType, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private async Task PostAsync(string path, ReadOnlyMemory<byte> json, string? errorType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (errorType is not null)
        {
            request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
