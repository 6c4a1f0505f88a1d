using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Cli;

public sealed class Own_addresses : CliTest
{
    [Fact]
    public async Task Are_learnt_from_managed_workloads_once_a_day()
    {
        (await Initialise()).Expect(0);
        var own = await PublicAddressOfAWorkload();
        await IngestAndApply(own, "45.83.64.1");
        Assert.Equal(["45.83.64.1"], await Listed());
        Assert.Equal("own-address", (string)(await Json("explain", own)).Json["reason"]!);
        (await Json("apply")).Expect(0);
        Assert.Equal(1, Readings());
        Clock.Advance(TimeSpan.FromHours(25));
        (await Json("apply")).Expect(0);
        Assert.Equal(2, Readings());
    }

    [Fact]
    public async Task That_could_never_be_read_stop_new_blocks()
    {
        (await Initialise()).Expect(0);
        Pce.Script(
            new FaultRule
            {
                Method = "GET",
                Path = "/orgs/*/workloads",
                Effect = new Fault.ServerError(500),
            }
        );
        var run = (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")), "--apply")).Expect(3);
        Assert.Equal("kept-back", (string)run.Json["apply"]!["outcome"]!);
        Assert.Empty(await Listed());
        Pce.Script();
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
    }

    private async Task<string> PublicAddressOfAWorkload() =>
        (await Admin.Get("/orgs/1/workloads"))
            .AsArray()
            .Select(workload => (string?)workload!["public_ip"])
            .First(address => !string.IsNullOrEmpty(address))!;

    /// <summary>Of all workloads by the client; the first was by the test's own hands.</summary>
    private int Readings() =>
        Pce.Calls.Count(call => call.Method is "GET" && call.Path.EndsWith("/workloads", StringComparison.Ordinal)) - 1;
}
