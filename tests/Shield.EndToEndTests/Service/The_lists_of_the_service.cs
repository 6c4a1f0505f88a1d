using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

public sealed class The_lists_of_the_service : ServiceTest
{
    private const string FeedsToken = "a-token-for-the-lists";

    public The_lists_of_the_service() => Environment["SHIELD_SERVICE__FEEDS__TOKEN"] = FeedsToken;

    [Theory]
    [InlineData("inbound.txt", "text/plain", "45.83.64.1\n45.83.65.0/30\n")]
    [InlineData("outbound.txt", "text/plain", "45.83.65.0/30\n45.83.66.1\n")]
    [InlineData("inbound.csv", "text/csv", "45.83.65.0/30,inbound,")]
    [InlineData("outbound.json", "application/json", "\"indicator\": \"45.83.66.1\"")]
    [InlineData("inbound.stix.json", "application/stix+json", "[ipv4-addr:value ISSUBSET '45.83.65.0/30']")]
    public async Task Hold_what_is_blocked_in_their_direction(string list, string type, string holds)
    {
        await BlockAsync("45.83.64.1", "inbound");
        await BlockAsync("45.83.65.0/30", "both");
        await BlockAsync("45.83.66.1", "outbound");
        var service = await StartServiceAsync();

        using var answer = await GetAsync(service, list);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("private, no-cache", string.Join(", ", answer.Headers.CacheControl!.ToString().Split(", ").OrderDescending()));
        if (type is "text/plain")
        {
            Assert.Equal(holds, text);
        }
        else
        {
            Assert.Contains(holds, JsonUnescaped(text), StringComparison.Ordinal);
        }

        if (list.EndsWith("bound.json", StringComparison.Ordinal))
        {
            DocumentSchemas.Check("feed", text);
        }
    }

    [Fact]
    public async Task Say_what_the_last_reconcile_left_active()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        await BlockAsync("45.83.64.2", "inbound");
        Environment["SHIELD_PCE__APISECRET"] = "wrong";
        var service = await StartServiceAsync();

        using var answer = await GetAsync(service, "inbound.json");

        var rows = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!.AsArray();
        Assert.Equal(["45.83.64.1 active", "45.83.64.2 pending"], rows.Select(row => $"{row!["indicator"]} {row["state"]}"));
    }

    [Fact]
    public async Task Are_given_once_until_they_change()
    {
        await BlockAsync("45.83.64.1", "inbound");
        var service = await StartServiceAsync();
        using var first = await GetAsync(service, "inbound.txt");
        var tag = first.Headers.ETag!;

        using var again = await GetAsync(service, "inbound.txt", request => request.Headers.IfNoneMatch.Add(tag));
        using var head = await GetAsync(service, "inbound.txt", request => request.Method = HttpMethod.Head);
        using var other = await GetAsync(service, "inbound.txt", request => request.Headers.IfNoneMatch.ParseAdd("\"other\", W/\"x\""));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal((HttpStatusCode.OK, tag, 11L), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        await BlockAsync("45.83.64.2", "inbound");
        Clock.Advance(TimeSpan.FromSeconds(20));
        using var changed = await GetAsync(service, "inbound.txt", request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal("45.83.64.1\n45.83.64.2\n", await changed.Content.ReadAsStringAsync(Cancellation));
        Assert.NotEqual(tag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Are_for_whoever_shows_the_token()
    {
        var service = await StartServiceAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, authorization: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, new AuthenticationHeaderValue("Bearer", Token)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, new AuthenticationHeaderValue("Bearer", FeedsToken + "x")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, Basic("firewall:wrong")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service, new AuthenticationHeaderValue("Basic", "!!!")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, Basic($"firewall:{FeedsToken}")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, new AuthenticationHeaderValue("Bearer", FeedsToken)));

        using var post = new HttpRequestMessage(HttpMethod.Post, "/findings") { Content = new StringContent("{}") };
        post.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FeedsToken);
        using var refused = await service.Http.SendAsync(post, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        static AuthenticationHeaderValue Basic(string text) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task Are_not_there_without_a_token_or_under_another_name()
    {
        var service = await StartServiceAsync();
        foreach (var name in new[] { "inbound", "inbound.xml", "both.txt", "INBOUND.TXT", "domains.txt", "inbound.txt.bak" })
        {
            using var answer = await GetAsync(service, name);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Environment["SHIELD_SERVICE__FEEDS__TOKEN"] = null;
        using var without = await GetAsync(await StartServiceAsync(), "inbound.txt");
        Assert.Equal(HttpStatusCode.NotFound, without.StatusCode);
    }

    [Fact]
    public async Task Are_not_for_whoever_guesses_tokens()
    {
        var service = await StartServiceAsync();
        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 40; attempt++)
        {
            statuses.Add(await StatusAsync(service, new AuthenticationHeaderValue("Bearer", $"a-guess-{attempt}")));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    /// <summary>Whoever says that he speaks for somebody else is no proxy that the settings name.</summary>
    [Fact]
    public async Task Are_refused_where_the_token_came_in_the_clear()
    {
        var service = await StartServiceAsync();

        using var answer = await GetAsync(service, "inbound.txt", request => request.Headers.Add("X-Forwarded-For", "198.51.100.7"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Are_not_given_while_what_must_not_be_blocked_cannot_be_read()
    {
        await BlockAsync("45.83.64.1", "inbound");
        Environment["SHIELD_NEVERBLOCK__FILES__0__NAME"] = "fronts";
        Environment["SHIELD_NEVERBLOCK__FILES__0__PATH"] = PathOf("missing.txt");
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = "plain";
        Environment["SHIELD_NEVERBLOCK__FILES__0__KIND"] = "front-door";
        var service = await StartServiceAsync();

        using var answer = await GetAsync(service, "inbound.txt");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(60), answer.Headers.RetryAfter!.Delta);
        Assert.DoesNotContain("missing.txt", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private async Task BlockAsync(string party, string direction) =>
        (await Json("threats", "block", party, "--reason", "x", "--direction", direction, "--record-only")).Expect(0);

    private static async Task<HttpStatusCode> StatusAsync(RunningService service, AuthenticationHeaderValue? authorization)
    {
        using var answer = await GetAsync(service, "inbound.txt", request => request.Headers.Authorization = authorization);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> GetAsync(RunningService service, string list, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/feeds/{list}")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", FeedsToken) },
        };
        change?.Invoke(request);
        return service.Http.SendAsync(request, Cancellation);
    }

    private static string JsonUnescaped(string text) => text.Replace("\\u0027", "'", StringComparison.Ordinal);
}
