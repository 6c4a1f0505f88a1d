using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shield.Core.Decisions.Traffic;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Pce.Traffic;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;
using SimulatedContact = Shield.PceSimulator.Traffic.Contact;

namespace Shield.EndToEndTests.Pce;

/// <summary>Who of us talked with a party, as the PCE's traffic tells it (docs/pce.md#21-traffic).</summary>
public sealed class A_reading_of_traffic : PceTest
{
    private const string Queries = "traffic_flows/async_queries";
    private const string Web = "web-1.shop.example";
    private const string App = "app-1.shop.example";
    private static readonly Indicator Attacker = Indicator.Parse("51.68.144.77");
    private static readonly Indicator Partner = Indicator.Parse("203.27.44.18");
    private static readonly Indicator Nobody = Indicator.Parse("198.27.66.141");

    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    protected override SimulatorOptions Options => base.Options with { Seed = "three-tier", TrafficDelay = TimeSpan.Zero };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Admin.Delete("/sim/v1/contacts");
        Pce.ClearCalls();
    }

    private SimulatedContact Talk(string from, string to, int port = 443, int connections = 1, string? name = null, int hoursAgo = 1) =>
        new()
        {
            From = from,
            To = to,
            Port = port,
            At = _now - TimeSpan.FromHours(hoursAgo),
            Connections = connections,
            Name = name,
        };

    private TrafficQuestion About(params Indicator[] parties) =>
        new()
        {
            Parties = [.. parties],
            Since = _now - TimeSpan.FromDays(7),
            Until = _now + TimeSpan.FromMinutes(1),
            Patience = TimeSpan.FromSeconds(30),
        };

    private Task<TrafficReading> Read(TrafficQuestion question) =>
        new TrafficReader(Client, TimeProvider.System).ReadAsync(question, Cancellation);

    private static string Tell(Flow flow) =>
        $"{flow.Workload} {flow.Direction} {flow.Remote}{flow.RemoteName} {flow.Port}/{flow.Protocol} {flow.Decision} {flow.Connections}";

    private static string[] Told(PartyTraffic traffic)
    {
        Assert.Null(traffic.NotKnown);
        return [.. traffic.Flows.Select(Tell).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Names_our_workloads_with_port_direction_decision_and_times()
    {
        Pce.Talk(
            Talk(Attacker.ToString(), Web, 443, connections: 7),
            Talk(Attacker.ToString(), Web, 25, hoursAgo: 3),
            Talk(App, Partner.ToString(), 443, connections: 3, name: "payments.partner.example"),
            Talk(Nobody.ToString(), Web, 443, hoursAgo: 24 * 8)
        );

        var reading = await Read(About(Attacker, Partner, Nobody));

        Assert.Equal([$"{Web} Inbound {Attacker} 25/6 Blocked 1", $"{Web} Inbound {Attacker} 443/6 Allowed 7"], Told(reading.Of(Attacker)));
        Assert.Equal([$"{App} Outbound {Partner}payments.partner.example 443/6 Allowed 3"], Told(reading.Of(Partner)));
        var flow = reading.Of(Partner).Flows.Single();
        Assert.StartsWith("/orgs/1/workloads/", flow.WorkloadHref, StringComparison.Ordinal);
        Assert.Equal(_now - TimeSpan.FromHours(1), flow.FirstSeen, TimeSpan.FromSeconds(1));
        Assert.Equal(flow.FirstSeen, flow.LastSeen);

        // Before the time that was asked about; known, and nothing reported.
        Assert.True(reading.Of(Nobody) is { IsKnown: true, Flows: [], IsCut: false });
    }

    [Fact]
    public async Task Is_one_query_for_all_addresses_and_leaves_none_behind()
    {
        Pce.Talk(Talk(Attacker.ToString(), Web));
        Indicator[] many = [.. Enumerable.Range(1, 150).Select(number => Indicator.Parse($"45.76.83.{number}")), Attacker];

        var reading = await Read(About(many));

        Assert.Single(Told(reading.Of(Attacker)));
        Assert.Equal(151, reading.Parties.Count);
        Assert.Single(Requests, request => request == $"POST {Queries}");
        Assert.Single(Writes, request => request.StartsWith($"DELETE {Queries}/", StringComparison.Ordinal));
        Assert.Empty((await Admin.Get($"/{Queries}")).AsArray());
    }

    [Fact]
    public async Task Is_several_queries_where_there_are_more_than_200_parties()
    {
        Indicator[] many = [.. Enumerable.Range(0, 401).Select(number => Indicator.Parse($"45.76.{number / 256}.{number % 256}"))];
        Pce.Talk(Talk(many[0].ToString(), Web), Talk(many[400].ToString(), Web));

        var reading = await Read(About(many));

        Assert.Equal(3, Requests.Count(request => request == $"POST {Queries}"));
        Assert.Equal([many[0], many[400]], reading.Parties.Where(party => party.Value.Flows is not []).Select(party => party.Key));
    }

    [Fact]
    public async Task Finds_a_range_by_its_addresses_and_a_name_by_what_was_asked_of_DNS()
    {
        var range = Indicator.Parse("45.76.83.0/24");
        var name = Indicator.Parse("evil.example.net");
        Pce.Talk(
            Talk(App, "45.76.83.201", 8443),
            Talk(App, "198.27.66.9", 443, name: "cdn.evil.example.net"),
            Talk(App, "198.27.66.10", 443, name: "notevil.example.net")
        );

        var reading = await Read(About(range, name, Attacker));

        Assert.Equal([$"{App} Outbound 45.76.83.201 8443/6 Allowed 1"], Told(reading.Of(range)));
        Assert.Equal([$"{App} Outbound 198.27.66.9cdn.evil.example.net 443/6 Allowed 1"], Told(reading.Of(name)));
        Assert.Empty(Told(reading.Of(Attacker)));
    }

    [Fact]
    public async Task That_reached_its_limit_of_rows_says_so()
    {
        Pce.Talk(Talk(Attacker.ToString(), Web), Talk(Attacker.ToString(), App));

        Assert.True((await Read(About(Attacker) with { MostRows = 1 })).Of(Attacker) is { IsCut: true, Flows.Length: 1 });
        Assert.True((await Read(About(Attacker) with { MostRows = 3 })).Of(Attacker) is { IsCut: false, Flows.Length: 2 });
    }

    [Fact]
    public async Task That_came_cut_is_not_known()
    {
        Pce.Talk(Talk(Attacker.ToString(), Web), Talk(Attacker.ToString(), App));
        Pce.Script(
            FaultJson
                .Parse(
                    """[{"match":{"method":"GET","path":"/orgs/*/traffic_flows/**/download"},"effect":{"kind":"truncated","rows":1,"headers":"absent"}}]"""
                )
                .ToArray()
        );

        var traffic = (await Read(About(Attacker))).Of(Attacker);

        Assert.Contains("has 2 rows, and 1 came", traffic.NotKnown, StringComparison.Ordinal);
        Assert.Empty(traffic.Flows);
    }

    [Fact]
    public async Task Of_a_range_that_the_PCE_refuses_leaves_the_addresses_known()
    {
        Pce.Talk(Talk(Attacker.ToString(), Web));
        var odd = Indicator.Parse("45.76.83.1-45.76.83.6");
        await using var pce = await RudePce.AnsweringAsync(
            context => RudePce.Answer(context, 406, """[{"token":"invalid_ip_address","message":"Invalid IP address specified"}]"""),
            context => RudePce.Answer(context, 202, Query("completed", flows: 0)),
            context => RudePce.Answer(context, 200, "[]"),
            context => RudePce.Answer(context, 204, null)
        );

        var reading = await ReadFrom(pce, About(odd, Attacker));

        Assert.Contains("invalid_ip_address", reading.Of(odd).NotKnown, StringComparison.Ordinal);
        Assert.True(reading.Of(Attacker) is { IsKnown: true, Flows: [] });
    }

    [Theory]
    [InlineData(403, """[{"token":"forbidden_error","message":"Not allowed"}]""", "403")]
    [InlineData(404, "", "404")]
    [InlineData(405, "", "405")]
    [InlineData(406, """[{"token":"input_validation_error","message":"no"}]""", "input_validation_error")]
    [InlineData(429, "", "429")]
    [InlineData(500, "", "500")]
    [InlineData(200, "<html>", "not what the API describes")]
    public async Task That_the_PCE_refuses_is_not_known_and_says_why(int status, string body, string why)
    {
        await using var pce = await RudePce.AnsweringAsync(status, body);

        var traffic = (await ReadFrom(pce, About(Attacker))).Of(Attacker);

        Assert.False(traffic.IsKnown);
        Assert.Contains(why, traffic.NotKnown, StringComparison.Ordinal);
        Assert.Empty(traffic.Flows);
    }

    [Fact]
    public async Task That_takes_too_long_is_not_known_and_its_query_is_deleted()
    {
        await using var pce = await RudePce.AnsweringAsync(Working);

        var traffic = (await ReadFrom(pce, About(Attacker))).Of(Attacker);

        Assert.Equal("the PCE did not answer a query of its traffic in 30 s", traffic.NotKnown);
        Assert.Equal("DELETE /api/v2/orgs/1/traffic_flows/async_queries/q1", pce.Wire.Sent[^1]);
        Assert.InRange(pce.Wire.Sent.Count, 10, 25); // Two seconds apart.
    }

    [Fact]
    public async Task That_failed_is_not_known()
    {
        await using var pce = await RudePce.AnsweringAsync(context => RudePce.Answer(context, 202, Query("failed")));

        Assert.Contains("is failed", (await ReadFrom(pce, About(Attacker))).Of(Attacker).NotKnown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_cancels_gets_no_answer_and_leaves_no_query_behind()
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var pce = await RudePce.AnsweringAsync(async context =>
        {
            if (context.Request.Method is "GET")
            {
                await cancelling.CancelAsync();
            }

            await Working(context);
        });

        var reading = new TrafficReader(pce.Client, pce.Clock).ReadAsync(About(Attacker), cancelling.Token);
        await pce.Pass(reading);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal("DELETE /api/v2/orgs/1/traffic_flows/async_queries/q1", pce.Wire.Sent[^1]);
    }

    [Fact]
    public async Task Shows_no_control_character_of_a_host_name_and_takes_an_unknown_word_for_no_decision()
    {
        await using var pce = await RudePce.AnsweringAsync(
            context => RudePce.Answer(context, 202, Query("completed", flows: 1)),
            context =>
                RudePce.Answer(
                    context,
                    200,
                    new JsonArray(
                        new JsonObject
                        {
                            ["src"] = new JsonObject { ["ip"] = Attacker.ToString() },
                            ["dst"] = new JsonObject
                            {
                                ["ip"] = "10.0.0.1",
                                ["workload"] = new JsonObject { ["href"] = "/orgs/1/workloads/1", ["hostname"] = "web\u001b[31m" },
                            },
                            ["service"] = new JsonObject { ["port"] = 22, ["proto"] = 6 },
                            ["num_connections"] = 1,
                            ["policy_decision"] = "perhaps",
                            ["flow_direction"] = "inbound",
                            ["timestamp_range"] = new JsonObject
                            {
                                ["first_detected"] = "2026-02-27T08:00:00Z",
                                ["last_detected"] = "2026-02-28T08:00:00Z",
                            },
                        }
                    ).ToJsonString()
                ),
            context => RudePce.Answer(context, 204, null)
        );

        var flow = (await ReadFrom(pce, About(Attacker))).Of(Attacker).Flows.Single();

        Assert.DoesNotContain('\u001b', flow.Workload);
        Assert.Equal(FlowDecision.Unknown, flow.Decision);
        Assert.Equal(Direction.Inbound, flow.Direction);
    }

    private static async Task<TrafficReading> ReadFrom(RudePce pce, TrafficQuestion question)
    {
        var reading = new TrafficReader(pce.Client, pce.Clock).ReadAsync(question, Cancellation);
        await pce.Pass(reading);
        return await reading;
    }

    private static Task Working(HttpContext context) =>
        context.Request.Method switch
        {
            "POST" => RudePce.Answer(context, 202, Query("queued")),
            "DELETE" => RudePce.Answer(context, 204, null),
            _ => RudePce.Answer(context, 200, Query("working")),
        };

    private static string Query(string status, int? flows = null) =>
        new JsonObject
        {
            ["href"] = "/orgs/1/traffic_flows/async_queries/q1",
            ["status"] = status,
            ["flows_count"] = flows,
            ["matches_count"] = flows,
        }.ToJsonString();
}
