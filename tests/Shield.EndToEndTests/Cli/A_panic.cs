using System.Text.Json.Nodes;
using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Cli;

/// <summary>Our entries off, provisioned, and everything paused: with the PCE alone.</summary>
public sealed class A_panic : CliTest
{
    private const string Party = "45.83.64.1";
    private const string Web = "web-1.shop.example";
    private readonly BreakingWire _wire = new();

    protected override Func<PceOptions, HttpMessageHandler> Network => options => _wire.Over(PceHandler.For(options));

    [Theory]
    [InlineData("deny", "kept")]
    [InlineData("deny", "deleted")]
    [InlineData("deny", "corrupt")]
    [InlineData("exclusion", "kept")]
    [InlineData("exclusion", "deleted")]
    public async Task Takes_everything_of_ours_off_whatever_became_of_the_ledger(string mode, string ledger)
    {
        Environment["SHIELD_PCE__MODE"] = mode;
        (await Json(mode is "deny" ? ["init", "--apply"] : ["init", "--apply", "--all-any-rules"])).Expect(0);
        await IngestAndApply(Party);
        Assert.False(await Reaches(Party, Web, 443));
        switch (ledger)
        {
            case "deleted":
                Environment["SHIELD_LEDGER__PATH"] = PathOf("gone.db");
                break;
            case "corrupt":
                Environment["SHIELD_LEDGER__PATH"] = File("corrupt.db", "this is no ledger");
                break;
        }

        var panic = (await Json("panic", "--reason", "everything is down")).Expect(0).Json;
        Assert.True(await Reaches(Party, Web, 443));
        Assert.Equal([Party], panic["off"]!.AsArray().Select(row => (string)row!["entry"]!));
        Assert.Empty(panic["still"]!.AsArray());
        Assert.True((bool)panic["paused"]! && (bool)panic["everything"]!);
        Assert.Null((string?)panic["until"]);
        Assert.Equal(ledger is "kept", panic["recorded"] is not null);
        Assert.Equal(ledger is not "kept", panic["notRecorded"] is not null);
        Assert.Equal(ledger is "corrupt" or "kept", System.IO.File.Exists(Environment.GetValueOrDefault("SHIELD_LEDGER__PATH") ?? Ledger));
        foreach (var list in await Ours())
        {
            var ranges = list["ip_ranges"]!.AsArray().Select(range => (string)range!["from_ip"]!);
            Assert.Equal(mode is "deny" ? ["192.0.2.1"] : ["0.0.0.0/0", "::/0"], ranges.Order(StringComparer.Ordinal));
        }

        // It holds: nobody puts anything back, with the ledger or without. Then it is undone.
        Environment.Remove("SHIELD_LEDGER__PATH");
        Assert.Equal("paused", (string)(await Json("apply")).Expect(3).Json["outcome"]!);
        Assert.True(await Reaches(Party, Web, 443));
        (await Json("resume")).Expect(0);
        (await Json("apply")).Expect(0);
        Assert.False(await Reaches(Party, Web, 443));
        Assert.Empty((await Json("status")).Json["removedByHand"]!.AsArray());
    }

    [Fact]
    public async Task Leaves_what_is_not_ours_and_names_the_draft_edits_that_it_takes_along()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        var inbound = (await Ours("draft")).First(list =>
            ((string)list["external_data_reference"]!).EndsWith("inbound", StringComparison.Ordinal)
        );
        var ranges = inbound["ip_ranges"]!.DeepClone().AsArray();
        ranges.Add(new JsonObject { ["from_ip"] = "203.0.114.9", ["description"] = "put here by Bo" });
        ranges.Add(new JsonObject { ["from_ip"] = "203.0.114.10", ["description"] = "gds1|other-team|operator|act1|2026-03-01" });
        ranges.Add(new JsonObject { ["from_ip"] = "203.0.114.11", ["description"] = "gds1|test-owner|operator|act9|2026-03-01" });
        await Admin.Put((string)inbound["href"]!, new JsonObject { ["ip_ranges"] = Stripped(ranges) });
        var theirs = await Admin.CreateList("A network of theirs", "198.51.100.0/24");
        Pce.ClearCalls();

        var panic = (await Json("panic", "--reason", "x")).Expect(0).Json;
        Assert.Equal(
            ["inbound +203.0.114.10", "inbound +203.0.114.9"],
            panic["tookAlong"]!.AsArray().Select(word => (string)word!).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["203.0.114.10", "203.0.114.9"], (await Listed()).Order(StringComparer.Ordinal));

        // Of ours alone: the draft of somebody else is a draft still.
        Assert.Contains(theirs, (await Admin.Get("/sec_policy/pending")).ToJsonString(), StringComparison.Ordinal);
        Assert.Single(Pce.Calls, call => call.Method is "POST");
    }

    [Fact]
    public async Task Takes_orphans_with_our_mark_off()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        Environment["SHIELD_LEDGER__PATH"] = PathOf("new.db");
        (await Json("apply")).Expect(0);
        Assert.Equal([Party], await Listed());
        (await Json("panic", "--reason", "x")).Expect(0);
        Assert.Empty(await Listed());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task Says_what_stands_where_it_breaks_off_and_goes_on_when_it_is_run_again(int write, bool afterEffect)
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        _wire.Heal();
        _wire.BreakAt(write, afterEffect);
        var broken = (await Json("panic", "--reason", "x")).Expect(1);
        Assert.Contains("Run it again", (string)broken.Json["error"]!["message"]!, StringComparison.Ordinal);

        // What was done by then is not undone by a schedule.
        _wire.Heal();
        Assert.Equal(write is 1 ? 0 : 3, (await Json("apply")).ExitCode);
        _wire.Heal();
        var again = (await Json("panic", "--reason", "x")).Expect(0).Json;
        Assert.True((bool)again["paused"]!);
        Assert.Empty(await Listed());
        Assert.Empty(await Listed("draft"));
    }

    [Fact]
    public async Task Says_in_words_what_holds_and_how_to_undo_it()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        var text = (await Text("panic", "--reason", "all is down")).Expect(0).Output;
        Assert.Contains("no entry of ours is active any more", text, StringComparison.Ordinal);
        Assert.Contains("shield resume", text, StringComparison.Ordinal);
        Assert.Contains("all is down", (await Text("status")).Output, StringComparison.Ordinal);
    }

    /// <summary>It takes no lease. A reconcile that has read before it writes after it, or makes active what it wrote before.</summary>
    [Theory]
    [InlineData("PUT", true)]
    [InlineData("POST", true)]
    [InlineData("PUT", false)]
    public async Task Holds_where_a_reconcile_had_read_before_it(string held, bool hasActive)
    {
        (await Initialise()).Expect(0);
        if (hasActive)
        {
            await IngestAndApply(Party);
        }

        (await Json("ingest", File("g.json", FindingText.BruteForce("45.83.64.2")))).Expect(0);
        var (reached, letGo) = _wire.HoldNext(HttpMethod.Parse(held));
        var apply = Json("apply");
        await reached.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        (await Json("panic", "--reason", "everything is down")).Expect(0);
        Assert.Empty(await Listed());
        letGo();
        await apply;
        Assert.Empty(await Listed());
        Assert.True(await Reaches(Party, Web, 443));
        Assert.Equal("paused", (string)(await Json("apply")).Expect(3).Json["outcome"]!);

        // Nobody's hand did it: resumed, everything comes back.
        (await Json("resume")).Expect(0);
        (await Json("apply")).Expect(0);
        Assert.Contains("45.83.64.2", await Listed());
        Assert.Equal(hasActive, (await Listed()).Contains(Party));
        Assert.Empty((await Json("status")).Json["removedByHand"]!.AsArray());
    }

    private static JsonArray Stripped(JsonArray ranges)
    {
        foreach (var range in ranges)
        {
            range!.AsObject().Remove("exclusion");
        }

        return ranges;
    }

    private async Task<IEnumerable<JsonNode>> Ours(string version = "active") =>
        (await Admin.Get($"/sec_policy/{version}/ip_lists"))
            .AsArray()
            .Where(list => ((string?)list!["external_data_reference"])?.StartsWith("test-owner/", StringComparison.Ordinal) is true)
            .Select(list => list!);
}
