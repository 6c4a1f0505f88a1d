using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_simulated_PCE : SimulatorTest
{
    protected override SimulatorOptions Options =>
        PceHands.Options with
        {
            Users =
            [
                new ApiUser
                {
                    Key = "api_viewer",
                    Secret = "s",
                    Href = "/users/20",
                    ReadOnly = true,
                },
            ],
        };

    [Fact]
    public async Task Is_ready_in_under_a_second()
    {
        var clock = Stopwatch.StartNew();
        await using var pce = await SimulatedPce.StartAsync(
            PceHands.Options with
            {
                Seed = "three-tier",
            },
            TestContext.Current.CancellationToken
        );
        using var hands = new PceHands(pce);
        await hands.Get("/api/v2/noop");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Refuses_an_unknown_seed() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            SimulatedPce.StartAsync(PceHands.Options with { Seed = "four-tier" }, TestContext.Current.CancellationToken)
        );

    [Fact]
    public async Task Refuses_an_address_that_is_taken() =>
        await Assert.ThrowsAsync<IOException>(() =>
            SimulatedPce.StartAsync(PceHands.Options with { Urls = Pce.Url.ToString() }, TestContext.Current.CancellationToken)
        );

    [Fact]
    public async Task Stays_up_until_it_is_cancelled_or_disposed()
    {
        using var stop = new CancellationTokenSource();
        var shutdown = Pce.WaitForShutdownAsync(stop.Token);
        await Admin.Get("/api/v2/noop");
        Assert.False(shutdown.IsCompleted);
        await stop.CancelAsync();
        await shutdown.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        var other = await SimulatedPce.StartAsync(PceHands.Options, TestContext.Current.CancellationToken);
        var end = other.WaitForShutdownAsync(CancellationToken.None);
        await other.DisposeAsync();
        await end.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(PceHands.Key, "wrong")]
    [InlineData("api_nobody", PceHands.Secret)]
    public async Task Answers_a_wrong_key_with_401_and_no_body(string key, string secret)
    {
        using var stranger = new PceHands(Pce, key, secret);
        var reply = (await stranger.Send("GET", "/sec_policy/draft/ip_lists")).Expect(401);
        Assert.Equal("", reply.Text);
        Assert.NotNull(reply.Headers["X-Request-Id"]);
    }

    [Fact]
    public async Task Answers_another_organisation_with_403() => (await Admin.Send("GET", "/orgs/2/sec_policy/draft/ip_lists")).Expect(403);

    [Fact]
    public async Task Lets_a_read_only_key_read_and_answers_its_writes_with_forbidden_error()
    {
        using var viewer = new PceHands(Pce, "api_viewer", "s");
        await viewer.Get("/sec_policy/draft/ip_lists");
        var reply = (await viewer.Send("POST", "/sec_policy/draft/ip_lists", new JsonObject { ["name"] = "x" })).Expect(403);
        Assert.Equal(("forbidden_error", "Access denied"), (reply.Token, reply.Message));
    }

    [Theory]
    [InlineData("/api/v2/noop")]
    [InlineData("/sec_policy/draft/ip_lists")]
    [InlineData("/nothing/here")]
    public async Task Puts_an_X_Request_Id_on_every_answer(string path) =>
        Assert.True(Guid.TryParse((await Admin.Send("GET", path)).Headers["X-Request-Id"], out _));

    [Fact]
    public async Task Says_application_json_without_a_charset_also_in_errors()
    {
        Assert.Equal("application/json", (await Admin.Send("GET", "/sec_policy/draft/ip_lists")).Headers["Content-Type"]);
        Assert.Equal(
            "application/json",
            (await Admin.Send("POST", "/sec_policy/draft/ip_lists", new JsonArray())).Expect(406).Headers["Content-Type"]
        );
    }

    [Fact]
    public async Task Bears_the_odd_headers_of_real_clients()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        using var get = new HttpRequestMessage(HttpMethod.Get, $"/api/v2{href}") { Content = new StringContent("") };
        get.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await Admin.Send(get)).Expect(200);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"/api/v2{href}") { Content = new ByteArrayContent([]) };
        delete.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await Admin.Send(delete)).Expect(204);
    }

    [Fact]
    public async Task Refuses_a_body_that_is_missing_or_no_object_in_the_words_of_a_real_one()
    {
        var reply = (await Admin.Send("POST", "/sec_policy/draft/ip_lists")).Expect(406);
        Assert.Equal("input_validation_error", reply.Token);
        Assert.Equal(
            "Input validation failed. Details: "
                + "{The property '#/' of type NilClass did not match the following type: object "
                + "in schema sec_policy_ip_lists_post.schema.json}",
            reply.Message
        );
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("<html>")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task Answers_broken_JSON_with_400(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/orgs/1/sec_policy/draft/ip_lists")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        (await Admin.Send(request)).Expect(400);
    }

    [Fact]
    public async Task Answers_what_is_not_there_with_404_a_writable_active_policy_too()
    {
        (await Admin.Send("GET", "/sec_policy/draft/ip_lists/999")).Expect(404);
        (await Admin.Send("GET", "/sec_policy/draft/ip_lists/x")).Expect(404);
        (await Admin.Send("GET", "/sec_policy/99/ip_lists")).Expect(404);
        (await Admin.Send("GET", "/sec_policy/draft/deny_rules")).Expect(404);
        (await Admin.Send("POST", "/sec_policy/active/ip_lists", new JsonObject { ["name"] = "x" })).Expect(404);
    }

    [Fact]
    public async Task Tells_its_version_flat_with_a_long_display()
    {
        var version = await Admin.Get("/api/v2/product_version");
        Assert.Equal(("25.2.20", "25.2.20-1"), ((string?)version["version"], (string?)version["long_display"]));
    }

    [Fact]
    public async Task Tells_its_health_and_timers_and_that_it_is_available_without_credentials()
    {
        Assert.Equal("normal", (string?)(await Admin.Get("/api/v2/health"))[0]!["status"]);
        Assert.Equal(3600, (int)(await Admin.Get("/settings/workloads"))["workload_disconnected_timeout_seconds"]![0]!["value"]!);
        using var anybody = new PceHands(Pce, "", "");
        (await anybody.Send("GET", "/api/v2/node_available")).Expect(200);
    }

    [Fact]
    public async Task Holds_the_Any_list_All_Services_and_a_default_rule_set_that_the_system_made()
    {
        var any = (await Admin.Get("/sec_policy/active/ip_lists?name=Any (0.0.0.0/0 and ::/0)"))[0]!;
        Assert.Equal("/users/0", (string?)any["created_by"]!["href"]);
        Assert.Equal(["0.0.0.0/0", "::/0"], any["ip_ranges"]!.AsArray().Select(entry => (string?)entry!["from_ip"]));
        foreach (var pversion in new[] { "draft", "active" })
        {
            Assert.Equal("All Services", (string?)(await Admin.Get($"/sec_policy/{pversion}/services?name=All Services"))[0]!["name"]);
            var rule = (await Admin.Get($"/sec_policy/{pversion}/rule_sets"))[0]!["rules"]![0]!;
            Assert.Equal($"/orgs/1/sec_policy/{pversion}/ip_lists/1", (string?)rule["providers"]![0]!["ip_list"]!["href"]);
            Assert.Equal("ams", (string?)rule["consumers"]![0]!["actors"]);
        }

        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    [Fact]
    public async Task Records_the_calls_it_answers_in_process_and_over_the_wire()
    {
        await Admin.CreateList("L", "192.0.2.1");
        var call = Pce.Calls[^1];
        Assert.Equal(
            ("POST", "/api/v2/orgs/1/sec_policy/draft/ip_lists", 201, "/users/15"),
            (call.Method, call.Path, call.Status, call.By)
        );
        Assert.Contains("192.0.2.1", call.RequestBody);
        Assert.Contains("\"update_type\":\"create\"", call.ResponseBody);

        Assert.Equal("POST", (string?)(await Admin.Get("/sim/v1/calls")).AsArray()[^1]!["method"]);
        (await Admin.Send("DELETE", "/sim/v1/calls")).Expect(204);
        Assert.Empty(Pce.Calls);
    }
}
