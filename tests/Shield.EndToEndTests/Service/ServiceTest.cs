using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary><c>shield run</c> in this process, with a simulated PCE, asked over the wire.</summary>
public abstract partial class ServiceTest : CliTest
{
    protected const string Token = "a-token-for-the-tests";
    protected const string Secret = "a-secret-for-the-tests";

    private readonly List<RunningService> _started = [];

    protected ServiceTest()
    {
        Environment["SHIELD_SERVICE__WEBHOOK__TOKEN"] = Token;
        Environment["SHIELD_RECONCILE__WINDOW"] = "0s";
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var service in _started)
        {
            await service.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ready when the task completes.</summary>
    private protected async Task<RunningService> StartServiceAsync(params string[] arguments)
    {
        var service = new RunningService((output, error) => Around(output, error), arguments);
        _started.Add(service);
        await service.ReadyAsync();
        return service;
    }

    /// <summary>Of the program, where it was started on a port that the system chose.</summary>
    private protected static async Task<HttpClient> WhenReadyAsync(Process process)
    {
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync(Cancellation);
        Assert.NotNull(line);
        return new HttpClient { BaseAddress = new Uri(Address().Match(line).Value), Timeout = TimeSpan.FromSeconds(60) };
    }

    private protected static Task<HttpResponseMessage> PostAsync(RunningService service, string body, string token = Token) =>
        service.Http.SendAsync(Post(body, token), Cancellation);

    private protected static HttpRequestMessage Post(string body, string? token = Token) =>
        new(HttpMethod.Post, "/findings")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
        };

    private protected static async Task<JsonNode> AnswerOf(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}, not {(int)status}: {text}");
        DocumentSchemas.Check("findings", text);
        return JsonNode.Parse(text)!;
    }

    private protected static async Task<JsonNode> ReadyOf(RunningService service, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await service.Http.GetAsync("/readyz", Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}, not {(int)status}: {text}");
        DocumentSchemas.Check("readyz", text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Asks until it holds; the test fails after twenty seconds.</summary>
    private protected static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        end.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            Assert.False(end.IsCancellationRequested, $"not within 20 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private protected Task UntilActiveAsync(string party) =>
        UntilAsync(async () => (await Listed()).Contains(party), $"{party} is active on the PCE");

    private protected static Task UntilReadySaysAsync(RunningService service, string words, HttpStatusCode status = HttpStatusCode.OK) =>
        UntilAsync(
            async () =>
            {
                using var response = await service.Http.GetAsync("/readyz", Cancellation);
                return response.StatusCode == status
                    && (await response.Content.ReadAsStringAsync(Cancellation)).Contains(words, StringComparison.Ordinal);
            },
            $"/readyz says {words}"
        );

    private protected async Task<int> KnownAsync() => (await Json("threats", "list", "--all")).Json.AsArray().Count;

    [GeneratedRegex("http://[0-9.]+:[0-9]+")]
    private static partial Regex Address();
}
