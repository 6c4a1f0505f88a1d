using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>Somebody with an API key and plain HTTP: as an administrator's script would, none of our client's code.</summary>
public sealed class PceHands : IDisposable
{
    public const string Key = "api_1a2b3c";
    public const string Secret = "not-a-secret";

    private readonly HttpClient _http;

    public PceHands(SimulatedPce pce, string key = Key, string secret = Secret)
        : this(pce.Url, key, secret) { }

    public PceHands(Uri url, string key = Key, string secret = Secret)
        : this(new HttpClientHandler(), url, key, secret) { }

    public PceHands(HttpMessageHandler wire, Uri url, string key = Key, string secret = Secret)
    {
        _http = new HttpClient(wire) { BaseAddress = url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{secret}"))
        );
    }

    /// <summary>Without a limit of requests: tests are quicker than administrators, and share keys with the client.</summary>
    public static SimulatorOptions Options =>
        new()
        {
            ApiKey = Key,
            ApiSecret = Secret,
            RequestsPerMinute = null,
        };

    /// <param name="path">An href, or what follows <c>/orgs/1</c> in one.</param>
    public async Task<Reply> Send(string method, string path, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Absolute(path));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Send(request);
    }

    public async Task<Reply> Send(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, text, headers);
    }

    public async Task<JsonNode> Get(string path) => (await Send("GET", path)).Expect(200).Json;

    public async Task<JsonNode> Post(string path, JsonNode body) => (await Send("POST", path, body)).Expect(201).Json;

    public async Task Put(string path, JsonNode body) => (await Send("PUT", path, body)).Expect(204);

    public async Task Delete(string path) => (await Send("DELETE", path)).Expect(204);

    /// <summary>A new IP list with these ranges; its draft href.</summary>
    public async Task<string> CreateList(string name, params string[] ranges) =>
        (string)(await Post("/sec_policy/draft/ip_lists", new JsonObject { ["name"] = name, ["ip_ranges"] = Ranges(ranges) }))["href"]!;

    /// <summary>Makes these pending objects active; the new version.</summary>
    public async Task<int> Provision(params string[] hrefs) =>
        (int)(await Post("/sec_policy", new JsonObject { ["change_subset"] = Subset(hrefs) }))["version"]!;

    /// <summary><c>a.b.c.d</c>, CIDR or <c>low-high</c>; a leading <c>!</c> makes it an exclusion.</summary>
    public static JsonArray Ranges(params string[] ranges) =>
        new([
            .. ranges.Select(range =>
            {
                var ends = range.TrimStart('!').Split('-');
                var entry = new JsonObject { ["from_ip"] = ends[0] };
                if (ends.Length > 1)
                {
                    entry["to_ip"] = ends[1];
                }

                if (range[0] is '!')
                {
                    entry["exclusion"] = true;
                }

                return entry;
            }),
        ]);

    public static JsonObject Subset(params string[] hrefs) =>
        new(
            hrefs
                .GroupBy(href => href.Split('/')[^2])
                .Select(kind =>
                    KeyValuePair.Create<string, JsonNode?>(
                        kind.Key,
                        new JsonArray([.. kind.Select(href => new JsonObject { ["href"] = href })])
                    )
                )
        );

    public void Dispose() => _http.Dispose();

    private static string Absolute(string path) =>
        path switch
        {
            _ when path.StartsWith("/sim/", StringComparison.Ordinal) || path.StartsWith("/api/", StringComparison.Ordinal) => path,
            _ when path.StartsWith("/orgs/", StringComparison.Ordinal) => $"/api/v2{path}",
            _ => $"/api/v2/orgs/1{path}",
        };
}
