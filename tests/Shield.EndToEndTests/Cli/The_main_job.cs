namespace Shield.EndToEndTests.Cli;

public sealed class The_main_job : CliTest
{
    [Fact]
    public async Task Is_done_by_init_ingest_and_apply()
    {
        var shown = (await Json("init")).Expect(0);
        Assert.False((bool)shown.Json["applied"]!);
        Assert.Equal(5, shown.Json["create"]!.AsArray().Count);
        (await Initialise()).Expect(0);
        Assert.True(await Reaches("45.83.64.1", "web-1.shop.example", 443));

        var ingested = (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")))).Expect(0);
        Assert.Equal(1, (int)ingested.Json["blocked"]!);
        Assert.Null(ingested.Json["apply"]);

        var planned = (await Json("plan")).Expect(2);
        Assert.Equal("45.83.64.1", (string)planned.Json["add"]![0]!["indicator"]!);

        var applied = (await Json("apply")).Expect(0);
        Assert.Equal("applied", (string)applied.Json["outcome"]!);
        Assert.Equal(1, (int)applied.Json["added"]!);
        Assert.False(await Reaches("45.83.64.1", "web-1.shop.example", 443));
        Assert.True(await Reaches("45.83.64.2", "web-1.shop.example", 443));

        (await Json("plan")).Expect(0);
        Assert.Equal("nothing", (string)(await Json("apply")).Expect(0).Json["outcome"]!);
        var threat = (await Json("threats", "list")).Expect(0).Json.AsArray().Single()!;
        Assert.Equal(("active", "block", "inbound"), ((string)threat["state"]!, (string)threat["verdict"]!, (string)threat["direction"]!));
    }

    [Fact]
    public async Task Is_done_by_a_program_of_its_own_and_its_output_is_one_document()
    {
        foreach (
            var (arguments, exitCode) in new (string[], int)[]
            {
                (["init", "--apply"], 0),
                (["ingest", File("f.json", FindingText.BruteForce("45.83.64.1"), "{"), "--apply"], 4),
                (["plan"], 0),
                (["apply"], 0),
                (["status"], 0),
                (["threats", "list", "--all"], 0),
                (["explain", "45.83.64.1"], 0),
                (["unblock", "45.83.64.1", "--reason", "ours after all"], 0),
                (["explain", "not an address"], 64),
            }
        )
        {
            var run = (await Spawn([.. arguments, "-o", "json"])).Expect(exitCode);
            CheckDocument(arguments, run);
        }

        Assert.True(await Reaches("45.83.64.1", "web-1.shop.example", 443));
    }

    [Fact]
    public async Task Costs_one_new_attacker_at_most_seven_calls()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Pce.ClearCalls();
        await IngestAndApply("45.83.64.2");
        Assert.InRange(Pce.Calls.Count, 1, 7);
    }

    [Fact]
    public async Task Writes_nothing_for_what_it_knows()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Pce.ClearCalls();
        var again = await IngestAndApply("45.83.64.1");
        Assert.Equal((1, "nothing"), ((int)again.Json["duplicates"]!, (string)again.Json["apply"]!["outcome"]!));
        Assert.All(Pce.Calls, call => Assert.Equal("GET", call.Method));
    }

    [Fact]
    public async Task Ends_when_the_block_has_run_out()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        Clock.Advance(TimeSpan.FromHours(25));
        var planned = (await Json("plan")).Expect(2);
        Assert.Equal("stale", (string)planned.Json["remove"]![0]!["cause"]!);
        Assert.Equal(1, (int)(await Json("status")).Expect(0).Json["overdue"]!);
        Assert.Equal("releasing", (string)(await Json("explain", "45.83.64.1")).Json["state"]!);
        (await Json("apply")).Expect(0);
        Assert.Empty(await Listed());
        Assert.Equal("ended", (string)(await Json("explain", "45.83.64.1")).Json["state"]!);
        Assert.Empty((await Json("threats", "list")).Json.AsArray());
        Assert.Single((await Json("threats", "list", "--all")).Json.AsArray());
    }
}
