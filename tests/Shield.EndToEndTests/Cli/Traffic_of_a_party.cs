using System.Text.Json.Nodes;
using Shield.PceSimulator;
using Shield.PceSimulator.Faults;
using Contact = Shield.PceSimulator.Traffic.Contact;

namespace Shield.EndToEndTests.Cli;

/// <summary>What a block would cut off: <c>plan</c>, <c>explain</c> and <c>threats approve</c> show who talked with a party.</summary>
public sealed class Traffic_of_a_party : CliTest
{
    private const string Party = "45.83.64.1";
    private const string Web = "web-1.shop.example";

    protected override SimulatorOptions Options => base.Options with { TrafficDelay = TimeSpan.Zero };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Admin.Delete("/sim/v1/contacts");
        Pce.Talk(
            new Contact
            {
                From = Party,
                To = Web,
                Port = 443,
                At = DateTimeOffset.UtcNow - TimeSpan.FromHours(2),
                Connections = 7,
            }
        );
        (await Initialise()).Expect(0);
    }

    private static string Told(JsonNode answer)
    {
        var contact = answer["traffic"]!["contacts"]!.AsArray().Single()!;
        return $"{contact["indicator"]} {contact["workload"]} {contact["direction"]} {contact["port"]}/{contact["protocol"]} "
            + $"{contact["policy"]} {contact["connections"]}";
    }

    [Fact]
    public async Task Is_shown_before_a_block_and_when_one_is_approved()
    {
        Environment["SHIELD_POLICY__AUTONOMY"] = "ask";
        await IngestAndApply(Party);

        var plan = (await Json("plan")).Json;
        Assert.Equal($"{Party} {Web} inbound 443/6 allowed 7", Told(plan));
        Assert.Equal((1, 0), ((int)plan["traffic"]!["asked"]!, (int)plan["traffic"]!["notAsked"]!));
        Assert.Equal($"{Party} {Web} inbound 443/6 allowed 7", Told((await Json("explain", Party)).Json));
        Assert.Matches($"{Party} +{Web} +called us +443/tcp +allowed +7 ", (await Text("explain", Party)).Output);

        var approved = (await Json("threats", "approve", Party, "--reason", "x")).Expect(0).Json;
        Assert.Equal($"{Party} {Web} inbound 443/6 allowed 7", Told(approved));
    }

    [Fact]
    public async Task Of_which_nothing_was_reported_is_never_said_to_be_none()
    {
        var answer = (await Json("explain", "45.83.64.9")).Expect(0).Json;

        Assert.Empty(answer["traffic"]!["contacts"]!.AsArray());
        Assert.Empty(answer["traffic"]!["notKnown"]!.AsArray());
        Assert.Contains("That proves nothing", (await Text("explain", "45.83.64.9")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_the_PCE_does_not_tell_is_not_known_and_nothing_else_fails()
    {
        await IngestAndApply("45.83.64.2");
        Pce.Script(
            FaultJson
                .Parse(
                    """[{"match":{"method":"POST","path":"/orgs/*/traffic_flows/async_queries"},"effect":{"kind":"server_error","status":500}}]"""
                )
                .ToArray()
        );

        var answer = (await Json("explain", "45.83.64.2")).Expect(0).Json;

        Assert.Equal("active", (string)answer["state"]!);
        var unknown = answer["traffic"]!["notKnown"]!.AsArray().Single()!;
        Assert.Contains("500", (string)unknown["why"]!, StringComparison.Ordinal);
        Assert.Equal("45.83.64.2", (string)unknown["indicators"]![0]!);
        Assert.Contains("45.83.64.2 is not known: ", (await Text("explain", "45.83.64.2")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_asked_for_where_somebody_says_so()
    {
        Pce.ClearCalls();
        Assert.Null((await Json("explain", Party, "--no-traffic")).Expect(0).Json["traffic"]);
        Assert.Null((await Json("plan", "--no-traffic")).Json["traffic"]);
        Assert.DoesNotContain(Pce.Calls, call => call.Path.Contains("traffic_flows", StringComparison.Ordinal));
    }
}
