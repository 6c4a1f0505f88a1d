using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>Six entries are much, eight are all; the Any list has two. Five requests a minute for a second key.</summary>
public sealed class Limits_of_the_simulator : SimulatorTest
{
    private const string Lists = "/sec_policy/draft/ip_lists";

    protected override SimulatorOptions Options => PceHands.Options with { SoftIpListEntries = 6, HardIpListEntries = 8 };

    private async Task<string[]> Notifications() =>
        [
            .. (await Admin.Get("/events"))
                .AsArray()
                .SelectMany(each => each!["notifications"]!.AsArray())
                .Select(each => (string)each!["notification_type"]!),
        ];

    [Fact]
    public async Task Count_the_entries_of_all_lists_names_and_exclusions_too()
    {
        await Admin.Post(
            Lists,
            new JsonObject
            {
                ["name"] = "A",
                ["ip_ranges"] = PceHands.Ranges("192.0.2.0/24", "!192.0.2.1", "!192.0.2.2"),
                ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "a.example" }),
            }
        );
        Assert.Empty(await Notifications());
        var list = await Admin.CreateList("B", "192.0.2.1", "192.0.2.2");
        Assert.Equal(["soft_limit.exceeded"], await Notifications());

        var reply = (
            await Admin.Send("PUT", list, new JsonObject { ["fqdns"] = new JsonArray(new JsonObject { ["fqdn"] = "b.example" }) })
        ).Expect(406);
        Assert.Equal(("object_limit_hard_limit_reached", "Object limit hard limit reached"), (reply.Token, reply.Message));
        Assert.Equal(
            "object_limit_hard_limit_reached",
            (await Admin.Send("POST", Lists, new JsonObject { ["name"] = "C", ["ip_ranges"] = PceHands.Ranges("192.0.2.1") }))
                .Expect(406)
                .Token
        );
        Assert.Equal(["hard_limit.exceeded", "hard_limit.exceeded", "soft_limit.exceeded"], await Notifications());
        Assert.Equal(
            ("ip_list.update", "failure", 406),
            (await Admin.Get("/events?status=failure"))[1] is { } failed
                ? ((string?)failed["event_type"], (string?)failed["status"], (int)failed["action"]!["http_status_code"]!)
                : default
        );
        await Admin.Put(list, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.8", "192.0.2.9") }); // As many as before.
    }

    [Fact]
    public async Task Count_the_larger_of_draft_and_active()
    {
        var list = await Admin.CreateList("A", "192.0.2.1", "192.0.2.2", "192.0.2.3");
        await Admin.Provision(list);
        await Admin.Put(list, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.1") });
        (
            await Admin.Send(
                "POST",
                Lists,
                new JsonObject { ["name"] = "B", ["ip_ranges"] = PceHands.Ranges("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4") }
            )
        ).Expect(406);
        await Admin.Provision(list);
        await Admin.CreateList("B", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
    }
}

/// <summary>Five requests a minute.</summary>
public sealed class The_rate_limit_of_the_simulator : SimulatorTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options =>
        PceHands.Options with
        {
            Clock = _clock,
            RequestsPerMinute = 5,
            RetryAfter = true,
            Users =
            [
                new ApiUser
                {
                    Key = "api_other",
                    Secret = "s",
                    Href = "/users/33",
                },
            ],
        };

    [Fact]
    public void Is_500_unless_told_otherwise_without_a_Retry_After()
    {
        var options = new SimulatorOptions { ApiKey = "k", ApiSecret = "s" };
        Assert.Equal((500, false), (options.RequestsPerMinute!.Value, options.RetryAfter));
    }

    [Fact]
    public async Task Answers_429_until_the_first_of_them_is_a_minute_old_and_counts_each_key_by_itself()
    {
        for (var request = 0; request < 5; request++)
        {
            await Admin.Get("/api/v2/noop");
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        var reply = (await Admin.Send("GET", "/api/v2/noop")).Expect(429);
        Assert.Equal(("too_many_requests_error", "50"), (reply.Token, reply.Headers["Retry-After"]));
        using var other = new PceHands(Pce, "api_other", "s");
        await other.Get("/api/v2/noop");
        await Admin.Get("/sim/v1/calls");

        _clock.Advance(TimeSpan.FromSeconds(50));
        await Admin.Get("/api/v2/noop");
        (await Admin.Send("GET", "/api/v2/noop")).Expect(429);
    }
}
