using System.Net;
using System.Text.Json.Nodes;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.EndToEndTests.Cli;
using Shield.EndToEndTests.Notifying;
using Shield.Notifying.Links;
using Key = Shield.Pce.Calling.Secret;

namespace Shield.EndToEndTests.Service;

/// <summary>A hold is approved or rejected by a link in a notification, once, and only by whoever sends its form.</summary>
public sealed class A_link_that_decides : ServiceTest
{
    private const string Party = "45.83.7.9";
    private const string LinkSecret = "0123456789abcdef0123456789abcdef";

    private Receiver _receiver = null!;

    [Fact]
    public async Task Asks_when_it_is_opened_and_does_nothing_however_often()
    {
        var (service, approve, reject) = await HeldAsync();
        foreach (var link in new[] { approve, approve, reject })
        {
            using var page = await service.Http.GetAsync(link, Cancellation);
            var text = await page.Content.ReadAsStringAsync(Cancellation);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains(Party, text, StringComparison.Ordinal);
            Assert.Contains("<dt>Why it waits</dt><dd>ask</dd>", text, StringComparison.Ordinal);
            Assert.Contains("<dt>Severity</dt><dd>2.0</dd>", text, StringComparison.Ordinal);
            Assert.Contains("<form method=\"post\">", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("src=", text, StringComparison.OrdinalIgnoreCase);
            var headers = page.Headers.ToDictionary(header => header.Key, header => string.Join(' ', header.Value));
            Assert.StartsWith("default-src 'none'; ", headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal(("no-referrer", "DENY"), (headers["Referrer-Policy"], headers["X-Frame-Options"]));
            Assert.Equal(("no-store", "nosniff"), (headers["Cache-Control"], headers["X-Content-Type-Options"]));
        }

        using var head = await service.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, approve), Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
        await ExpectAsync(service, approve, HttpStatusCode.BadRequest, "A reason of 1 to", reason: " ");
        Assert.Empty(await ActsAsync());
    }

    [Fact]
    public async Task Approves_once_says_recorded_and_counts_no_second_time_nor_after_a_restart()
    {
        var (service, approve, reject) = await HeldAsync();
        var said = await ExpectAsync(service, approve, HttpStatusCode.OK, "Recorded", reason: "<script>alert(1)</script>", name: "ana");
        Assert.DoesNotContain("blocked", said, StringComparison.OrdinalIgnoreCase);
        var act = Assert.Single(await ActsAsync())!;
        Assert.Equal(("approve", "link:ops"), ((string)act["kind"]!, (string)act["who"]!));
        Assert.Equal("[name given, unchecked: ana] <script>alert(1)</script>", (string)act["why"]!);
        await UntilActiveAsync(Party);

        var used = await ExpectAsync(service, approve, HttpStatusCode.Gone, "This link was used already", reason: "again");
        Assert.Contains("&lt;script&gt;", used, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", used, StringComparison.OrdinalIgnoreCase);
        await ExpectAsync(service, reject, HttpStatusCode.Conflict, "no longer held", reason: "the other link");
        var run = (await service.StopAsync()).Expect(0);

        var again = await StartServiceAsync();
        await ExpectAsync(again, approve, HttpStatusCode.Gone, "This link was used already", reason: "after a restart");
        Assert.Single(await ActsAsync());
        Assert.All(
            new[] { approve, reject },
            link => Assert.DoesNotContain(link.Split('/')[^1], run.Output + run.Error + again.Error, StringComparison.Ordinal)
        );
        Assert.Contains("approve 45.83.7.9 was recorded, by a link that was sent to channel 'ops'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_as_the_command_does()
    {
        var (service, _, reject) = await HeldAsync();
        await ExpectAsync(service, reject, HttpStatusCode.OK, "Recorded", reason: "our scanner");
        var act = Assert.Single(await ActsAsync())!;
        Assert.Equal(("reject", "link:ops", "our scanner"), ((string)act["kind"]!, (string)act["who"]!, (string)act["why"]!));
        Assert.Equal(TimeSpan.FromDays(7), (DateTimeOffset)act["until"]! - (DateTimeOffset)act["at"]!);
    }

    /// <summary>Two services on one ledger are asked at the same moment: the ledger takes the act once.</summary>
    [Fact]
    public async Task Counts_once_where_two_services_are_asked_at_once()
    {
        var (service, approve, _) = await HeldAsync();
        var other = await StartServiceAsync();
        var pages = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(number => PostAsync(number % 2 is 0 ? service : other, approve, $"reason {number}"))
        );
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Gone, HttpStatusCode.Gone, HttpStatusCode.Gone],
            pages.Select(page => page.Status == HttpStatusCode.Conflict ? HttpStatusCode.Gone : page.Status).Order()
        );
        Assert.Single(await ActsAsync());
    }

    [Fact]
    public async Task Does_not_count_after_its_time()
    {
        Environment["SHIELD_SERVICE__LINKS__LIFE"] = "1h";
        var (service, approve, _) = await HeldAsync();
        Clock.Advance(TimeSpan.FromMinutes(61));
        await ExpectAsync(service, approve, HttpStatusCode.Gone, "This link is too old", reason: "late");
        Assert.Empty(await ActsAsync());
    }

    [Fact]
    public async Task Does_not_count_where_it_was_not_signed_for_exactly_this()
    {
        var (service, approve, _) = await HeldAsync();
        var token = approve.Split('/')[^1];
        var read = HoldToken.Read(token, Key.Of(LinkSecret), "test-owner")!;
        Assert.Equal(("ops", Party, ActKind.Approve), (read.Channel, read.Party.ToString(), read.Asks));

        // What is not signed at all: the party and the verdict changed under the old signature.
        var signature = token.Split('.')[1];
        string Unsigned(HoldToken other) => $"{other.Sign(Key.Of("x"), "test-owner").Split('.')[0]}.{signature}";
        var otherParty = read with { Party = Indicator.Parse("45.83.7.10") };
        foreach (
            var forged in new[]
            {
                Unsigned(otherParty),
                Unsigned(read with { Asks = ActKind.Reject }),
                Unsigned(read with { Until = read.Until.AddYears(1) }),
                read.Sign(Key.Of(LinkSecret), "other-owner"),
                read.Sign(Key.Of("another secret of this length, or"), "test-owner"),
                token[..^1],
                token.Split('.')[0],
                "x",
            }
        )
        {
            await ExpectAsync(service, $"/held/{forged}", HttpStatusCode.Forbidden, "This link does not count", reason: "forged");
        }

        // Well signed, and about a party that does not wait, or that waits for another reason.
        var secret = Key.Of(LinkSecret);
        await ExpectAsync(
            service,
            $"/held/{otherParty.Sign(secret, "test-owner")}",
            HttpStatusCode.Conflict,
            "no longer held",
            reason: "x"
        );
        var stale = read with { Hold = "0123456789abcdef01234567" };
        await ExpectAsync(
            service,
            $"/held/{stale.Sign(secret, "test-owner")}",
            HttpStatusCode.Conflict,
            "for another reason now",
            reason: "x"
        );
        Assert.Empty(await ActsAsync());
    }

    /// <summary>Nobody approves by an old message what began anew since.</summary>
    [Fact]
    public async Task Does_not_count_for_a_hold_that_came_after_the_one_it_was_sent_for()
    {
        var (service, approve, _) = await HeldAsync();
        var rejected = (await Json("threats", "reject", Party, "--reason", "ours", "--record-only")).Expect(0).Json;
        await ExpectAsync(service, approve, HttpStatusCode.Conflict, "no longer held", reason: "x");
        (await Json("threats", "withdraw", (string)rejected["act"]!["id"]!, "--reason", "not ours", "--record-only")).Expect(0);
        await ExpectAsync(service, approve, HttpStatusCode.Conflict, "for another reason now", reason: "x");
        Assert.Equal(2, (await ActsAsync()).Count);
    }

    [Fact]
    public async Task Is_answered_only_so_often_to_whoever_guesses()
    {
        var (service, _, _) = await HeldAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => PostAsync(service, $"/held/guess-{number}", "x")));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { HttpStatusCode.TooManyRequests, HttpStatusCode.Forbidden }));
    }

    [Fact]
    public async Task Is_neither_sent_nor_served_without_a_secret()
    {
        Environment["SHIELD_SERVICE__LINKS__SECRET"] = null;
        var (service, _, _) = await HeldAsync(hasLinks: false);
        await ExpectAsync(service, "/held/x", HttpStatusCode.NotFound, "Links are off", reason: "x");
        Assert.DoesNotContain("links", _receiver.Bodies.Single(), StringComparison.Ordinal);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>One party waits, and whoever watches was told.</summary>
    private async Task<(RunningService Service, string Approve, string Reject)> HeldAsync(bool hasLinks = true)
    {
        _receiver = await Receiver.StartAsync();
        Environment["SHIELD_NOTIFY__OPS__KIND"] = "webhook";
        Environment["SHIELD_NOTIFY__OPS__URL"] = _receiver.Url;
        Environment["SHIELD_NOTIFY__OPS__SECRET"] = "0123456789abcdef";
        Environment["SHIELD_NOTIFY__OPS__ON"] = "held";
        Environment["SHIELD_POLICY__AUTONOMY"] = "ask";
        Environment["SHIELD_SERVICE__PUBLICURL"] = "https://shield.example.com/";
        if (hasLinks)
        {
            Environment["SHIELD_SERVICE__LINKS__SECRET"] = LinkSecret;
        }

        (await Initialise()).Expect(0);
        var service = await StartServiceAsync();
        await AnswerOf(await PostAsync(service, FindingText.BruteForce(Party)), HttpStatusCode.Accepted);
        await UntilAsync(() => Task.FromResult(!_receiver.Got.IsEmpty), "told");
        var body = _receiver.Bodies.Single();
        DocumentSchemas.Check("notification", body);
        var links = JsonNode.Parse(body)!["news"]![0]!["links"];
        return hasLinks ? (service, PathOf(links!, "approve"), PathOf(links!, "reject")) : (service, "", "");

        static string PathOf(JsonNode links, string what)
        {
            var link = (string)links[what]!;
            Assert.StartsWith("https://shield.example.com/held/", link, StringComparison.Ordinal);
            return new Uri(link).AbsolutePath;
        }
    }

    private async Task<JsonArray> ActsAsync() => (await Json("threats", "acts")).Json.AsArray();

    private static async Task<string> ExpectAsync(
        RunningService service,
        string link,
        HttpStatusCode status,
        string words,
        string reason,
        string name = ""
    )
    {
        var (got, page) = await PostAsync(service, link, reason, name);
        Assert.True(got == status, $"{(int)got}, not {(int)status}: {page}");
        Assert.Contains(words, page, StringComparison.Ordinal);
        return page;
    }

    private static async Task<(HttpStatusCode Status, string Page)> PostAsync(
        RunningService service,
        string link,
        string reason,
        string name = ""
    )
    {
        using var form = new FormUrlEncodedContent([new("reason", reason), new("name", name)]);
        using var page = await service.Http.PostAsync(link, form, Cancellation);
        return (page.StatusCode, await page.Content.ReadAsStringAsync(Cancellation));
    }
}
