using System.Text.Json.Nodes;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Feeds;

/// <summary>The command line, a simulated PCE, and somebody who publishes a list: the feed <c>drop</c>.</summary>
public abstract class FeedTest : CliTest
{
    private FeedServer? _server;

    private protected FeedServer Server => _server!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _server = await FeedServer.StartAsync(Cancellation);
        Environment["SHIELD_FEEDS__DROP__URL"] = $"{Server.Url}/drop.txt";
    }

    public override async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The only row of the answer.</summary>
    private protected async Task<JsonNode> PullAsync(int exitCode, params string[] more) =>
        (await Json(["feeds", "pull", "drop", .. more])).Expect(exitCode).Json["feeds"]![0]!;

    private protected async Task<JsonNode> FeedAsync() => (await Json("feeds", "list")).Expect(0).Json[0]!;

    private protected async Task<string> VerdictsAsync() =>
        string.Join(
            ' ',
            (await Json("threats", "list", "--all"))
                .Expect(0)
                .Json.AsArray()
                .Select(row => $"{row!["indicator"]}:{row["verdict"]}{((string)row["verdict"]! is "block" ? "" : $":{row["reason"]}")}")
                .Order(StringComparer.Ordinal)
        );
}
