using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;

namespace Shield.EndToEndTests.Cli;

/// <summary>A member of a supercluster can be read, and writes go to the leader (docs/pce.md#19-health-and-superclusters).</summary>
public sealed class A_supercluster : CliTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Role = SuperclusterRole.Member };

    [Fact]
    public async Task Says_of_a_member_that_the_leader_is_meant_and_nothing_is_written()
    {
        (await Json("init")).Expect(0);

        var run = (await Json("init", "--apply")).Expect(1);

        Assert.Equal("pce-member", run.ErrorCode);
        Assert.Contains("Pce:Url must name its leader", (string)run.Json["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Single(Pce.Calls, call => call.Method is not "GET");
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
        Assert.Contains("must name its leader", (await Text("init", "--apply")).Expect(1).Error, StringComparison.Ordinal);
    }
}
