using Shield.EndToEndTests.Simulator;
using Shield.PceSimulator;
using static Shield.EndToEndTests.Cli.Examined;

namespace Shield.EndToEndTests.Cli;

/// <summary>Hosts of every kind, most of which enforce nothing.</summary>
public sealed class The_doctor_in_a_mixed_estate : CliTest
{
    protected override SimulatorOptions Options => PceHands.Options with { Seed = "mixed" };

    [Fact]
    public async Task Names_the_hosts_on_which_a_block_does_nothing_and_why()
    {
        (await Initialise()).Expect(0);
        var run = (await Json("doctor")).Expect(0);

        Assert.Equal("warn", Answer(run, "reach-inbound"));
        Assert.All(
            ["degraded-1", "static-1", "idle-1", "suspended-1"],
            host => Assert.Contains(host, Detail(run, "reach-inbound"), StringComparison.Ordinal)
        );
        Assert.DoesNotContain("selective-1", Detail(run, "reach-inbound"), StringComparison.Ordinal);
        Assert.Contains("selective-1", Detail(run, "reach-outbound"), StringComparison.Ordinal);
        Assert.Contains("docs/reach.md", Remedy(run, "reach-outbound"), StringComparison.Ordinal);
    }
}
