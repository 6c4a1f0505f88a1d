using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_fault_script : SimulatorTest
{
    private const string Lists = "/sec_policy/draft/ip_lists";

    private async Task<int[]> Statuses(int calls, string path = Lists)
    {
        var statuses = new List<int>();
        for (var call = 0; call < calls; call++)
        {
            statuses.Add((await Admin.Send("GET", path)).Status);
        }

        return [.. statuses];
    }

    [Fact]
    public async Task Happens_from_the_nth_call_that_fits_and_so_often()
    {
        Pce.Script(
            new FaultRule
            {
                Method = "GET",
                Path = "/orgs/*/sec_policy/draft/ip_lists",
                From = 2,
                Count = 2,
                Effect = new Fault.ServerError(503),
            }
        );
        await Admin.CreateList("L", "192.0.2.1");
        await Admin.Get("/sec_policy/active/ip_lists");
        var statuses = await Statuses(4);
        Assert.Equal([200, 503, 503, 200], statuses);
        Assert.Equal("server_error", Pce.Calls[^2].Faults);
    }

    [Fact]
    public async Task Happens_to_one_persons_calls_and_to_nobody_elses()
    {
        await using var pce = SimulatedPce.WithoutSocket(
            PceHands.Options with
            {
                Users =
                [
                    new ApiUser
                    {
                        Key = "api_b0",
                        Secret = "s",
                        Href = "/users/77",
                    },
                ],
            },
            new Uri("http://127.0.0.1:8443")
        );
        using var bo = new PceHands(pce.NewWire(), pce.Url, "api_b0", "s");
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        pce.Script(new FaultRule { By = "/users/77", Effect = new Fault.ServerError(503) });
        (await bo.Send("GET", "/api/v2/noop")).Expect(503);
        await admin.Get("/api/v2/noop");

        await admin.Post(
            "/sim/v1/faults",
            JsonNode.Parse("""[{"match":{"by":"/users/15"},"effect":{"kind":"server_error","status":500}}]""")!
        );
        await bo.Get("/api/v2/noop");
        (await admin.Send("GET", "/api/v2/noop")).Expect(500);
    }

    [Theory]
    [InlineData("/orgs/*/sec_policy/*/ip_lists", "/orgs/1/sec_policy/active/ip_lists", true)]
    [InlineData("/orgs/*/sec_policy/*/ip_lists", "/orgs/1/sec_policy/active/ip_lists/1", false)]
    [InlineData("/orgs/**", "/orgs/1/sec_policy/active/ip_lists/1", true)]
    [InlineData("**/ip_lists/*", "/orgs/1/sec_policy/active/ip_lists/1", true)]
    [InlineData("/orgs/1/sec.policy/pending", "/orgs/1/sec_policy/pending", false)]
    public async Task Goes_by_segments_of_the_path(string pattern, string path, bool fits)
    {
        Pce.Script(new FaultRule { Path = pattern, Effect = new Fault.ServerError(500) });
        (await Admin.Send("GET", $"/api/v2{path}?name=x")).Expect(fits ? 500 : 200);
    }

    [Fact]
    public async Task Is_the_same_for_the_same_seed_and_another_for_another()
    {
        FaultRule Half(int seed) =>
            new()
            {
                Probability = 0.5,
                Seed = seed,
                Effect = new Fault.ServerError(502),
            };
        Pce.Script(Half(7));
        var first = await Statuses(30);
        Pce.Script(Half(7));
        Assert.Equal(first, await Statuses(30));
        Pce.Script(Half(8));
        Assert.NotEqual(first, await Statuses(30));
        Assert.InRange(first.Count(status => status is 502), 5, 25);
    }

    [Fact]
    public async Task Answers_429_with_and_without_Retry_After_and_500_without_a_body_and_503_in_HTML()
    {
        Pce.Script(
            new FaultRule { Count = 1, Effect = new Fault.TooManyRequests(7) },
            new FaultRule
            {
                From = 2,
                Count = 1,
                Effect = new Fault.TooManyRequests(),
            },
            new FaultRule
            {
                From = 3,
                Count = 1,
                Effect = new Fault.ServerError(500),
            },
            new FaultRule
            {
                From = 4,
                Count = 1,
                Effect = new Fault.ServerError(503),
            }
        );
        var first = (await Admin.Send("GET", Lists)).Expect(429);
        Assert.Equal(("too_many_requests_error", "7"), (first.Token, first.Headers["Retry-After"]));
        Assert.False((await Admin.Send("GET", Lists)).Expect(429).Headers.ContainsKey("Retry-After"));
        Assert.Equal("", (await Admin.Send("GET", Lists)).Expect(500).Text);
        Assert.StartsWith("<html>", (await Admin.Send("GET", Lists)).Expect(503).Text);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(406)]
    public async Task Leaves_nothing_done_where_it_refuses(int status)
    {
        Pce.Script(
            new FaultRule
            {
                Method = "POST",
                Count = 1,
                Effect = status switch
                {
                    429 => new Fault.TooManyRequests(),
                    503 => new Fault.ServerError(503),
                    _ => new Fault.DatabaseLock(),
                },
            }
        );
        var reply = (
            await Admin.Send("POST", Lists, new JsonObject { ["name"] = "L", ["ip_ranges"] = PceHands.Ranges("192.0.2.1") })
        ).Expect(status);
        if (status is 406)
        {
            Assert.Contains("Could not get a database lock", reply.Text);
        }

        Assert.Single((await Admin.Get(Lists)).AsArray());
    }

    [Theory]
    [InlineData(Moment.Before, false)]
    [InlineData(Moment.After, true)]
    [InlineData(Moment.Midway, true)]
    public async Task Breaks_the_connection_before_or_after_the_change_took_effect(Moment when, bool tookEffect)
    {
        Pce.Script(
            new FaultRule
            {
                Method = "POST",
                Count = 1,
                Effect = new Fault.Reset(when),
            }
        );
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Admin.CreateList("L", "192.0.2.1"));
        Assert.Equal(tookEffect ? 201 : 0, Pce.Calls[^1].Status);
        Assert.Equal(tookEffect ? 2 : 1, (await Admin.Get(Lists)).AsArray().Count);
    }

    [Theory]
    [InlineData(Moment.Before, false)]
    [InlineData(Moment.After, true)]
    public async Task Is_late_before_or_after_the_change_took_effect(Moment when, bool tookEffect)
    {
        Pce.Script(
            new FaultRule
            {
                Method = "POST",
                Count = 1,
                Effect = new Fault.Latency(TimeSpan.FromSeconds(30), when),
            }
        );
        using var http = new HttpClient { BaseAddress = Pce.Url, Timeout = TimeSpan.FromSeconds(0.5) };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v2/orgs/1{Lists}")
        {
            Content = new StringContent("""{"name":"L","ip_ranges":[{"from_ip":"192.0.2.1"}]}"""),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{PceHands.Key}:{PceHands.Secret}"))
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal(tookEffect ? 2 : 1, (await Admin.Get(Lists)).AsArray().Count);
    }

    [Fact]
    public async Task Waits_as_long_as_it_says()
    {
        Pce.Script(
            new FaultRule { Effect = new Fault.Latency(TimeSpan.FromMilliseconds(120)) },
            new FaultRule { Effect = new Fault.Latency(TimeSpan.FromMilliseconds(80), Moment.After) }
        );
        var clock = Stopwatch.StartNew();
        await Admin.Get(Lists);
        Assert.InRange(clock.ElapsedMilliseconds, 190, 5_000);
    }

    [Fact]
    public async Task Reads_stale_as_of_before_the_last_changes_and_changes_nothing_by_that()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") });
        await Admin.Provision(href);
        Pce.Script(
            new FaultRule
            {
                Method = "GET",
                Count = 1,
                Effect = new Fault.StaleRead(),
            },
            new FaultRule
            {
                Method = "GET",
                From = 2,
                Count = 1,
                Effect = new Fault.StaleRead(2),
            },
            new FaultRule
            {
                Method = "GET",
                From = 3,
                Count = 1,
                Effect = new Fault.StaleRead(3),
            }
        );
        Assert.Equal("update_type=create", $"update_type={(await Admin.Get(href))["update_type"]}");
        Assert.Equal("192.0.2.1", (string?)(await Admin.Get(href))["ip_ranges"]![0]!["from_ip"]);
        (await Admin.Send("GET", href)).Expect(404);
        Assert.Equal("192.0.2.2", (string?)(await Admin.Get(href.Replace("draft", "active")))["ip_ranges"]![0]!["from_ip"]);
    }

    [Theory]
    [InlineData(CountHeaders.Honest, "4")]
    [InlineData(CountHeaders.Deceiving, "2")]
    [InlineData(CountHeaders.Absent, null)]
    public async Task Truncates_a_collection_without_a_word(CountHeaders headers, string? count)
    {
        foreach (var name in new[] { "A", "B", "C" })
        {
            await Admin.CreateList(name, "192.0.2.1");
        }

        Pce.Script(
            new FaultRule
            {
                Path = "**/ip_lists",
                Count = 1,
                Effect = new Fault.Truncated(2, headers),
            }
        );
        var reply = (await Admin.Send("GET", Lists)).Expect(200);
        Assert.Equal(2, reply.Json.AsArray().Count);
        Assert.Equal(
            (count, count),
            (reply.Headers.GetValueOrDefault("X-Total-Count"), reply.Headers.GetValueOrDefault("X-Matched-Count"))
        );
    }

    [Theory]
    [InlineData(Moment.Before, "192.0.2.7")]
    [InlineData(Moment.After, "192.0.2.1,192.0.2.9")]
    public async Task Lets_another_administrator_edit_a_list_before_or_after_a_call(Moment when, string seen)
    {
        var href = await Admin.CreateList("L", "192.0.2.1", "192.0.2.2");
        await Admin.Provision(href);
        Pce.Script(
            new FaultRule
            {
                Method = "PUT",
                Count = 1,
                Effect = new Fault.AnotherAdministrator("L")
                {
                    When = when,
                    Add = ["192.0.2.9"],
                    Remove = ["192.0.2.7"],
                    Provision = true,
                    By = "/users/41",
                },
            }
        );
        await Admin.Put(
            href,
            new JsonObject { ["ip_ranges"] = PceHands.Ranges(when is Moment.Before ? ["192.0.2.7"] : ["192.0.2.1", "192.0.2.7"]) }
        );
        Assert.Equal(seen, string.Join(',', (await Admin.Get(href))["ip_ranges"]!.AsArray().Select(range => (string?)range!["from_ip"])));

        var active = string.Join(
            ',',
            (await Admin.Get(href.Replace("draft", "active")))["ip_ranges"]!.AsArray().Select(range => (string?)range!["from_ip"])
        );
        Assert.Equal(when is Moment.Before ? "192.0.2.1,192.0.2.2,192.0.2.9" : seen, active);
        Assert.Equal("/users/41", (string?)(await Admin.Get("/sec_policy"))[0]!["created_by"]!["href"]);
        Assert.Equal("/users/41", (string?)(await Admin.Get("/events?event_type=sec_policy.create"))[0]!["created_by"]!["user"]!["href"]);
    }

    [Fact]
    public async Task Lets_another_administrator_edit_though_the_call_itself_never_arrives()
    {
        var href = await Admin.CreateList("L", "192.0.2.1");
        Pce.Script(
            new FaultRule
            {
                Method = "PUT",
                Count = 1,
                Effect = new Fault.Reset(Moment.Before),
            },
            new FaultRule
            {
                Method = "PUT",
                Count = 1,
                Effect = new Fault.AnotherAdministrator("L") { Add = ["192.0.2.9"] },
            }
        );
        await Assert.ThrowsAnyAsync<HttpRequestException>(() =>
            Admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.7") })
        );
        Assert.Equal(
            "192.0.2.1,192.0.2.9",
            string.Join(',', (await Admin.Get(href))["ip_ranges"]!.AsArray().Select(range => (string?)range!["from_ip"]))
        );
    }

    [Fact]
    public async Task Finds_the_list_of_another_administrator_by_its_mark_and_does_nothing_where_there_is_none()
    {
        var href = (string)
            (
                await Admin.Post(
                    Lists,
                    new JsonObject
                    {
                        ["name"] = "L",
                        ["external_data_set"] = "s",
                        ["external_data_reference"] = "ours/in",
                        ["ip_ranges"] = PceHands.Ranges("192.0.2.1"),
                    }
                )
            )["href"]!;
        Pce.Script(
            new FaultRule
            {
                Path = "/noop",
                Effect = new Fault.AnotherAdministrator("ours/in") { Add = ["198.51.100.0-198.51.100.9"] },
            },
            new FaultRule
            {
                Path = "/noop",
                Effect = new Fault.AnotherAdministrator("no such list") { Add = ["192.0.2.3"] },
            }
        );
        await Admin.Get("/api/v2/noop");
        Assert.Equal("198.51.100.9", (string?)(await Admin.Get(href))["ip_ranges"]![1]!["to_ip"]);
    }

    [Fact]
    public async Task Is_written_as_JSON_and_posted_read_and_deleted_on_the_simulators_own_path()
    {
        var script = JsonNode.Parse(
            """
            [
              {"match":{"method":"PUT","path":"**/ip_lists/*"},"from":1,"count":1,"effect":{"kind":"reset","when":"after"}},
              {"match":{"path":"/orgs/**"},"probability":0.25,"seed":3,"effect":{"kind":"latency","milliseconds":1,"when":"after"}},
              {"effect":{"kind":"too_many_requests","retry_after":1},"from":100},
              {"effect":{"kind":"server_error","status":502},"from":100},
              {"effect":{"kind":"stale_read","changes":2},"from":100},
              {"effect":{"kind":"truncated","rows":10,"headers":"absent"},"from":100},
              {"effect":{"kind":"database_lock"},"from":100},
              {"effect":{"kind":"another_administrator","list":"L","when":"after","add":["192.0.2.7"],"remove":["192.0.2.0/28"],"provision":true,"by":"/users/41"},"from":100}
            ]
            """
        )!;
        (await Admin.Send("POST", "/sim/v1/faults", script)).Expect(201);
        var href = await Admin.CreateList("L", "192.0.2.1");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() =>
            Admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") })
        );
        var told = (await Admin.Send("GET", "/sim/v1/faults")).Expect(200).Json;
        Assert.Equal(
            (8, "reset", 1, 1),
            (told.AsArray().Count, (string?)told[0]!["effect"], (int)told[0]!["fitted"]!, (int)told[0]!["happened"]!)
        );

        (await Admin.Send("DELETE", "/sim/v1/faults")).Expect(204);
        Assert.Equal("[]", (await Admin.Get("/sim/v1/faults")).ToJsonString());
        using var stranger = new PceHands(Pce, "api_x", "y");
        (await stranger.Send("POST", "/sim/v1/faults", new JsonArray())).Expect(401);
    }

    [Theory]
    [InlineData("{}", "#/")]
    [InlineData("""[{"effect":{"kind":"flood"}}]""", "flood")]
    [InlineData("""[{"effect":{"kind":"latency"}}]""", "milliseconds")]
    [InlineData("""[{"effect":{"kind":"server_error","status":404}}]""", "#/0/effect/status")]
    [InlineData("""[{"effect":{"kind":"database_lock","rows":1}}]""", "rows")]
    [InlineData("""[{"effect":{"kind":"database_lock"}},{"match":{"verb":"GET"},"effect":{"kind":"database_lock"}}]""", "#/1/match")]
    [InlineData("""[{"probability":1.5,"effect":{"kind":"database_lock"}}]""", "probability")]
    [InlineData("""[{"effect":{"kind":"another_administrator","list":"L","add":["300.1.1.1"]}}]""", "300.1.1.1")]
    public async Task Is_refused_with_what_is_wrong_and_where(string script, string part) =>
        Assert.Contains(part, (await Admin.Send("POST", "/sim/v1/faults", JsonNode.Parse(script))).Expect(406).Message);

    [Fact]
    public void Is_read_from_a_file_with_the_same_words()
    {
        Assert.Equal(
            new Fault.ServerError(500),
            Assert.Single(FaultJson.Parse("""[{"effect":{"kind":"server_error","status":500}}]""")).Effect
        );
        Assert.Throws<FormatException>(() => FaultJson.Parse("[{"));
        Assert.Throws<FormatException>(() => FaultJson.Parse("""[{"effect":{"kind":"flood"}}]"""));
        Assert.Throws<ArgumentException>(() => Pce.Script(new FaultRule { Effect = new Fault.AnotherAdministrator("L") { Add = ["x"] } }));
    }
}
