using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shield.Core.Telling;
using Shield.EndToEndTests.Cli;
using Shield.Notifying;
using Shield.Notifying.Channels;
using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Notifying;

public sealed class A_channel_of_the_web : ChannelTest
{
    private const string Key = "Secret=0123456789abcdef";

    [Fact]
    public async Task Posts_JSON_by_its_schema_that_the_receiver_can_check()
    {
        await using var receiver = await Receiver.StartAsync();
        Assert.Equal(new Delivered("HTTP 200: ok"), await SendAsync(Channel("webhook", receiver.Url, Key), HostileMessage));

        var (body, headers) = Assert.Single(receiver.Got);
        DocumentSchemas.Check("notification", body);
        var json = JsonNode.Parse(body)!;
        Assert.Equal("1 held, 1 blocked", (string?)json["title"]);
        Assert.Equal("held", (string?)json["news"]![0]!["kind"]);
        Assert.Equal((string?)json["id"], headers["webhook-id"]);
        Assert.Equal(
            WebhookChannel.Signature(
                Secret.Of("0123456789abcdef"),
                headers["webhook-id"],
                headers["webhook-timestamp"],
                Encoding.UTF8.GetBytes(body)
            ),
            headers["webhook-signature"]
        );
    }

    /// <summary>The case by which libraries of the standard test themselves.</summary>
    [Fact]
    public void Signs_as_the_standard_does() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookChannel.Signature(
                Secret.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "1614265330",
                Encoding.UTF8.GetBytes("""{"test": 2432232314}""")
            )
        );

    /// <summary>docs.slack.dev: a header of 150 characters, sections of 3,000, plain text, and the three characters escaped.</summary>
    [Fact]
    public async Task Speaks_to_Slack_in_blocks_without_any_markup_from_outside()
    {
        await using var receiver = await Receiver.StartAsync();
        var flood = Enumerable.Range(0, 2_000).Select(number => News(NewsKind.Held, $"{Hostile}{Hostile}", 5, $"{number}")).ToArray();
        foreach (var message in new[] { HostileMessage, Message(flood), Message(News(NewsKind.Held, "é🙂 " + new string('<', 900))) })
        {
            Assert.IsType<Delivered>(await SendAsync(Channel("slack", receiver.Url), message));
        }

        foreach (var body in receiver.Bodies)
        {
            Assert.DoesNotContain("<!channel>", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<https", body, StringComparison.Ordinal);
            AssertClean(body);
            var blocks = JsonNode.Parse(body)!["blocks"]!.AsArray();
            Assert.InRange(blocks.Count, 2, 50);
            Assert.All(blocks, block => Assert.Equal("plain_text", (string?)block!["text"]!["type"]));
            Assert.InRange(((string)blocks[0]!["text"]!["text"]!).Length, 1, 150);
            Assert.All(blocks.Skip(1), block => Assert.InRange(((string)block!["text"]!["text"]!).Length, 1, 3_000));
        }

        var first = JsonNode.Parse(receiver.Bodies.First())!;
        Assert.Equal("GuardDuty Shield prod: 1 held, 1 blocked", (string?)first["text"]);
        Assert.StartsWith("Held (1)\n• &lt;!channel&gt;", (string?)first["blocks"]![1]!["text"]!["text"], StringComparison.Ordinal);
        var full = (string)JsonNode.Parse(receiver.Bodies.ElementAt(1))!["blocks"]![1]!["text"]!["text"]!;
        Assert.EndsWith($"\nand {2_000 - full.Count(c => c is '•')} more", full, StringComparison.Ordinal);
    }

    /// <summary>learn.microsoft.com: 28 KB; an Adaptive Card of 1.4, whose text runs know no Markdown.</summary>
    [Fact]
    public async Task Speaks_to_Teams_in_a_card_that_is_not_too_large()
    {
        await using var receiver = await Receiver.StartAsync();
        var flood = Enumerable
            .Range(0, 2_000)
            .Select(number => News(NewsKind.Held, string.Concat(Enumerable.Repeat("🙂", 400)), 5, $"{number}"));
        Assert.IsType<Delivered>(await SendAsync(Channel("teams", receiver.Url), HostileMessage));
        Assert.IsType<Delivered>(await SendAsync(Channel("teams", receiver.Url), Message([.. flood])));

        Assert.All(receiver.Bodies, body => Assert.InRange(Encoding.UTF8.GetByteCount(body), 100, 28_000));
        var document = JsonNode.Parse(receiver.Bodies.First())!;
        Assert.Equal("message", (string?)document["type"]);
        var attachment = Assert.Single(document["attachments"]!.AsArray())!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)attachment["contentType"]);
        Assert.Equal(("AdaptiveCard", "1.4"), ((string?)attachment["content"]!["type"], (string?)attachment["content"]!["version"]));
        Assert.All(
            attachment["content"]!["body"]!.AsArray(),
            block =>
            {
                Assert.Equal("RichTextBlock", (string?)block!["type"]);
                Assert.Equal("TextRun", (string?)block["inlines"]![0]!["type"]);
            }
        );
        AssertClean(receiver.Bodies.First());
    }

    /// <summary>Links of ours, with words of ours; what comes from outside makes none.</summary>
    [Fact]
    public async Task Takes_links_to_a_person_and_stays_within_its_limits()
    {
        await using var receiver = await Receiver.StartAsync();
        var links = new HoldLinkPair($"https://shield.example/{new string('a', 600)}", "https://shield.example/r", Now.AddHours(1));
        var held = Message([
            .. Enumerable
                .Range(0, 2_000)
                .Select(number =>
                    News(NewsKind.Held, string.Concat(Enumerable.Repeat("🙂", 400)), 5, $"{number}") with
                    {
                        Indicator = $"{new string('x', 240)}.example",
                        Links = number < 50 ? links : null,
                    }
                ),
        ]);
        Assert.IsType<Delivered>(await SendAsync(Channel("slack", receiver.Url), held));
        Assert.IsType<Delivered>(await SendAsync(Channel("teams", receiver.Url), held));

        var blocks = JsonNode.Parse(receiver.Bodies.First())!["blocks"]!.AsArray();
        Assert.InRange(blocks.Count, 3, 50);
        Assert.Equal(20, blocks.Count(block => (string?)block!["text"]!["type"] is "mrkdwn" && (bool)block["text"]!["verbatim"]!));
        Assert.All(blocks, block => Assert.InRange(((string)block!["text"]!["text"]!).Length, 1, 3_000));
        Assert.Contains($"<{links.Reject}|reject>", (string)blocks[^1]!["text"]!["text"]!, StringComparison.Ordinal);

        Assert.InRange(Encoding.UTF8.GetByteCount(receiver.Bodies.Last()), 100, 28_000);
        var card = JsonNode.Parse(receiver.Bodies.Last())!["attachments"]![0]!["content"]!["body"]!.AsArray();
        Assert.Equal(links.Approve, (string?)card[^1]!["inlines"]![1]!["selectAction"]!["url"]);
        Assert.Equal("Action.OpenUrl", (string?)card[^1]!["inlines"]![3]!["selectAction"]!["type"]);
    }

    [Theory]
    [InlineData(400, typeof(Unwanted), 1)]
    [InlineData(413, typeof(Unwanted), 1)]
    [InlineData(404, typeof(Failed), 1)]
    [InlineData(302, typeof(Failed), 1)]
    [InlineData(503, typeof(Failed), 4)]
    public async Task Asks_again_only_where_that_may_help(int status, Type what, int attempts)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var elsewhere = await Receiver.StartAsync();
        receiver.Refuse(status, ("Location", elsewhere.Url));
        var delivery = await SendAsync(Channel("slack", receiver.Url), HostileMessage);
        Assert.IsType(what, delivery);
        Assert.StartsWith($"HTTP {status}", delivery.What, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", delivery.What, StringComparison.Ordinal);
        Assert.Equal((attempts, 0), (receiver.Got.Count, elsewhere.Got.Count));
    }

    [Fact]
    public async Task Waits_as_long_as_it_is_asked_to_and_no_longer_than_there_is_time()
    {
        await using var receiver = await Receiver.StartAsync();
        var began = TimeProvider.System.GetTimestamp();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = receiver.Got.Count is 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        };
        Assert.IsType<Delivered>(await SendAsync(Channel("slack", receiver.Url), HostileMessage));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0.95, 3);

        receiver.Refuse(429, ("Retry-After", "3600"));
        receiver.Got.Clear();
        var failed = Assert.IsType<Failed>(await SendAsync(Channel("slack", receiver.Url), HostileMessage));
        Assert.Equal(TimeSpan.FromHours(1), failed.RetryAfter);
        Assert.Single(receiver.Got);
    }

    [Fact]
    public async Task Gives_up_who_is_slow_endless_or_gone()
    {
        var receiver = await Receiver.StartAsync();
        var url = receiver.Url;
        await using (receiver)
        {
            receiver.Answer = context => Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted);
            Assert.StartsWith(
                "no answer in 0.5 s",
                (await SendAsync(Channel("teams", url), HostileMessage, Short)).What,
                StringComparison.Ordinal
            );

            receiver.Answer = async context =>
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
                }
            };
            Assert.InRange(Assert.IsType<Delivered>(await SendAsync(Channel("teams", url), HostileMessage, Short)).What.Length, 100, 400);
        }

        var failed = Assert.IsType<Failed>(await SendAsync(Channel("teams", url), HostileMessage, Short));
        Assert.DoesNotContain("127.0.0.1", failed.What, StringComparison.Ordinal);
    }

    /// <summary>As Apache and many proxies do; of Slack and Teams the path is the secret.</summary>
    [Theory]
    [InlineData("/services/T0123ABCD/B0456EFGH/q8ZkP2vLw7RtYx4NcM1sJd9a", "q8ZkP2vLw7")]
    [InlineData("/workflows/abc/triggers/manual?sv=1.0&sig=Zk3_9vQmT-x7LpR2wYbN8cHd5sJf1gKe", "9vQmT-x7LpR2")]
    public async Task Says_nothing_of_its_path_where_the_answer_repeats_it(string path, string secret)
    {
        await using var receiver = await Receiver.StartAsync();
        var cut = path.Length - 6;
        foreach (var told in new[] { path, path[..cut], Uri.EscapeDataString(path), path.Replace("&", "&amp;", StringComparison.Ordinal) })
        {
            receiver.Answer = context =>
            {
                context.Response.StatusCode = 404;
                return context.Response.WriteAsync($"The requested URL {told} was not found on this server.");
            };

            var failed = Assert.IsType<Failed>(
                await SendAsync(Channel("slack", new Uri(new Uri(receiver.Url), path).ToString()), HostileMessage)
            );

            Assert.DoesNotContain(secret, failed.What, StringComparison.Ordinal);
            Assert.StartsWith("HTTP 404: The requested URL ", failed.What, StringComparison.Ordinal);
            Assert.EndsWith(" was not found on this server.", failed.What, StringComparison.Ordinal);
        }
    }

    /// <summary>A span of a trace goes to a collector, and holds the URL of a request.</summary>
    [Fact]
    public async Task Is_in_no_trace()
    {
        await using var receiver = await Receiver.StartAsync();
        var port = $":{new Uri(receiver.Url).Port}/";
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => spans.Enqueue(string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);

        Assert.IsType<Delivered>(await SendAsync(Channel("slack", receiver.Url), HostileMessage));

        Assert.DoesNotContain(spans, span => span.Contains(port, StringComparison.Ordinal));
        Assert.DoesNotContain("traceparent", Assert.Single(receiver.Got).Headers.Keys);
    }

    private static void AssertClean(string body) => Assert.DoesNotContain(body, c => char.IsControl(c) || c is '\u202e');
}
