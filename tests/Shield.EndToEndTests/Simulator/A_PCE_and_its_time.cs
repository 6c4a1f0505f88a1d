using System.Text.Json.Nodes;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Simulator;

/// <summary>A clock that somebody sets, a list that is made anew, and an organisation that is.</summary>
public sealed class A_PCE_and_its_time
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Uri Url = new("http://127.0.0.1:8443");

    private readonly SetClock _clock = new() { Now = Noon };

    private SimulatedPce New() => SimulatedPce.WithoutSocket(PceHands.Options with { Seed = "three-tier", Clock = _clock }, Url);

    [Fact]
    public async Task Tells_its_own_clock_also_when_that_is_set_back()
    {
        await using var pce = New();
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        Assert.Equal("Tue, 24 Nov 2026 12:00:00 GMT", (await admin.Send("GET", "/api/v2/noop")).Headers["Date"]);

        _clock.Now = Noon - TimeSpan.FromDays(2);
        var href = await admin.CreateList("L", "192.0.2.1");
        await admin.Provision(href);
        Assert.Equal("2026-11-22T12:00:00.000Z", (string?)(await admin.Get(href))["created_at"]);

        // The newest version is the newest by number, whatever its clock said.
        var newest = (await admin.Get("/sec_policy?max_results=1"))[0]!;
        Assert.Equal((3, "2026-11-22T12:00:00.000Z"), ((int)newest["version"]!, (string?)newest["created_at"]));
        Assert.Equal("sec_policy.create", (string?)(await admin.Get("/events"))[0]!["event_type"]);
    }

    [Fact]
    public async Task Keeps_a_lists_creation_until_somebody_makes_it_anew_under_another_href()
    {
        await using var pce = New();
        using var admin = new PceHands(pce.NewWire(), pce.Url);
        var href = await admin.CreateList("L", "192.0.2.1");
        await admin.Provision(href);
        _clock.Now += TimeSpan.FromHours(1);
        await admin.Put(href, new JsonObject { ["ip_ranges"] = PceHands.Ranges("192.0.2.2") });
        await admin.Provision(href);
        Assert.Equal(("2026-11-24T12:00:00.000Z", "2026-11-24T13:00:00.000Z"), await Times(admin, href));
        Assert.Equal(
            ("2026-11-24T12:00:00.000Z", "2026-11-24T13:00:00.000Z"),
            await Times(admin, href.Replace("draft", "active", StringComparison.Ordinal))
        );

        await admin.Delete(href);
        await admin.Provision(href);
        _clock.Now += TimeSpan.FromHours(1);
        var anew = await admin.CreateList("L", "192.0.2.1");
        Assert.NotEqual(href, anew);
        Assert.Equal(("2026-11-24T14:00:00.000Z", "2026-11-24T14:00:00.000Z"), await Times(admin, anew));

        // Nor is an href given twice whose list was never provisioned.
        await admin.Delete(anew);
        Assert.DoesNotContain(await admin.CreateList("L", "192.0.2.1"), new[] { href, anew });
    }

    [Fact]
    public async Task Knows_nothing_of_the_one_that_stood_at_its_address_before()
    {
        await using var old = New();
        using var before = new PceHands(old.NewWire(), Url);
        var href = await before.CreateList("L", "192.0.2.1");
        await before.Provision(href);

        _clock.Now += TimeSpan.FromDays(1);
        await using var rebuilt = New();
        using var after = new PceHands(rebuilt.NewWire(), Url);
        (await after.Send("GET", href)).Expect(404);
        Assert.Equal(2, (int)(await after.Get("/sec_policy?max_results=1"))[0]!["version"]!);

        // It begins to count anew, so that an href of the old one may come to be another list's.
        Assert.Equal(href, await after.CreateList("Another", "192.0.2.9"));
        Assert.Equal("2026-11-25T12:00:00.000Z", (string?)(await after.Get(href))["created_at"]);
    }

    [Fact]
    public async Task Answers_within_the_process_what_it_answers_over_the_network()
    {
        await using var near = SimulatedPce.WithoutSocket(PceHands.Options with { Clock = _clock }, Url);
        await using var far = await SimulatedPce.StartAsync(
            PceHands.Options with
            {
                Clock = _clock,
            },
            TestContext.Current.CancellationToken
        );
        using var here = new PceHands(near.NewWire(), Url);
        using var there = new PceHands(far);
        foreach (
            var (method, path) in new[]
            {
                ("GET", "/sec_policy/draft/ip_lists?max_results=1&name=Any"),
                ("GET", "/api/v2/node_available"),
                ("GET", "/api/v2/nothing"),
                ("POST", "/sec_policy"),
                ("GET", "/sim/v1/faults"),
            }
        )
        {
            var body = method is "POST" ? new JsonObject { ["x"] = 1 } : null;
            var (one, other) = (await here.Send(method, path, body), await there.Send(method, path, body?.DeepClone()));
            Assert.Equal((other.Status, other.Text), (one.Status, one.Text));
            string[] told = ["Content-Type", "X-Total-Count", "X-Matched-Count", "Date"];
            Assert.Equal(
                told.Select(name => other.Headers.GetValueOrDefault(name)),
                told.Select(name => one.Headers.GetValueOrDefault(name))
            );
        }

        Assert.Equal(near.Calls.Select(call => (call.Path, call.Status)), far.Calls.Select(call => (call.Path, call.Status)));
        near.Script(new FaultRule { Count = 1, Effect = new Fault.Reset(Moment.Midway) });
        await Assert.ThrowsAsync<HttpRequestException>(() => here.Get("/api/v2/noop"));
        await here.Get("/api/v2/noop");
    }

    private static async Task<(string?, string?)> Times(PceHands admin, string href) =>
        await admin.Get(href) is var list ? ((string?)list["created_at"], (string?)list["updated_at"]) : default;

    private sealed class SetClock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
