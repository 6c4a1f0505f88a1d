using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests.Feeds;

/// <summary>A MISP feed as its manifest is documented: one file an event, and a manifest of when each changed.</summary>
public sealed class A_MISP_feed : FeedTest
{
    private readonly Dictionary<string, (long ChangedAt, JsonArray Attributes)> _events = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Environment["SHIELD_FEEDS__DROP__URL"] = $"{Server.Url}/misp/";
        Environment["SHIELD_FEEDS__DROP__FORMAT"] = "misp";
        Environment["SHIELD_FEEDS__DROP__TOKEN"] = "a-key-of-misp";
        Server.Answer = AnswerAsync;
    }

    [Fact]
    public async Task Is_read_event_by_event_and_then_only_those_that_changed()
    {
        var one = Put(hoursAgo: 5, Attribute("45.95.11.7"), Attribute("45.95.11.8"), Attribute("45.95.11.99", toIds: false));
        Put(hoursAgo: 4, Attribute("45.95.11.9"));
        Put(hoursAgo: 24 * 30, Attribute("45.95.11.66"));
        Assert.Equal(3, (int)(await PullAsync(0))["listed"]!);
        Assert.Equal("45.95.11.7:block 45.95.11.8:block 45.95.11.9:block", await VerdictsAsync());

        var asked = Server.Asked.Count;
        Assert.Equal("unchanged", (string)(await PullAsync(0))["outcome"]!);
        Assert.Equal(asked + 1, Server.Asked.Count);

        Put(one, hoursAgo: 1, Attribute("45.95.11.7"), Attribute("45.95.11.8", deleted: true));
        var row = await PullAsync(0);
        Assert.Equal((0, 1), ((int)row["added"]!, (int)row["dropped"]!));
        Assert.Contains("45.95.11.8:ignore:feed-dropped", await VerdictsAsync(), StringComparison.Ordinal);
    }

    /// <summary>An id becomes part of an address: one that is no GUID leads nowhere.</summary>
    [Fact]
    public async Task Asks_for_no_file_that_is_no_event()
    {
        Put("../../admin", hoursAgo: 1, Attribute("45.95.11.7"));
        await PullAsync(0);
        Assert.Equal(["/misp/manifest.json"], Server.Asked);
    }

    [Fact]
    public async Task With_a_clock_that_is_ahead_hides_nothing_that_comes_later()
    {
        Put(hoursAgo: -24 * 365, Attribute("45.95.11.7"));
        await PullAsync(0);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Put(hoursAgo: 0, Attribute("45.95.11.8"));
        await PullAsync(0);
        Assert.Equal("45.95.11.7:block 45.95.11.8:block", await VerdictsAsync());
    }

    [Fact]
    public async Task Without_a_manifest_is_named()
    {
        Server.Answer = context => context.Response.WriteAsync("[]");
        Assert.Contains("has no manifest of MISP", (string)(await PullAsync(1))["why"]!, StringComparison.Ordinal);
    }

    private string Put(double hoursAgo, params JsonObject[] attributes) => Put(Guid.NewGuid().ToString("D"), hoursAgo, attributes);

    private string Put(string id, double hoursAgo, params JsonObject[] attributes)
    {
        _events[id] = ((Clock.GetUtcNow() - TimeSpan.FromHours(hoursAgo)).ToUnixTimeSeconds(), new JsonArray(attributes));
        return id;
    }

    private static JsonObject Attribute(string address, bool toIds = true, bool deleted = false) =>
        new()
        {
            ["uuid"] = Guid.NewGuid().ToString("D"),
            ["type"] = "ip-src",
            ["category"] = "Network activity",
            ["value"] = address,
            ["to_ids"] = toIds,
            ["deleted"] = deleted,
            ["comment"] = "seen by us",
        };

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != "a-key-of-misp")
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var file = context.Request.Path.Value!["/misp/".Length..];
        if (file is "manifest.json")
        {
            var manifest = new JsonObject();
            foreach (var (id, one) in _events)
            {
                manifest[id] = new JsonObject { ["info"] = "an event", ["timestamp"] = $"{one.ChangedAt}" };
            }

            await context.Response.WriteAsync(manifest.ToJsonString());
            return;
        }

        var (changedAt, attributes) = _events[file[..^".json".Length]];
        await context.Response.WriteAsync(
            new JsonObject
            {
                ["Event"] = new JsonObject
                {
                    ["info"] = "an event",
                    ["timestamp"] = $"{changedAt}",
                    ["Attribute"] = attributes.DeepClone(),
                },
            }.ToJsonString()
        );
    }
}
