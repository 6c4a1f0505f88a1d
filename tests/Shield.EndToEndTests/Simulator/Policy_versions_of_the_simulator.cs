using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class Policy_versions_of_the_simulator : SimulatorTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options =>
        PceHands.Options with
        {
            Clock = _clock,
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
    public async Task Say_who_made_them_when_and_why_newest_first_and_as_many_as_are_asked_for()
    {
        await Admin.Provision(await Admin.CreateList("L", "192.0.2.1"));
        _clock.Advance(TimeSpan.FromMinutes(5));
        using var other = new PceHands(Pce, "api_other", "s");
        var href = await other.CreateList("M", "192.0.2.2");
        await other.Post(
            "/sec_policy",
            new JsonObject { ["update_description"] = "first line\nsecond line", ["change_subset"] = PceHands.Subset(href) }
        );

        var newest = Assert.Single((await Admin.Get("/sec_policy?max_results=1")).AsArray())!;
        Assert.Equal(
            (3, "/orgs/1/sec_policy/3", "first line\nsecond line", "/users/33", "2026-11-24T08:05:00.000Z", 3),
            (
                (int)newest["version"]!,
                (string?)newest["href"],
                (string?)newest["commit_message"],
                (string?)newest["created_by"]!["href"],
                (string?)newest["created_at"],
                (int)newest["object_counts"]!["ip_lists"]!
            )
        );
        Assert.Equal(newest.ToJsonString(), (await Admin.Get("/sec_policy/3")).ToJsonString());

        var earlier = (await Admin.Get("/sec_policy/2")).AsObject();
        Assert.True(earlier.ContainsKey("commit_message") && earlier["commit_message"] is null);
        Assert.Equal(2, (await Admin.Get("/sec_policy?max_results=2")).AsArray().Count);
    }

    [Fact]
    public async Task Are_made_by_provisioning_what_a_restore_drafted_with_the_message_of_whoever_does()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(href);
        await Admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") });
        await Admin.Provision(href);
        (await Admin.Send("POST", "/sec_policy/2/restore", new JsonObject())).Expect(201);
        Assert.Equal(3, (int)(await Admin.Get("/sec_policy?max_results=1"))[0]!["version"]!);

        await Admin.Post("/sec_policy", new JsonObject { ["update_description"] = "back to 2", ["change_subset"] = PceHands.Subset(href) });
        var newest = (await Admin.Get("/sec_policy?max_results=1"))[0]!;
        Assert.Equal((4, "back to 2"), ((int)newest["version"]!, (string?)newest["commit_message"]));
    }
}
