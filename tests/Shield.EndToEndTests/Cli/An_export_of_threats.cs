namespace Shield.EndToEndTests.Cli;

public sealed class An_export_of_threats : CliTest
{
    [Fact]
    public async Task Holds_what_is_blocked_now_and_in_which_state()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        (await Json("threats", "block", "45.83.65.0/30", "--reason", "x", "--direction", "outbound", "--record-only")).Expect(0);
        (await Json("unblock", "45.83.64.2", "--reason", "x")).Expect(0);

        var all = (await Text("threats", "export", "--format", "json")).Expect(0);
        DocumentSchemas.Check("feed", all.Output);

        Assert.Equal(
            ["45.83.64.1 inbound active", "45.83.65.0/30 outbound active"],
            all.Json.AsArray().Select(one => $"{one!["indicator"]} {one["direction"]} {one["state"]}")
        );
        Assert.Equal("45.83.64.1\n", (await Text("threats", "export", "--format", "plain", "--direction", "inbound")).Output);
        Assert.Equal("45.83.65.0/30\n", (await Text("threats", "export", "--format", "plain", "--direction", "outbound")).Output);
    }

    [Fact]
    public async Task Holds_nobody_who_waits_for_a_person()
    {
        (
            await Json(
                "ingest",
                File("held.json", FindingText.BruteForce("45.83.64.1", change: finding => finding["type"] = "Canary:EC2/Unheard"))
            )
        ).Expect(0);
        Assert.Equal("hold", (string)Assert.Single((await Json("threats", "list")).Json.AsArray())!["verdict"]!);

        Assert.Empty((await Text("threats", "export", "--format", "plain")).Expect(0).Output);
    }

    /// <summary>Whoever pulls the list knows nothing of never-block: what is cut out here is cut out there.</summary>
    [Fact]
    public async Task Holds_nothing_of_what_is_never_blocked()
    {
        (await Json("threats", "block", "45.83.64.0/30", "--reason", "x", "--record-only")).Expect(0);
        (await Json("allow", "add", "45.83.64.1", "--reason", "ours", "--record-only")).Expect(0);

        var list = (await Text("threats", "export", "--format", "plain")).Expect(0).Output;

        Assert.Equal("45.83.64.0\n45.83.64.2/31\n", list);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("stix")]
    public async Task Imported_again_blocks_the_same_parties_in_the_same_directions_until_the_same_end(string format)
    {
        (await Json("threats", "block", "45.83.64.1", "--reason", "x", "--for", "2d", "--record-only")).Expect(0);
        (await Json("threats", "block", "45.83.64.2", "--reason", "x", "--for", "3d", "--direction", "inbound", "--record-only")).Expect(0);
        (
            await Json("threats", "block", "45.83.64.8/29", "--reason", "x", "--for", "5d", "--direction", "outbound", "--record-only")
        ).Expect(0);
        var list = PathOf($"list.{format}");
        var written = (await Json("threats", "export", "--format", format, "--to", list)).Expect(0);
        Assert.Equal((4, new FileInfo(list).Length), ((int)written.Json["entries"]!, (long)written.Json["bytes"]!));
        var before = await Blocks();

        Environment["SHIELD_LEDGER__PATH"] = PathOf("another.db");
        (await Json("threats", "import", list, "--reason", "again", "--for", "30d", "--record-only")).Expect(0);

        Assert.Equal(before, await Blocks());

        async Task<string[]> Blocks() =>
            [
                .. (await Text("threats", "export", "--format", "json"))
                    .Expect(0)
                    .Json.AsArray()
                    .Select(one => $"{one!["indicator"]} {one["direction"]} {(DateTimeOffset)one["until"]!:s}"),
            ];
    }

    [Fact]
    public async Task Replaces_a_file_as_a_whole_or_leaves_it()
    {
        (await Json("threats", "block", "45.83.64.1", "--reason", "x", "--record-only")).Expect(0);
        var list = File("list.txt", "the list before");
        (await Json("threats", "export", "--format", "plain", "--to", list)).Expect(0);
        Assert.Equal("45.83.64.1\n", await System.IO.File.ReadAllTextAsync(list, Cancellation));

        var run = (await Json("threats", "export", "--format", "plain", "--to", PathOf("no-folder/list.txt"))).Expect(1);

        Assert.Equal("unwritable", run.ErrorCode);
        Assert.Equal(["list.txt"], Directory.GetFiles(Path.GetDirectoryName(list)!, "list*").Select(Path.GetFileName));
    }

    /// <summary>A list for other firewalls is made of new blocks, and what must not be blocked is not known.</summary>
    [Fact]
    public async Task Is_refused_while_what_must_not_be_blocked_cannot_be_read()
    {
        (await Json("threats", "block", "45.83.64.1", "--reason", "x", "--record-only")).Expect(0);
        Environment["SHIELD_NEVERBLOCK__FILES__0__NAME"] = "fronts";
        Environment["SHIELD_NEVERBLOCK__FILES__0__PATH"] = PathOf("missing.txt");
        Environment["SHIELD_NEVERBLOCK__FILES__0__FORMAT"] = "plain";
        Environment["SHIELD_NEVERBLOCK__FILES__0__KIND"] = "front-door";

        var run = (await Json("threats", "export", "--format", "plain", "--to", PathOf("list.txt"))).Expect(1);

        Assert.Contains("missing.txt", run.Error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(PathOf("list.txt")));
    }

    [Fact]
    public async Task Needs_a_place_where_standard_output_is_a_document() =>
        Assert.Contains("--to", (await Json("threats", "export", "--format", "plain")).Expect(64).Error, StringComparison.Ordinal);
}
