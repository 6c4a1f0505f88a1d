using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests.Feeds;

/// <summary>A feed that is a list: from its URL to the firewall and back.</summary>
public sealed class A_list_of_others : FeedTest
{
    private const string One = "45.95.11.7";
    private const string Other = "45.95.11.8";

    [Fact]
    public async Task Is_blocked_and_explained_by_the_feed_its_date_and_the_lines_own_words()
    {
        (await Initialise()).Expect(0);
        Server.Answer = async context =>
        {
            context.Response.Headers.LastModified = "Mon, 02 Mar 2026 10:00:00 GMT";
            await context.Response.WriteAsync($"; DROP\n{One} ; <b>SBL1</b>\n10.1.2.3\n8.8.8.8\n");
        };

        var row = await PullAsync(0, "--apply");
        Assert.Equal(("changed", 3), ((string)row["outcome"]!, (int)row["listed"]!));
        Assert.Contains(One, await Listed());
        Assert.False(await Reaches(One, "web-1.shop.example", 443));

        var explained = (await Json("explain", One)).Expect(0).Json;
        Assert.Equal(
            ("block", "active", "feed"),
            ((string)explained["verdict"]!, (string)explained["state"]!, (string)explained["reason"]!)
        );
        var listing = explained["sightings"]![0]!;
        Assert.Equal(
            ("drop", "feed:drop", $"{One} ; <b>SBL1</b>"),
            ((string)listing["feed"]!, (string)listing["type"]!, (string)listing["threatList"]!)
        );
        Assert.Equal(
            new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero),
            DateTimeOffset.Parse((string)listing["updatedAt"]!, CultureInfo.InvariantCulture)
        );
        Assert.Contains("Which feeds list it (1)", (await Text("explain", One)).Output, StringComparison.Ordinal);

        var feed = await FeedAsync();
        Assert.Equal(
            ("ok", 1, 1, 1, 1),
            (
                (string)feed["state"]!,
                (int)feed["blocked"]!,
                (int)feed["alone"]!,
                (int)feed["ignored"]!["special-purpose"]!,
                (int)feed["ignored"]!["public-resolver"]!
            )
        );
        var shown = (await Json("feeds", "show", "drop")).Expect(0).Json["parties"]!.AsArray();
        Assert.Equal(["10.1.2.3", One, "8.8.8.8"], shown.Select(party => (string)party!["indicator"]!).Order(StringComparer.Ordinal));
        Assert.Contains(One, (await Text("feeds", "show", "drop")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_when_the_feed_drops_it_and_a_finding_about_the_same_party_stays()
    {
        (await Initialise()).Expect(0);
        Server.List(One, Other, "45.95.11.9");
        await PullAsync(0, "--apply");
        await IngestAndApply(One);
        Server.List(Other, "45.95.11.9");
        var row = await PullAsync(0, "--apply");

        Assert.Equal((0, 1), ((int)row["added"]!, (int)row["dropped"]!));
        Assert.Contains(One, await Listed());
        var explained = (await Json("explain", One)).Expect(0).Json;
        Assert.Equal("brute-force", (string)explained["reason"]!);
        Assert.Equal([null, "drop"], explained["sightings"]!.AsArray().Select(seen => (string?)seen!["feed"]).Order());

        Server.List("45.95.11.9");
        await PullAsync(3);
        await PullAsync(0, "--apply", "--accept");
        Assert.Equal(
            [One, "45.95.11.9"],
            (await Listed()).Where(entry => entry.StartsWith("45.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Is_asked_only_for_what_changed()
    {
        var asked = new List<string?>();
        Server.Answer = async context =>
        {
            asked.Add(context.Request.Headers.IfNoneMatch);
            context.Response.Headers.ETag = "\"one\"";
            if (asked.Count > 1)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            await context.Response.WriteAsync(One);
        };
        await PullAsync(0);
        Clock.Advance(TimeSpan.FromHours(60));
        Assert.Equal("unchanged", (string)(await PullAsync(0))["outcome"]!);
        Assert.Equal(["", "\"one\""], asked.Select(tag => tag ?? ""));
        // It said that nothing changed, so what it listed counts from now.
        Clock.Advance(TimeSpan.FromHours(60));
        Assert.Equal($"{One}:block", await VerdictsAsync());
        Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal($"{One}:ignore:stale", await VerdictsAsync());
    }

    [Theory]
    [InlineData("2\n3\n4", "5", "half or less")]
    [InlineData("2", "2\n3\n4\n5\n6", "five times as many")]
    public async Task Waits_for_a_person_where_it_halves_or_grows_fivefold(string before, string after, string why)
    {
        Server.List([.. before.Split("\\n").SelectMany(hosts => hosts.Split('\n')).Select(host => $"45.95.11.{host}")]);
        await PullAsync(0);
        var verdicts = await VerdictsAsync();
        Server.List([.. after.Split('\n').Select(host => $"45.95.11.{host}")]);

        var row = await PullAsync(3, "--apply");
        Assert.Equal("waiting", (string)row["outcome"]!);
        Assert.Contains(why, (string)row["why"]!, StringComparison.Ordinal);
        Assert.Equal(verdicts, await VerdictsAsync());
        Assert.Contains("--accept", (await Text("feeds", "list")).Output, StringComparison.Ordinal);

        Assert.Equal("changed", (string)(await PullAsync(0, "--accept"))["outcome"]!);
        Assert.Equal(after.Split('\n').Length, (int)(await FeedAsync())["listed"]!);
        Assert.Equal("ok", (string)(await FeedAsync())["state"]!);
    }

    /// <summary>Whatever comes back, what the feed said before stays in force until its own end.</summary>
    [Theory]
    [InlineData("html", "it looks like")]
    [InlineData("empty", "it is empty")]
    [InlineData("404", "HTTP 404: there is no feed at this address")]
    [InlineData("401", "look at Feeds:…:Token")]
    [InlineData("429", "asked too often")]
    [InlineData("500", "HTTP 500")]
    [InlineData("endless", "sends more than 64 MiB")]
    [InlineData("away", "redirects to another host, elsewhere.example")]
    [InlineData("round", "redirected 5 times")]
    [InlineData("cut", "broke off its answer")]
    [InlineData("prose", "nothing in it names")]
    public async Task That_cannot_be_taken_is_named_and_changes_nothing(string fault, string words)
    {
        Server.List(One, Other);
        await PullAsync(0);
        var verdicts = await VerdictsAsync();
        Server.Answer = context => FaultAsync(fault, context);

        var row = await PullAsync(1);
        Assert.Equal("failed", (string)row["outcome"]!);
        Assert.Contains(words, (string)row["why"]!, StringComparison.Ordinal);
        Assert.Equal(verdicts, await VerdictsAsync());
        Assert.Equal(("failed", 2), ((string)(await FeedAsync())["state"]!, (int)(await FeedAsync())["listed"]!));
        Assert.Contains("stays in force until its own end", (await Text("feeds", "list")).Output, StringComparison.Ordinal);

        Server.List(One, Other);
        Assert.Equal("unchanged", (string)(await PullAsync(0))["outcome"]!);
        Assert.Equal("ok", (string)(await FeedAsync())["state"]!);
    }

    [Fact]
    public async Task With_a_certificate_that_expired_is_named_so()
    {
        await using var server = await HttpsServer.StartAsync(
            One,
            DateTimeOffset.UtcNow.AddDays(-9),
            DateTimeOffset.UtcNow.AddDays(-2),
            host: null,
            Cancellation
        );
        Environment["SHIELD_FEEDS__DROP__URL"] = server.Url;
        Assert.Contains("has no certificate that can be trusted", (string)(await PullAsync(1))["why"]!, StringComparison.Ordinal);
        Assert.Equal(0, server.Visits);
    }

    [Fact]
    public async Task That_does_not_answer_is_named()
    {
        var url = Server.Url;
        await Server.DisposeAsync();
        var row = await PullAsync(1);
        Assert.StartsWith($"{url}/drop.txt does not answer", (string)row["why"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_whole_Internet_and_blocks_nobody()
    {
        Server.List([.. Enumerable.Range(0, 256).Select(net => $"{net}.0.0.0/8")]);
        await PullAsync(0);
        Assert.DoesNotContain(":block", await VerdictsAsync(), StringComparison.Ordinal);
        var feed = await FeedAsync();
        Assert.Equal((256, 0), ((int)feed["listed"]!, (int)feed["blocked"]!));
        Assert.True((int)feed["held"]! > 150);
    }

    [Fact]
    public async Task Names_a_million_and_those_count_for_whom_there_is_room()
    {
        Environment["SHIELD_FEEDS__DROP__CAP"] = "300";
        Server.List([.. Enumerable.Range(0, 100_000).Select(at => $"45.{at >> 16}.{(at >> 8) & 255}.{at & 255}")]);
        var row = await PullAsync(0);
        Assert.Equal((100_000, 300), ((int)row["named"]!, (int)row["listed"]!));
        Assert.Equal(99_700, (int)(await FeedAsync())["leftOut"]!);
        Assert.Contains("99,700 parties are left out, for Feeds:drop:Cap", (await Text("feeds", "list")).Output, StringComparison.Ordinal);

        Server.Answer = async context =>
        {
            for (var at = 0; at < 1_000_000; at++)
            {
                await context.Response.WriteAsync($"{45 + (at >> 16)}.{(at >> 8) & 255}.{at & 255}.9\n");
            }
        };
        Assert.Contains("names more than 250,000 parties", (string)(await PullAsync(1))["why"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_lines_that_cannot_be_read_and_the_others_count()
    {
        Server.List(One, "45.95.11.300", "=cmd()", Other);
        var row = await PullAsync(4);
        Assert.Equal(("changed", 2, 2), ((string)row["outcome"]!, (int)row["listed"]!, (int)row["rejected"]!));
        Assert.Contains("line 2", (string)row["firstRejected"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_names_whom_an_operator_allows_blocks_only_the_others()
    {
        (await Initialise()).Expect(0);
        (await Json("allow", "add", "45.95.11.64/26", "--reason", "a partner")).Expect(0);
        Server.List("127.0.0.1", "45.95.11.70", One);
        await PullAsync(0, "--apply");
        Assert.Equal($"127.0.0.1:ignore:pce 45.95.11.70:ignore:allowlisted {One}:block", await VerdictsAsync());
        Assert.DoesNotContain("45.95.11.70", await Listed());
    }

    [Fact]
    public async Task Is_told_who_asks_by_its_token_and_nobody_else_sees_that()
    {
        const string Secret = "a-very-secret-token";
        Environment["SHIELD_FEEDS__DROP__TOKEN"] = Secret;
        Environment["SHIELD_FEEDS__DROP__URL"] = $"{Server.Url}/drop.txt?key=another-secret";
        var sent = "";
        Server.Answer = async context =>
        {
            sent = context.Request.Headers.Authorization.ToString();
            context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
            await context.Response.WriteAsync(Secret);
        };
        var run = await Json("feeds", "pull");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"Bearer {Secret}", sent);
        Assert.Equal(["/drop.txt?key=another-secret"], Server.Asked);
        foreach (
            var text in new[] { run.Output, run.Error, (await Text("feeds", "show", "drop")).Output, (await Text("policy", "show")).Output }
        )
        {
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Is_a_file_that_somebody_else_keeps_fresh()
    {
        Environment.Remove("SHIELD_FEEDS__DROP__URL");
        Environment["SHIELD_FEEDS__DROP__PATH"] = File("drop.txt", One, Other);
        Assert.Equal(2, (int)(await PullAsync(0))["listed"]!);
        System.IO.File.Delete(PathOf("drop.txt"));
        Assert.Contains("cannot be read", (string)(await PullAsync(1))["why"]!, StringComparison.Ordinal);
        Assert.Equal($"{One}:block {Other}:block", await VerdictsAsync());
    }

    [Fact]
    public async Task Of_another_name_is_refused_with_those_that_there_are()
    {
        var run = await Json("feeds", "pull", "dorp");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no feed is called 'dorp'; there are drop", (string)run.Json["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Contains("--accept needs the name of a feed", (await Text("feeds", "pull", "--accept")).Error, StringComparison.Ordinal);
    }

    private static async Task FaultAsync(string fault, HttpContext context)
    {
        switch (fault)
        {
            case "html":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!DOCTYPE html><html><body>45.95.11.99</body></html>");
                break;
            case "prose":
                await context.Response.WriteAsync("Service moved today\nask us for more");
                break;
            case "endless":
                var chunk = new byte[1 << 20];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(chunk);
                }

                break;
            case "away":
                context.Response.Redirect("http://elsewhere.example/drop.txt");
                break;
            case "round":
                context.Response.Redirect("/drop.txt");
                break;
            case "cut":
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("45.95.11.7\n");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case not "empty":
                context.Response.StatusCode = int.Parse(fault, CultureInfo.InvariantCulture);
                break;
        }
    }
}
