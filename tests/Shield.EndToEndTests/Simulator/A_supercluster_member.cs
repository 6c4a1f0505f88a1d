using System.Text.Json.Nodes;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

public sealed class A_supercluster_member : SimulatorTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Role = SuperclusterRole.Member };

    [Fact]
    public async Task Can_be_read_and_takes_no_write()
    {
        await Admin.Get("/sec_policy/draft/ip_lists");
        Assert.Equal("member", (string?)(await Admin.Get("/api/v2/health"))[0]!["type"]);
        Assert.Equal(
            "method_not_allowed_error",
            (await Admin.Send("POST", "/sec_policy/draft/ip_lists", new JsonObject { ["name"] = "x" })).Expect(405).Token
        );
        (await Admin.Send("PUT", "/sec_policy/draft/ip_lists/1", new JsonObject())).Expect(405);
        (await Admin.Send("DELETE", "/sec_policy/pending")).Expect(405);
    }

    [Theory]
    [InlineData(SuperclusterRole.Leader, 202)]
    [InlineData(SuperclusterRole.Member, 404)]
    [InlineData(SuperclusterRole.Standalone, 404)]
    public async Task Is_told_from_its_leader_without_credentials(SuperclusterRole role, int status)
    {
        await using var pce = await SimulatedPce.StartAsync(Options with { Role = role }, TestContext.Current.CancellationToken);
        using var anybody = new PceHands(pce, "", "");
        (await anybody.Send("GET", "/api/v2/supercluster/leader")).Expect(status);
    }
}
