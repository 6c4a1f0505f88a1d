using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shield.PceSimulator;
using Shield.PceSimulator.Traffic;

namespace Shield.EndToEndTests.Simulator;

/// <summary>Who talked with whom, and what the policy said then.</summary>
public sealed class Traffic_of_the_simulator : SimulatorTest
{
    private const string Queries = "/traffic_flows/async_queries";
    private const string BruteForce = "51.68.144.77";
    private const string Master = "45.76.83.201";
    private const string Auditors = "198.27.66.140";

    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);

    protected override SimulatorOptions Options => PceHands.Options with { Seed = "mixed", Clock = _clock };

    private static JsonObject Query(JsonObject? changes = null)
    {
        var query = new JsonObject
        {
            ["query_name"] = "all",
            ["start_date"] = "2026-11-10T00:00:00Z",
            ["sources"] = Side(),
            ["destinations"] = Side(),
            ["services"] = Side(),
            ["policy_decisions"] = new JsonArray(),
            ["max_results"] = 1000,
        };
        foreach (var (name, value) in changes ?? [])
        {
            query[name] = value?.DeepClone();
        }

        return query;
    }

    private static JsonObject Side(params JsonNode[] include) =>
        new() { ["include"] = new JsonArray(include), ["exclude"] = new JsonArray() };

    private static JsonObject One(string kind, JsonNode value) => new() { [kind] = value };

    private static JsonObject Of(string kind, string href) => One(kind, new JsonObject { ["href"] = href });

    private static JsonArray All(params JsonNode[] actors) => new(actors);

    private static async Task<JsonArray> Rows(PceHands hands, JsonObject? changes = null)
    {
        var href = (string)(await hands.Send("POST", Queries, Query(changes))).Expect(202).Json["href"]!;
        while ((string?)(await hands.Get(href))["status"] is not "completed") { }

        return (await hands.Get($"{href}/download")).AsArray();
    }

    private async Task<string[]> Told(JsonObject? changes = null) =>
        [.. (await Rows(Admin, changes)).Select(row => Tell(row!)).Order(StringComparer.Ordinal)];

    private static string Tell(JsonNode row) =>
        $"{End(row["src"]!)} > {End(row["dst"]!)}:{row["service"]!["port"]} {row["flow_direction"]} {row["policy_decision"]}"
        + $"{(row["boundary_decision"] is { } boundary ? $" {boundary}" : "")} {row["num_connections"]}";

    private static string End(JsonNode end) => (string?)end["workload"]?["name"] ?? (string)end["ip"]!;

    /// <summary>From now on only what the test itself says.</summary>
    private async Task Only(params Contact[] contacts)
    {
        await Admin.Delete("/sim/v1/contacts");
        Pce.Talk(contacts);
        _clock.Advance(TimeSpan.FromMinutes(10));
    }

    private Contact Contact(string from, string to, int port = 443, int connections = 1) =>
        new()
        {
            From = from,
            To = to,
            Port = port,
            At = _clock.GetUtcNow(),
            Connections = connections,
        };

    /// <summary>An override-deny rule against these addresses, both ways, for every workload.</summary>
    private async Task<string> Block(params string[] addresses)
    {
        var list = await Admin.CreateList("Threats", addresses);
        var ruleSet = (string)
            (await Admin.Post("/sec_policy/draft/rule_sets", new JsonObject { ["name"] = "R", ["scopes"] = new JsonArray() }))["href"]!;
        foreach (
            var (providers, consumers) in new[] { (One("actors", "ams"), Of("ip_list", list)), (Of("ip_list", list), One("actors", "ams")) }
        )
        {
            await Admin.Post(
                $"{ruleSet}/deny_rules",
                new JsonObject
                {
                    ["override"] = true,
                    ["providers"] = All(providers),
                    ["consumers"] = All(consumers),
                    ["ingress_services"] = All(new JsonObject { ["href"] = "/orgs/1/sec_policy/draft/services/1" }),
                }
            );
        }

        await Admin.Provision(list, ruleSet);
        return list;
    }

    private async Task<string> Workload(string name) => (string)(await Admin.Get($"/workloads?hostname={name}."))[0]!["href"]!;

    [Fact]
    public async Task Is_asked_for_by_a_query_that_is_queued_working_and_completed()
    {
        await Only(Contact(BruteForce, "web-1.shop.example", 22, connections: 7));
        var posted = (await Admin.Send("POST", Queries, Query())).Expect(202);
        var href = (string)posted.Json["href"]!;
        Assert.Equal("queued", (string?)posted.Json["status"]);
        Assert.Equal(href.Split('/')[^1], posted.Headers["Content-Location"]);
        Assert.Equal("/users/15", (string?)posted.Json["created_by"]!["href"]);
        (await Admin.Send("GET", $"{href}/download")).Expect(404);

        var working = await Admin.Get(href);
        Assert.Equal("working", (string?)working["status"]);
        Assert.Null(working["result"]);

        var done = await Admin.Get(href);
        Assert.Equal("completed", (string?)done["status"]);
        Assert.Equal($"{href}/download", (string?)done["result"]);
        Assert.Equal((1, 1), ((int)done["matches_count"]!, (int)done["flows_count"]!));
        Assert.True(JsonNode.DeepEquals(Query(), done["query_parameters"]));

        var row = (await Admin.Get((string)done["result"]!)).AsArray().Single()!;
        Assert.Equal($"{BruteForce} > web-1:22 inbound allowed 7", Tell(row));
        Assert.Equal("10.20.1.11", (string?)row["dst"]!["ip"]);
        Assert.Equal("full", (string?)row["dst"]!["workload"]!["enforcement_mode"]);
        Assert.Equal("Any (0.0.0.0/0 and ::/0)", (string?)row["src"]!["ip_lists"]![0]!["name"]);
        Assert.Equal("2026-11-24T08:00:00Z", (string?)row["timestamp_range"]!["first_detected"]);
        Assert.Equal("closed", (string?)row["state"]);
    }

    [Fact]
    public async Task Shows_each_person_their_own_queries_in_the_collection()
    {
        await Admin.Send("POST", Queries, Query());
        Assert.Equal("working", (string?)(await Admin.Get(Queries))[0]!["status"]);
        Assert.Equal("completed", (string?)(await Admin.Get(Queries))[0]!["status"]);

        await using var shared = await SimulatedPce.StartAsync(
            Options with
            {
                Users =
                [
                    new ApiUser
                    {
                        Key = "api_other",
                        Secret = "s",
                        Href = "/users/16",
                    },
                ],
            },
            TestContext.Current.CancellationToken
        );
        using var one = new PceHands(shared);
        using var other = new PceHands(shared, "api_other", "s");
        var href = (string)(await one.Send("POST", Queries, Query())).Json["href"]!;
        Assert.Empty((await other.Get(Queries)).AsArray());
        (await other.Send("GET", href)).Expect(404);
    }

    [Fact]
    public async Task Lets_a_query_be_cancelled_while_it_is_under_way_and_deleted_at_any_time()
    {
        var href = (string)(await Admin.Send("POST", Queries, Query())).Json["href"]!;
        await Admin.Put(href, new JsonObject { ["status"] = "cancel_requested" });
        Assert.Equal("cancelled", (string?)(await Admin.Get(href))["status"]);
        Assert.Equal(
            "query_not_under_way",
            (await Admin.Send("PUT", href, new JsonObject { ["status"] = "cancel_requested" })).Expect(406).Token
        );
        await Admin.Delete(href);
        (await Admin.Send("GET", href)).Expect(404);
        (await Admin.Send("DELETE", href)).Expect(404);
    }

    [Fact]
    public async Task May_be_asked_for_with_a_key_that_may_only_read()
    {
        await using var shared = await SimulatedPce.StartAsync(
            Options with
            {
                Users =
                [
                    new ApiUser
                    {
                        Key = "api_reader",
                        Secret = "s",
                        Href = "/users/17",
                        ReadOnly = true,
                    },
                ],
            },
            TestContext.Current.CancellationToken
        );
        using var reader = new PceHands(shared, "api_reader", "s");
        Assert.NotEmpty(await Rows(reader));
    }

    [Theory]
    [InlineData("""{"max_results":200001}""")]
    [InlineData("""{"max_results":null}""")]
    [InlineData("""{"start_date":"the day before yesterday"}""")]
    [InlineData("""{"start_date":["2026-11-10"]}""")]
    [InlineData("""{"policy_decisions":["denied"]}""")]
    [InlineData("""{"sources":{"include":[{"actors":"ams"}],"exclude":[]}}""")]
    [InlineData("""{"sources":{"include":[[{"actors":"ams","ip_address":"203.0.113.9"}]],"exclude":[]}}""")]
    [InlineData("""{"sources":{"include":[[{"ip_address":"203.0.113.900"}]],"exclude":[]}}""")]
    [InlineData("""{"sources":{"include":[[{"label":{"href":"/orgs/1/labels/999"}}]],"exclude":[]}}""")]
    [InlineData("""{"sources":{"include":[]}}""")]
    [InlineData("""{"colour":"red"}""")]
    public async Task Refuses_a_query_that_its_schema_would_not_take(string changes) =>
        (await Admin.Send("POST", Queries, Query(JsonNode.Parse(changes)!.AsObject()))).Expect(406);

    [Fact]
    public async Task Lets_attackers_in_before_a_block_and_shows_them_blocked_after_it()
    {
        _clock.Advance(TimeSpan.FromHours(2));
        var day = new JsonObject { ["destinations"] = Side(All(Of("workload", await Workload("web-1")))) };
        string[] before = [.. (await Told(day)).Where(row => row.StartsWith(BruteForce, StringComparison.Ordinal))];
        Assert.Equal(2, before.Length);
        Assert.All(before, row => Assert.Contains(" inbound allowed ", row, StringComparison.Ordinal));

        await Block(BruteForce, Master);
        var blocked = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromHours(3));

        var rows = await Rows(Admin);
        var sshd = rows.Where(row => (string?)row!["src"]!["ip"] == BruteForce && (int)row["service"]!["port"]! is 22).ToArray();
        Assert.Equal(["allowed", "blocked"], sshd.Select(row => (string?)row!["policy_decision"]));
        Assert.Equal("blocked_by_override_deny", (string?)sshd[1]!["boundary_decision"]);
        Assert.Equal("new", (string?)sshd[1]!["state"]);
        Assert.True(Time(sshd[0]!, "last_detected") <= blocked && Time(sshd[1]!, "first_detected") >= blocked);
        Assert.Contains(
            rows,
            row =>
                (string?)row!["dst"]!["ip"] == Master
                && Tell(row).Contains("app-1 >", StringComparison.Ordinal)
                && Tell(row).Contains(" outbound blocked blocked_by_override_deny ", StringComparison.Ordinal)
        );
        Assert.All(
            rows.Where(row => (string?)row!["src"]!["ip"] == Auditors),
            row => Assert.Equal("allowed", (string?)row!["policy_decision"])
        );
    }

    private static DateTimeOffset Time(JsonNode row, string which) =>
        DateTimeOffset.Parse((string)row["timestamp_range"]![which]!, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Is_the_same_for_the_same_seed_and_clock_and_another_for_another_seed()
    {
        var first = (await Rows(Admin)).ToJsonString();
        var again = await RowsOf(Options);
        var other = await RowsOf(Options with { TrafficSeed = 2 });
        Assert.True((await Rows(Admin)).Count > 20);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        // A part of the time is the same as in the whole.
        var parts = new JsonObject { ["end_date"] = "2026-11-20T00:00:00Z" };
        var rest = new JsonObject { ["start_date"] = "2026-11-20T00:00:00Z" };
        Assert.Equal(Sum(await Rows(Admin)), Sum(await Rows(Admin, parts)) + Sum(await Rows(Admin, rest)));

        static long Sum(JsonArray rows) => rows.Sum(row => (long)row!["num_connections"]!);

        static async Task<string> RowsOf(SimulatorOptions options)
        {
            await using var pce = await SimulatedPce.StartAsync(options, TestContext.Current.CancellationToken);
            using var hands = new PceHands(pce);
            return (await Rows(hands)).ToJsonString();
        }
    }

    [Fact]
    public async Task Between_two_workloads_is_reported_by_each_of_them()
    {
        await Only(Contact("web-1.shop.example", "app-1.shop.example", 8080), Contact("web-2.shop.example", "db-1.shop.example", 5432));
        Assert.Equal(
            [
                "web-1 > app-1:8080 inbound allowed 1",
                "web-1 > app-1:8080 outbound allowed 1",
                // The sender lets everything out; the database lets only the application in.
                "web-2 > db-1:5432 inbound blocked 1",
                "web-2 > db-1:5432 outbound allowed 1",
            ],
            await Told()
        );
    }

    [Fact]
    public async Task Is_judged_by_the_mode_that_the_host_had_at_that_time()
    {
        await Block(BruteForce);
        var href = await Workload("web-1");
        await Admin.Delete("/sim/v1/contacts");
        foreach (var mode in new[] { "full", "selective", "visibility_only", "idle" })
        {
            await Admin.Put(href, new JsonObject { ["enforcement_mode"] = mode });
            Pce.Talk(
                Contact(BruteForce, "web-1.shop.example"),
                Contact(Auditors, "web-1.shop.example"),
                Contact(Auditors, "web-1.shop.example", 25)
            );
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(
            [
                $"{Auditors} > web-1:25 inbound blocked 1",
                $"{Auditors} > web-1:25 inbound potentially_blocked 1",
                $"{Auditors} > web-1:25 inbound potentially_blocked 1",
                $"{Auditors} > web-1:25 inbound unknown 1",
                $"{Auditors} > web-1:443 inbound allowed 1",
                $"{Auditors} > web-1:443 inbound allowed 1",
                $"{Auditors} > web-1:443 inbound allowed 1",
                $"{Auditors} > web-1:443 inbound unknown 1",
                $"{BruteForce} > web-1:443 inbound blocked blocked_by_override_deny 1",
                $"{BruteForce} > web-1:443 inbound blocked blocked_by_override_deny 1",
                $"{BruteForce} > web-1:443 inbound potentially_blocked blocked_by_override_deny 1",
                $"{BruteForce} > web-1:443 inbound unknown 1",
            ],
            await Told()
        );
    }

    [Fact]
    public async Task Can_be_asked_for_once_the_hosts_have_reported_it()
    {
        await Admin.Delete("/sim/v1/contacts");
        Pce.Talk(Contact(Auditors, "web-1.shop.example"));
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(await Told());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await Told());
    }

    [Fact]
    public async Task Has_no_row_of_a_host_that_reports_nothing()
    {
        string[] hosts = ["suspended-1", "offline-1", "degraded-1", "coexisting-1", "unmanaged-1", "late-1"];
        await Only([.. hosts.Select(host => Contact(Auditors, $"{host}.shop.example"))]);
        Assert.Equal([$"{Auditors} > late-1:443 inbound allowed 1"], await Told());
    }

    [Fact]
    public async Task Is_found_by_sides_services_and_decisions()
    {
        await Only(
            Contact(BruteForce, "web-1.shop.example", 22),
            Contact(Auditors, "web-2.shop.example"),
            Contact("app-1.shop.example", "203.27.44.18") with
            {
                Name = "payments.partner.example",
            },
            Contact("web-1.shop.example", "app-1.shop.example", 8080)
        );
        var role = (string)(await Admin.Get("/labels?key=role&value=web"))[0]!["href"]!;
        var list = await Admin.CreateList("Some", "51.68.144.0/24", "10.20.1.0/24");
        var ssh = $"{BruteForce} > web-1:22 inbound allowed 1";
        var site = $"{Auditors} > web-2:443 inbound allowed 1";
        var pay = "app-1 > 203.27.44.18:443 outbound allowed 1";
        string[] inside = ["web-1 > app-1:8080 inbound allowed 1", "web-1 > app-1:8080 outbound allowed 1"];
        string[] listed = [ssh, .. inside];
        string[] outward = [pay, .. inside];

        Assert.Equal([ssh], await Sources(All(One("ip_address", BruteForce))));
        Assert.Equal([ssh], await Sources(All(One("ip_address", "51.68.144.0/24"))));
        Assert.Equal([ssh], await Sources(All(Of("ip_list", list))));
        Assert.Equal(
            listed,
            await Told(new JsonObject { ["sources"] = Side(All(Of("ip_list", list))), ["exclude_workloads_from_ip_list_query"] = false })
        );
        Assert.Equal(inside, await Sources(All(One("actors", "ams"), Of("label", role))));
        Assert.Equal([site, ssh], await Sources(All(One("ip_address", Auditors)), All(One("ip_address", BruteForce))));
        Assert.Equal([ssh], await Destinations(All(Of("workload", await Workload("web-1")))));
        Assert.Equal([pay], await Destinations(All(One("fqdn", "partner.example"))));
        Assert.Equal(
            [site, ssh],
            await Told(
                new JsonObject
                {
                    ["sources_destinations_query_op"] = "or",
                    ["sources"] = Side(All(One("ip_address", BruteForce))),
                    ["destinations"] = Side(All(Of("workload", await Workload("web-2")))),
                }
            )
        );
        Assert.Equal(outward, await Told(new JsonObject { ["destinations"] = Without(Of("label", role)) }));
        Assert.Empty(await Told(new JsonObject { ["destinations"] = Without(One("transmission", "unicast")) }));
        Assert.Equal([site, pay], await Services(new JsonObject { ["port"] = 443, ["proto"] = 6 }));
        Assert.Equal([ssh], await Services(new JsonObject { ["port"] = 1, ["to_port"] = 100 }));
        Assert.Empty(await Services(new JsonObject { ["process_name"] = "nginx" }));
        Assert.Empty(await Told(new JsonObject { ["policy_decisions"] = new JsonArray("blocked", "potentially_blocked", "unknown") }));
        Assert.Empty(await Told(new JsonObject { ["boundary_decisions"] = new JsonArray("blocked_by_override_deny") }));
        Assert.Empty(await Told(new JsonObject { ["data_sources"] = new JsonObject { ["include"] = new JsonArray("flowlink") } }));
        Assert.Empty(await Told(new JsonObject { ["end_date"] = "2026-11-24" }));

        Task<string[]> Sources(params JsonNode[] include) => Told(new JsonObject { ["sources"] = Side(include) });
        Task<string[]> Destinations(params JsonNode[] include) => Told(new JsonObject { ["destinations"] = Side(include) });
        Task<string[]> Services(JsonNode include) => Told(new JsonObject { ["services"] = Side(include) });
        static JsonObject Without(JsonNode actor) => new() { ["include"] = new JsonArray(), ["exclude"] = All(actor) };
    }

    [Fact]
    public async Task Is_cut_at_max_results_and_says_how_much_there_was()
    {
        await Only(
            Contact(BruteForce, "web-1.shop.example"),
            Contact(Auditors, "web-1.shop.example"),
            Contact(Master, "web-1.shop.example")
        );
        var href = (string)(await Admin.Send("POST", Queries, Query(new JsonObject { ["max_results"] = 2 }))).Json["href"]!;
        await Admin.Get(href);
        var done = await Admin.Get(href);
        Assert.Equal((3, 2), ((int)done["matches_count"]!, (int)done["flows_count"]!));
        Assert.Equal(2, (await Admin.Get($"{href}/download")).AsArray().Count);
    }

    [Fact]
    public async Task Is_made_by_contacts_that_are_posted_read_and_deleted_on_the_simulators_own_path()
    {
        await Admin.Delete("/sim/v1/contacts");
        var contact = new JsonObject
        {
            ["from"] = "203.27.44.19",
            ["to"] = "2a05:d014:9da:8c10::11",
            ["port"] = 443,
            ["at"] = "2026-11-23T08:00:00Z",
            ["connections"] = 9,
        };
        await Admin.Post("/sim/v1/contacts", new JsonArray(contact.DeepClone()));
        Assert.Equal(9, (int)(await Admin.Get("/sim/v1/contacts"))[0]!["connections"]!);
        Assert.Equal(["203.27.44.19 > web-1:443 inbound allowed 9"], await Told());

        contact["to"] = "nobody.example";
        Assert.Equal(
            "input_validation_error",
            (await Admin.Send("POST", "/sim/v1/contacts", new JsonArray(contact.DeepClone()))).Expect(406).Token
        );
        await Admin.Delete("/sim/v1/contacts");
        Assert.Empty((await Admin.Get("/sim/v1/contacts")).AsArray());
        Assert.Empty(await Told());
    }
}
