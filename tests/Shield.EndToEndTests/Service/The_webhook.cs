using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary><c>POST /findings</c>: who may, what is taken, and what a sender is told so that nothing is lost.</summary>
public sealed class The_webhook : ServiceTest
{
    private static string Finding => FindingText.BruteForce("45.83.7.9");

    /// <summary>
    /// As EventBridge sends it (docs/guardduty.md): the whole event, once, with the headers that it adds.
    /// </summary>
    [Fact]
    public async Task Takes_an_event_of_an_API_destination()
    {
        var service = await StartServiceAsync();
        using var request = Post(
            new JsonObject
            {
                ["version"] = "0",
                ["id"] = "c0ffee00-0000-0000-0000-000000000000",
                ["detail-type"] = "GuardDuty Finding",
                ["source"] = "aws.guardduty",
                ["account"] = "111122223333",
                ["time"] = "2026-11-30T12:00:00Z",
                ["region"] = "eu-west-1",
                ["resources"] = new JsonArray(),
                ["detail"] = JsonNode.Parse(Finding),
            }.ToJsonString()
        );
        request.Headers.TryAddWithoutValidation("User-Agent", "Amazon/EventBridge/ApiDestinations");
        request.Headers.Range = new RangeHeaderValue(0, 1_048_575);
        request.Headers.ConnectionClose = true;

        var answer = await AnswerOf(await service.Http.SendAsync(request, Cancellation), HttpStatusCode.Accepted);

        Assert.Equal(1, (int)answer["findings"]!);
        Assert.Equal(1, (int)answer["sightings"]!);
    }

    [Fact]
    public async Task Takes_whatever_ingest_takes_packed_too()
    {
        var service = await StartServiceAsync();
        var lines = string.Join('\n', Enumerable.Range(1, 3).Select(host => FindingText.BruteForce($"45.83.7.{host}")));
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(lines));
        }

        using var request = Post("");
        request.Content = new ByteArrayContent(packed.ToArray());
        Assert.Equal(3, (int)(await AnswerOf(await service.Http.SendAsync(request, Cancellation), HttpStatusCode.Accepted))["findings"]!);

        var again = await AnswerOf(await PostAsync(service, $"[{lines.Replace('\n', ',')}]"), HttpStatusCode.Accepted);
        Assert.Equal(3, (int)again["duplicates"]!);
    }

    [Fact]
    public async Task Refuses_garbage_so_that_it_is_not_sent_again()
    {
        var service = await StartServiceAsync();

        var answer = await AnswerOf(await PostAsync(service, "<html>no finding</html>"), HttpStatusCode.BadRequest);

        Assert.NotEmpty(answer["rejected"]!.AsArray());
        await AnswerOf(await PostAsync(service, ""), HttpStatusCode.BadRequest);
        Assert.Equal(0, await KnownAsync());
    }

    [Fact]
    public async Task Records_what_is_readable_and_names_the_rest()
    {
        var service = await StartServiceAsync();

        var answer = await AnswerOf(await PostAsync(service, $"{Finding}\ngarbage\n"), HttpStatusCode.Accepted);

        Assert.Equal(1, (int)answer["findings"]!);
        Assert.Equal("line 2", (string?)Assert.Single(answer["rejected"]!.AsArray())!["position"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another-token-than-that")]
    [InlineData("")]
    public async Task Refuses_whoever_does_not_know_the_token(string? token)
    {
        var service = await StartServiceAsync();
        using var request = Post(Finding, token);

        await AnswerOf(await service.Http.SendAsync(request, Cancellation), HttpStatusCode.Unauthorized);

        Assert.Equal(0, await KnownAsync());
    }

    [Fact]
    public async Task Is_off_without_a_key()
    {
        Environment["SHIELD_SERVICE__WEBHOOK__TOKEN"] = null;
        var service = await StartServiceAsync();

        await AnswerOf(await PostAsync(service, Finding), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Takes_a_signature_once_and_no_other_body_with_it()
    {
        Environment["SHIELD_SERVICE__WEBHOOK__SECRET"] = Secret;
        var service = await StartServiceAsync();
        var now = DateTimeOffset.UtcNow;

        await AnswerOf(await service.Http.SendAsync(Signed(Finding, now), Cancellation), HttpStatusCode.Accepted);

        // A replay, another body under the same signature, another time, and a time long ago.
        await AnswerOf(await service.Http.SendAsync(Signed(Finding, now), Cancellation), HttpStatusCode.Conflict);
        var other = Signed(Finding, now.AddSeconds(1), body: FindingText.BruteForce("45.83.7.10"));
        await AnswerOf(await service.Http.SendAsync(other, Cancellation), HttpStatusCode.Unauthorized);
        var later = Signed(Finding, now, told: now.AddSeconds(5));
        await AnswerOf(await service.Http.SendAsync(later, Cancellation), HttpStatusCode.Unauthorized);
        var old = await AnswerOf(
            await service.Http.SendAsync(Signed(Finding, now.AddMinutes(-6)), Cancellation),
            HttpStatusCode.Unauthorized
        );
        Assert.Contains("is not within 300 s of the time here", (string?)old["error"], StringComparison.Ordinal);
        Assert.Equal(1, await KnownAsync());
    }

    [Theory]
    [InlineData("sha256=00")]
    [InlineData("sha256=zz")]
    [InlineData("md5=0123")]
    public async Task Refuses_what_is_no_signature(string signature)
    {
        Environment["SHIELD_SERVICE__WEBHOOK__SECRET"] = Secret;
        var service = await StartServiceAsync();
        using var request = Signed(Finding, DateTimeOffset.UtcNow);
        request.Headers.Remove("X-Shield-Signature");
        request.Headers.Add("X-Shield-Signature", signature);

        await AnswerOf(await service.Http.SendAsync(request, Cancellation), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refuses_a_body_over_the_limit()
    {
        Environment["SHIELD_SERVICE__WEBHOOK__MAXBYTES"] = "4KiB";
        var service = await StartServiceAsync();

        var answer = await AnswerOf(await PostAsync(service, new string(' ', 5_000)), HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("larger than 4096 bytes", (string?)answer["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_a_flood_to_come_later()
    {
        Environment["SHIELD_SERVICE__WEBHOOK__REQUESTSPERSECOND"] = "1";
        var service = await StartServiceAsync();

        // Two may come at once; with whoever has no token it is the same, so that nobody can guess fast.
        await AnswerOf(await PostAsync(service, Finding), HttpStatusCode.Accepted);
        await AnswerOf(await PostAsync(service, Finding, token: "a-guess-of-somebody"), HttpStatusCode.Unauthorized);
        using var third = await PostAsync(service, Finding);

        await AnswerOf(third, HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(1), third.Headers.RetryAfter!.Delta);
        using var health = await service.Http.GetAsync("/readyz", Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>Kestrel gives a body three seconds before it counts bytes, which is why this test takes longer than that.</summary>
    [Fact]
    public async Task Gives_up_a_body_that_drips_and_serves_others_meanwhile()
    {
        var service = await StartServiceAsync();
        using var slow = new TcpClient();
        await slow.ConnectAsync(service.Url.Host, service.Url.Port, Cancellation);
        await slow.GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /findings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Token}\r\nContent-Length: 1000\r\n\r\n{{"
                ),
                Cancellation
            );

        await AnswerOf(await PostAsync(service, Finding), HttpStatusCode.Accepted);

        using var reader = new StreamReader(slow.GetStream());
        Assert.Contains(" 408 ", await reader.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(1, await KnownAsync());
    }

    /// <summary>The sender keeps it and sends it again.</summary>
    [Fact]
    public async Task Answers_503_while_the_ledger_takes_nothing_and_202_afterwards()
    {
        var service = await StartServiceAsync();
        using (var locked = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Ledger};Pooling=False"))
        {
            locked.Open();
            using var begin = locked.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();

            using var refused = await PostAsync(service, Finding);

            await AnswerOf(refused, HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.False((bool)(await ReadyOf(service, HttpStatusCode.ServiceUnavailable))["ready"]!);
        }

        await AnswerOf(await PostAsync(service, Finding), HttpStatusCode.Accepted);
        Assert.True((bool)(await ReadyOf(service))["ready"]!);
        Assert.Equal(1, await KnownAsync());
    }

    [Fact]
    public async Task Believes_a_proxy_that_is_named_and_nobody_else()
    {
        var direct = await StartServiceAsync();
        await AnswerOf(await direct.Http.SendAsync(Forwarded("https"), Cancellation), HttpStatusCode.Forbidden);
        await direct.StopAsync();

        Environment["SHIELD_SERVICE__PROXIES"] = "127.0.0.1";
        Environment["SHIELD_SERVICE__WEBHOOK__REQUESTSPERSECOND"] = "1";
        var behind = await StartServiceAsync();
        await AnswerOf(await behind.Http.SendAsync(Forwarded("http"), Cancellation), HttpStatusCode.Forbidden);
        await AnswerOf(await behind.Http.SendAsync(Forwarded("https"), Cancellation), HttpStatusCode.Accepted);

        // The client is counted, not the proxy; what a client says of itself is not believed.
        await AnswerOf(await behind.Http.SendAsync(Forwarded("https", "9.9.9.9, 198.51.100.1"), Cancellation), HttpStatusCode.Accepted);
        await AnswerOf(
            await behind.Http.SendAsync(Forwarded("https", "8.8.8.8, 198.51.100.1"), Cancellation),
            HttpStatusCode.TooManyRequests
        );
        await AnswerOf(await behind.Http.SendAsync(Forwarded("https", "198.51.100.2"), Cancellation), HttpStatusCode.Accepted);

        // Whoever comes through it sees no paths and no words of errors.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/readyz");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1");
        using var ready = await behind.Http.SendAsync(request, Cancellation);
        Assert.Equal(
            ["ready"],
            JsonNode.Parse(await ready.Content.ReadAsStringAsync(Cancellation))!.AsObject().Select(member => member.Key)
        );
    }

    private static HttpRequestMessage Forwarded(string protocol, string from = "198.51.100.1")
    {
        var request = Post(Finding);
        request.Headers.Add("X-Forwarded-For", from);
        request.Headers.Add("X-Forwarded-Proto", protocol);
        return request;
    }

    private static HttpRequestMessage Signed(string finding, DateTimeOffset at, string? body = null, DateTimeOffset? told = null)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{finding}"))
        );
        var request = Post(body ?? finding, token: null);
        request.Headers.Add("X-Shield-Timestamp", (told ?? at).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Shield-Signature", $"sha256={signature}");
        return request;
    }
}
