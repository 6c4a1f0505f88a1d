using System.Net;
using Microsoft.AspNetCore.Http;
using Shield.EndToEndTests.Feeds;

namespace Shield.EndToEndTests.Service;

/// <summary><c>shield run</c> asks the feeds of its settings by itself.</summary>
public sealed class Feeds_of_the_service : ServiceTest
{
    private const string One = "45.95.11.7";
    private const string Other = "45.95.11.8";

    private FeedServer? _server;

    private FeedServer Server => _server!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _server = await FeedServer.StartAsync(Cancellation);
        Environment["SHIELD_FEEDS__DROP__URL"] = $"{Server.Url}/drop.txt";
        Environment["SHIELD_FEEDS__DROP__EVERY"] = "10s";
        (await Initialise()).Expect(0);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task Are_blocked_when_they_list_somebody_and_let_go_when_they_drop_them()
    {
        Server.List(One, Other, "45.95.11.9");
        await using var service = await StartServiceAsync();
        await UntilActiveAsync(One);
        Server.List(Other, "45.95.11.9");
        Clock.Advance(TimeSpan.FromSeconds(11));
        await UntilAsync(async () => !(await Listed()).Contains(One), $"{One} is off the list");
        Assert.Contains(Other, await Listed());
    }

    [Fact]
    public async Task That_fail_are_named_and_stop_no_other()
    {
        Environment["SHIELD_FEEDS__TOR__URL"] = $"{Server.Url}/tor.txt";
        Server.Answer = context =>
        {
            if (context.Request.Path == "/tor.txt")
            {
                context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync(One);
        };
        await using var service = await StartServiceAsync();
        await UntilActiveAsync(One);
        await UntilReadySaysAsync(service, "feed tor: ");
        Assert.Contains("HTTP 503", (await Text("feeds", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_asked_again_only_when_it_is_time_also_after_a_restart()
    {
        Environment["SHIELD_FEEDS__DROP__EVERY"] = "1h";
        Server.List(One);
        await using (await StartServiceAsync())
        {
            await UntilActiveAsync(One);
        }

        await using (var again = await StartServiceAsync())
        {
            await UntilAsync(async () => (int)(await ReadyOf(again))["sources"]!.AsArray().Count > 0, "it is ready");
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Cancellation);
        }

        Assert.Single(Server.Asked);
    }
}
