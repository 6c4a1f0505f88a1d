using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Shield.EndToEndTests.Feeds;

/// <summary>A small server of TAXII 2.1, as OASIS describes it: <c>added_after</c>, <c>limit</c>, <c>next</c>, <c>more</c>.</summary>
public sealed class A_TAXII_collection : FeedTest
{
    private const string MediaType = "application/taxii+json;version=2.1";

    private readonly List<(DateTimeOffset Added, JsonObject Object)> _objects = [];
    private DateTimeOffset _added = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private int _pageSize = 2;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Environment["SHIELD_FEEDS__DROP__URL"] = $"{Server.Url}/api/collections/91a7b528-80eb-42ed-a74d-c6fbd5a26116/";
        Environment["SHIELD_FEEDS__DROP__FORMAT"] = "taxii";
        Environment["SHIELD_FEEDS__DROP__TOKEN"] = "ana:pass";
        Server.Answer = AnswerAsync;
    }

    [Fact]
    public async Task Is_read_page_by_page_and_then_only_what_was_added()
    {
        Add("45.95.11.7");
        Add("45.95.11.8");
        Add("45.95.11.9");
        Assert.Equal(3, (int)(await PullAsync(0))["listed"]!);
        Assert.Equal("45.95.11.7:block 45.95.11.8:block 45.95.11.9:block", await VerdictsAsync());
        var requests = Server.Asked.Count;
        Assert.True(requests >= 2);

        Assert.Equal("unchanged", (string)(await PullAsync(0))["outcome"]!);
        Assert.Contains("added_after=2026-03-01", Server.Asked.Last(), StringComparison.Ordinal);
        Assert.Equal(requests + 1, Server.Asked.Count);

        Add("45.95.11.10");
        Add("45.95.11.8", revoked: true);
        var row = await PullAsync(0);
        Assert.Equal((1, 1, 3), ((int)row["added"]!, (int)row["dropped"]!, (int)row["listed"]!));
        Assert.Contains("45.95.11.8:ignore:feed-dropped", await VerdictsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_where_an_indicator_says_so()
    {
        Add("45.95.11.7", until: Clock.GetUtcNow().AddHours(20));
        await PullAsync(0);
        Assert.Equal("45.95.11.7:block", await VerdictsAsync());
        Clock.Advance(TimeSpan.FromHours(21));
        Assert.Equal("45.95.11.7:ignore:stale", await VerdictsAsync());
    }

    [Theory]
    [InlineData("ever", "sends more than")]
    [InlineData("again", "sends the same page again and again")]
    [InlineData("lost", "says that there is more, and not how to ask for it")]
    [InlineData("list", "answers no envelope of TAXII 2.1")]
    [InlineData("text", "answers no envelope of TAXII 2.1")]
    [InlineData("406", "does not speak the format")]
    public async Task That_never_ends_or_speaks_otherwise_is_named_and_changes_nothing(string fault, string words)
    {
        Add("45.95.11.7");
        await PullAsync(0);
        var number = 0;
        var same = Envelope([Indicator("45.95.11.8")], more: true, "x");
        Server.Answer = async context =>
        {
            context.Response.ContentType = MediaType;
            number++;
            await (
                fault switch
                {
                    "ever" => context.Response.WriteAsync(
                        Envelope([Indicator($"45.95.{number / 250}.{number % 250}")], more: true, $"{number}")
                    ),
                    "again" => context.Response.WriteAsync(same),
                    "lost" => context.Response.WriteAsync(Envelope([Indicator("45.95.11.8")], more: true, next: null)),
                    "list" => context.Response.WriteAsync("[]"),
                    "text" => context.Response.WriteAsync("45.95.11.8"),
                    _ => Task.FromResult(context.Response.StatusCode = 406),
                }
            );
        };
        Assert.Contains(words, (string)(await PullAsync(1))["why"]!, StringComparison.Ordinal);
        Assert.Equal("45.95.11.7:block", await VerdictsAsync());
    }

    private void Add(string address, bool revoked = false, DateTimeOffset? until = null)
    {
        var indicator = Indicator(address);
        if (revoked)
        {
            indicator["revoked"] = true;
        }

        if (until is { } end)
        {
            indicator["valid_until"] = end.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        }

        _added += TimeSpan.FromSeconds(1);
        indicator["modified"] = _added.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        _objects.Add((_added, indicator));
    }

    private static JsonObject Indicator(string address) =>
        new()
        {
            ["type"] = "indicator",
            ["spec_version"] = "2.1",
            ["id"] = $"indicator--{Guid.NewGuid()}",
            ["created"] = "2026-03-01T00:00:00.000Z",
            ["modified"] = "2026-03-01T00:00:00.000Z",
            ["name"] = $"a scanner at {address}",
            ["indicator_types"] = new JsonArray("malicious-activity"),
            ["pattern"] = $"[ipv4-addr:value = '{address}']",
            ["pattern_type"] = "stix",
            ["valid_from"] = "2026-03-01T00:00:00Z",
        };

    private static string Envelope(IEnumerable<JsonObject> objects, bool more, string? next)
    {
        var envelope = new JsonObject { ["more"] = more, ["objects"] = new JsonArray([.. objects.Select(one => one.DeepClone())]) };
        if (next is not null)
        {
            envelope["next"] = next;
        }

        return envelope.ToJsonString();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (
            !request.Path.Value!.EndsWith("/objects/", StringComparison.Ordinal)
            || request.Headers.Accept != MediaType
            || request.Headers.Authorization != $"Basic {Convert.ToBase64String("ana:pass"u8)}"
        )
        {
            context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }

        var after = request.Query.TryGetValue("added_after", out var text)
            ? DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture)
            : DateTimeOffset.MinValue;
        var skip = request.Query.TryGetValue("next", out var next) ? int.Parse(next!, CultureInfo.InvariantCulture) : 0;
        var rest = _objects.Where(one => one.Added > after).Skip(skip).ToList();
        var page = rest.Take(_pageSize).ToList();
        context.Response.ContentType = MediaType;
        if (page is [.., var last])
        {
            context.Response.Headers["X-TAXII-Date-Added-Last"] = last.Added.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        }

        var more = rest.Count > page.Count;
        await context.Response.WriteAsync(
            page is [] ? "{}" : Envelope(page.Select(one => one.Object), more, more ? $"{skip + page.Count}" : null)
        );
    }
}
