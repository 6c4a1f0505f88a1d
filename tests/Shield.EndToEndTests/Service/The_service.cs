using System.Net;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary><c>shield run</c> as a whole: what comes in is recorded, and what is recorded becomes active.</summary>
public sealed class The_service : ServiceTest
{
    [Fact]
    public async Task Blocks_whom_a_posted_finding_names()
    {
        await Initialise();
        var service = await StartServiceAsync();

        var answer = await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);

        Assert.Equal(1, (int)answer["findings"]!);
        await UntilActiveAsync("45.83.7.9");
        Assert.False(await Reaches("45.83.7.9", "web-1.shop.example", 22));
        Assert.Equal(1, (int)(await ReadyOf(service))["sources"]![0]!["findings"]!);
        (await service.StopAsync()).Expect(0);
    }

    [Fact]
    public async Task Says_how_everything_stands()
    {
        await Initialise();
        var service = await StartServiceAsync();
        await UntilReadySaysAsync(service, "\"outcome\": \"nothing\"");

        var ready = await ReadyOf(service);

        Assert.True((bool)ready["ready"]!);
        Assert.Empty(ready["problems"]!.AsArray());
        Assert.Equal("webhook", (string?)ready["sources"]![0]!["kind"]);
        using var health = await service.Http.GetAsync("/healthz", Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>Law 17.</summary>
    [Fact]
    public async Task Records_while_the_PCE_is_away_and_names_it()
    {
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var service = await StartServiceAsync();

        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);

        Assert.Equal(1, await KnownAsync());
        await UntilReadySaysAsync(service, "reconcile: ");
        Assert.True((bool)(await ReadyOf(service))["ready"]!);
    }

    /// <summary>Law 17: settings that recording does not need.</summary>
    [Fact]
    public async Task Records_with_wrong_settings_of_the_rest_and_names_them()
    {
        Environment["SHIELD_PCE__URL"] = "ftp://pce.example.com";
        Environment["SHIELD_POLICY__AUTONOMY"] = "sometimes";
        var service = await StartServiceAsync();

        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.9")), HttpStatusCode.Accepted);

        await UntilReadySaysAsync(service, "Policy:Autonomy: must be ");
        Assert.Contains("nothing is reconciled until this is mended", service.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_begin_with_a_wrong_setting_of_its_own()
    {
        Environment["SHIELD_SERVICE__WEBHOOK__TOKEN"] = "short";

        var run = await Json("run", "--urls", "http://127.0.0.1:0");

        Assert.Contains("Service:Webhook:Token: must have at least 16 characters", run.Expect(1).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "would take keys in the clear")]
    [InlineData("https://127.0.0.1:0", "Service:Certificate: is required for")]
    public async Task Does_not_listen_where_a_key_would_be_read_by_others(string url, string says) =>
        Assert.Contains(says, (await Json("run", "--urls", url)).Expect(1).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Tells_that_a_port_is_taken()
    {
        var service = await StartServiceAsync();

        var run = await Json("run", "--urls", service.Url.ToString());

        Assert.Contains("address already in use", run.Expect(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gathers_news_of_a_window_for_one_policy_version()
    {
        Environment["SHIELD_RECONCILE__WINDOW"] = "1s";
        await Initialise();
        var service = await StartServiceAsync();
        await UntilReadySaysAsync(service, "\"outcome\": \"nothing\"");
        var before = Versions();

        await Task.WhenAll(
            Enumerable
                .Range(1, 40)
                .Select(async host =>
                    await AnswerOf(await PostAsync(service, FindingText.BruteForce($"45.83.7.{host}")), HttpStatusCode.Accepted)
                )
        );

        await UntilAsync(async () => (await Listed()).Length is 40, "all of them are active");
        Assert.Equal(1, Versions() - before);
    }

    [Fact]
    public async Task Shares_a_ledger_with_another_one()
    {
        await Initialise();
        var (one, other) = (await StartServiceAsync(), await StartServiceAsync());

        await Task.WhenAll(
            Enumerable
                .Range(1, 40)
                .Select(async host =>
                    await AnswerOf(
                        await PostAsync(host % 2 is 0 ? one : other, FindingText.BruteForce($"45.83.7.{host}")),
                        HttpStatusCode.Accepted
                    )
                )
        );

        await UntilAsync(async () => (await Listed()).Length is 40, "all of them are active");
        (await one.StopAsync()).Expect(0);
        await AnswerOf(await PostAsync(other, FindingText.BruteForce("45.83.7.99")), HttpStatusCode.Accepted);
        await UntilActiveAsync("45.83.7.99");
        (await other.StopAsync()).Expect(0);
        (await Json("history", "verify")).Expect(0);
    }

    private int Versions() => Pce.Calls.Count(call => call.Method is "POST" && call.Path.EndsWith("/sec_policy", StringComparison.Ordinal));
}
