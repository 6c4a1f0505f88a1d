using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class Events_of_the_simulator : SimulatorTest
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    protected override SimulatorOptions Options => PceHands.Options with { Clock = _clock };

    private async Task<string?[]> Types(string query = "") =>
        [.. (await Admin.Get($"/events?{query}")).AsArray().Select(each => (string?)each!["event_type"])];

    [Fact]
    public async Task Tell_newest_first_what_was_done_to_lists_rule_sets_and_the_policy()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        var ruleSet = (string)
            (await Admin.Post("/sec_policy/draft/rule_sets", new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() }))["href"]!;
        await Admin.Put(ruleSet, new JsonObject { ["enabled"] = false });
        await Admin.Provision(list, ruleSet);
        await Admin.Put(list, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") });
        await Admin.Delete(list);
        Assert.Equal(
            ["ip_list.delete", "ip_list.update", "sec_policy.create", "rule_set.update", "rule_set.create", "ip_list.create"],
            await Types()
        );
    }

    [Fact]
    public async Task Carry_who_and_what_and_the_change_before_and_after()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Put(list, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") });
        var update = (await Admin.Get("/events?event_type=ip_list.update"))[0]!;
        Assert.Equal("/users/15", (string?)update["created_by"]!["user"]!["href"]);
        Assert.Equal(
            ("PUT", 204, $"/api/v2{list}"),
            (
                (string?)update["action"]!["api_method"],
                (int)update["action"]!["http_status_code"]!,
                (string?)update["action"]!["api_endpoint"]
            )
        );
        var change = update["resource_changes"]![0]!;
        Assert.Equal((list, "L"), ((string?)change["resource"]!["ip_list"]!["href"], (string?)change["resource"]!["ip_list"]!["name"]));
        Assert.Equal(["ip_ranges"], change["changes"]!.AsObject().Select(property => property.Key));
        Assert.Equal(
            ("192.0.2.1", "192.0.2.2"),
            (
                (string?)change["changes"]!["ip_ranges"]!["before"]![0]!["from_ip"],
                (string?)change["changes"]!["ip_ranges"]!["after"]![0]!["from_ip"]
            )
        );
        Assert.Equal((string?)update["href"], (string?)(await Admin.Get((string)update["href"]!))["href"]);
    }

    [Fact]
    public async Task Tell_what_a_version_modified()
    {
        var list = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Provision(list);
        var resource = (await Admin.Get("/events?event_type=sec_policy.create"))[0]!["resource_changes"]![0]!["resource"]!["sec_policy"]!;
        Assert.Equal((2, "created"), ((int)resource["version"]!, (string?)resource["modified_objects"]!["ip_lists"]![list]!["action"]));
    }

    [Fact]
    public async Task Are_found_by_type_time_and_number()
    {
        await Admin.CreateList("A", "192.0.2.1");
        _clock.Advance(TimeSpan.FromHours(1));
        await Admin.CreateList("B", "192.0.2.1");
        Assert.Equal(2, (await Types()).Length);
        Assert.Single(await Types("timestamp[gte]=2026-11-24T08:30:00Z"));
        Assert.Single(await Types("timestamp[lte]=2026-11-24T08:30:00Z"));
        Assert.Single(await Types("max_results=1"));
        Assert.Empty(await Types("event_type=ip_list.delete"));
        (await Admin.Send("GET", "/events?timestamp[gte]=yesterday")).Expect(406);
    }

    [Fact]
    public async Task Tell_of_a_failed_authentication()
    {
        using var stranger = new PceHands(Pce, "api_x", "y");
        await stranger.Send("GET", "/sec_policy/draft/ip_lists");
        var failed = (await Admin.Get("/events?event_type=request.authentication_failed"))[0]!;
        Assert.Equal(("failure", "{}"), ((string?)failed["status"], failed["created_by"]!["system"]!.ToJsonString()));
    }

    [Fact]
    public async Task Are_found_by_severity_status_and_author_and_come_asynchronously_on_request()
    {
        await Admin.CreateList("A", "192.0.2.1");
        using var stranger = new PceHands(Pce, "api_x", "y");
        await stranger.Send("GET", "/sec_policy/draft/ip_lists");
        Assert.Equal(["ip_list.create"], await Types("status=success&severity=info&created_by=/users/15"));
        Assert.Equal(["request.authentication_failed"], await Types("status=failure"));
        Assert.Equal(["request.authentication_failed"], await Types("created_by=system"));
        Assert.Empty(await Types("severity=crit"));

        var job = (await Admin.Send("GET", "/events?status=success", null, ("Prefer", "respond-async"))).Expect(202);
        Assert.Single((await Admin.Get((string)(await Admin.Get(job.Headers["Location"]))["result"]!["href"]!)).AsArray());
    }
}
