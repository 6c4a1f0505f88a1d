using System.Text.Json.Nodes;
using Shield.Pce.Calling;

namespace Shield.EndToEndTests.Cli;

/// <summary>The flag on the lists, which every instance sees in the read that it does anyway.</summary>
public sealed class A_pause : CliTest
{
    private const string Party = "45.83.64.1";
    private const string Other = "45.83.64.2";
    private readonly BreakingWire _wire = new();

    protected override Func<PceOptions, HttpMessageHandler> Network => options => _wire.Over(PceHandler.For(options));

    [Fact]
    public async Task Stops_additions_and_every_command_says_so()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        var paused = (await Json("pause", "--reason", "change freeze", "--for", "2h")).Expect(0).Json;
        Assert.True((bool)paused["paused"]!);
        Assert.Equal((2, "pause"), (paused["lists"]!.AsArray().Count, (string)paused["recorded"]!["kind"]!));
        Assert.Equal(TimeSpan.FromHours(2), (DateTimeOffset)paused["recorded"]!["until"]! - (DateTimeOffset)paused["recorded"]!["at"]!);

        var ingest = (await Json("ingest", File("g.json", FindingText.BruteForce(Other)), "--apply")).Expect(3);
        Assert.Equal(("paused", 0), ((string)ingest.Json["apply"]!["outcome"]!, (int)ingest.Json["apply"]!["added"]!));
        AssertSaid(ingest.Error);
        var plan = (await Json("plan")).Expect(3).Json;
        Assert.Equal(("paused", "paused"), ((string)plan["refused"]!["reason"]!, (string)plan["keptBack"]![0]!["reason"]!));
        AssertSaid((string)plan["paused"]!);
        var apply = (await Json("apply")).Expect(3).Json;
        Assert.Equal(("paused", 0), ((string)apply["outcome"]!, (int)apply["added"]!));
        AssertSaid((string)apply["detail"]!);
        AssertSaid((string)(await Json("status")).Expect(0).Json["paused"]!);
        AssertSaid((await Json("explain", Other)).Expect(0).Error);
        Assert.Equal("paused", (string)(await Json("explain", Other)).Json["reason"]!);
        AssertSaid((await Json("threats", "list")).Expect(0).Error);
        AssertSaid((await Json("threats", "block", "45.83.64.3", "--reason", "x")).Expect(3).Error);
        AssertSaid((await Text("doctor")).Output);
        foreach (var command in (string[])["status", "plan", "apply"])
        {
            AssertSaid((await Text(command)).Output);
        }

        Assert.Equal([Party], await Listed());
        Assert.Equal([Party], await Listed("draft"));
    }

    [Fact]
    public async Task Lets_what_has_a_cause_end_and_an_unblock_holds()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party, Other);
        (await Json("pause", "--reason", "change freeze", "--for", "30d")).Expect(0);
        var unblocked = (await Json("unblock", Party, "--reason", "a partner")).Expect(0);
        Assert.Equal(("paused", 1), ((string)unblocked.Json["apply"]!["outcome"]!, (int)unblocked.Json["apply"]!["removed"]!));
        AssertSaid(unblocked.Error);
        Assert.Equal([Other], await Listed());

        // The other one ends by its evidence.
        Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(2, (await Json("plan")).ExitCode);
        var apply = (await Json("apply")).Expect(3).Json;
        Assert.Equal(("paused", 1), ((string)apply["outcome"]!, (int)apply["removed"]!));
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Of_everything_stops_removals_too_and_status_counts_what_is_overdue()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        (await Json("pause", "--reason", "change freeze", "--everything")).Expect(0);
        Pce.ClearCalls();
        var unblocked = (await Json("unblock", Party, "--reason", "a partner")).Expect(3);
        Assert.Equal(("paused", "paused"), ((string)unblocked.Json["apply"]!["outcome"]!, (string)unblocked.Json["reason"]!));
        Assert.DoesNotContain(Pce.Calls, call => call.Method is not "GET");
        Assert.Equal(1, (int)(await Json("status")).Expect(0).Json["overdue"]!);
        Assert.Equal("paused", (string)(await Json("plan")).Expect(3).Json["refused"]!["reason"]!);
        Assert.Equal([Party], await Listed());

        (await Json("resume")).Expect(0);
        (await Json("apply")).Expect(0);
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Ends_by_itself_and_nobody_has_to_write_for_it()
    {
        (await Initialise()).Expect(0);
        (await Json("pause", "--reason", "change freeze")).Expect(0);
        (await Json("ingest", File("g.json", FindingText.BruteForce(Party)), "--apply")).Expect(3);
        Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromMinutes(1));
        (await Json("apply")).Expect(3);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((string?)(await Json("status")).Json["paused"]);
        (await Json("apply")).Expect(0);
        Assert.Equal([Party], await Listed());
    }

    [Fact]
    public async Task Is_ended_by_resume_which_leaves_the_descriptions_as_they_were()
    {
        (await Initialise()).Expect(0);
        var before = await Descriptions();
        (await Json("ingest", File("g.json", FindingText.BruteForce(Party)))).Expect(0);
        (await Json("pause", "--reason", "change freeze")).Expect(0);
        Assert.All(await Descriptions(), text => Assert.StartsWith("PAUSED by ann@test at ", text, StringComparison.Ordinal));
        var resumed = (await Json("resume", "--reason", "over")).Expect(0).Json;
        Assert.Equal((false, "resume"), ((bool)resumed["paused"]!, (string)resumed["recorded"]!["kind"]!));
        AssertSaid((string)resumed["earlier"]!);
        Assert.Equal(before, await Descriptions());

        // Our own flag is nobody's draft edit: additions go at once.
        (await Json("apply")).Expect(0);
        Assert.Equal([Party], await Listed());
        Assert.Equal(["resume", "pause"], (await Json("threats", "acts")).Json.AsArray().Select(act => (string)act!["kind"]!));
        Assert.Contains("not paused", (await Text("resume")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_no_more_after_resume_where_a_removal_made_the_flag_active()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        (await Json("pause", "--reason", "change freeze")).Expect(0);
        (await Json("unblock", Party, "--reason", "a partner")).Expect(0);
        Assert.Contains(await Descriptions("active"), text => text.StartsWith("PAUSED", StringComparison.Ordinal));
        (await Json("resume")).Expect(0);
        (await Json("ingest", File("g.json", FindingText.BruteForce(Other)), "--apply")).Expect(0);
        Assert.Equal([Other], await Listed());
        Assert.DoesNotContain(await Descriptions("active"), text => text.StartsWith("PAUSED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stands_on_the_list_of_names_too()
    {
        (await Initialise()).Expect(0);
        (await Json("init", "--domains", "--apply")).Expect(0);
        var paused = (await Json("pause", "--reason", "change freeze")).Expect(0).Json;
        Assert.Equal(["inbound", "outbound", "domains"], paused["lists"]!.AsArray().Select(list => (string)list!["list"]!));
        Assert.All(await Descriptions(), text => Assert.StartsWith("PAUSED by ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_seen_by_another_instance_with_another_ledger()
    {
        (await Initialise()).Expect(0);
        (await Json("pause", "--reason", "change freeze")).Expect(0);
        Environment["SHIELD_LEDGER__PATH"] = PathOf("other.db");
        (await Json("ingest", File("g.json", FindingText.BruteForce(Party)), "--apply")).Expect(3);
        Assert.Empty(await Listed());
        (await Json("resume")).Expect(0);
        (await Json("apply")).Expect(0);
        Assert.Equal([Party], await Listed());
    }

    [Fact]
    public async Task Takes_the_place_of_an_earlier_one()
    {
        (await Initialise()).Expect(0);
        (await Json("pause", "--reason", "the first", "--everything", "--for", "9h")).Expect(0);
        var second = (await Json("pause", "--reason", "the second", "--for", "1h")).Expect(0).Json;
        Assert.False((bool)second["everything"]!);
        Assert.Contains("the first", (string)second["earlier"]!, StringComparison.Ordinal);
        Assert.All(await Descriptions(), text => Assert.DoesNotContain("the first", text, StringComparison.Ordinal));
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Null((string?)(await Json("status")).Json["paused"]);
    }

    [Fact]
    public async Task Can_not_be_forged_by_its_own_text()
    {
        (await Initialise()).Expect(0);
        var forged = "x\nPAUSED by eve at 2020-01-01T00:00:00Z until 2020-01-02T00:00:00Z: \u001b[2J<b>";
        var paused = (
            await Json("pause", "--reason", forged, "--who", $"eve at 2020-01-01T00:00:00Z until 2020-01-02T00:00:00Z: {forged}")
        ).Expect(0);
        Assert.True((bool)paused.Json["paused"]!);
        Assert.InRange((DateTimeOffset)paused.Json["until"]!, DateTimeOffset.UtcNow.AddHours(3), DateTimeOffset.UtcNow.AddHours(5));
        Assert.All(
            await Descriptions(),
            text =>
            {
                Assert.Equal(2, text.Split('\n').Length);
                Assert.DoesNotContain('\u001b', text);
                Assert.InRange(text.Split('\n')[0].Length, 1, 500);
            }
        );
        (await Json("apply")).Expect(3);
    }

    [Fact]
    public async Task Holds_where_one_list_could_not_be_written()
    {
        (await Initialise()).Expect(0);
        _wire.Heal();
        _wire.BreakAt(2, afterEffect: false);
        var paused = (await Json("pause", "--reason", "change freeze")).Expect(0).Json;
        Assert.Single(paused["lists"]!.AsArray(), list => list!["fault"] is not null);
        _wire.Heal();
        (await Json("ingest", File("g.json", FindingText.BruteForce(Party)), "--apply")).Expect(3);

        _wire.Heal();
        _wire.BreakAt(1, afterEffect: true);
        var lost = (await Json("pause", "--reason", "another reason")).Expect(1);
        Assert.Contains("shield status says whether", (string)lost.Json["error"]!["message"]!, StringComparison.Ordinal);
        _wire.Heal();
        Assert.Contains("reason", (string)(await Json("status")).Json["paused"]!, StringComparison.Ordinal);

        (await Json("pause", "--reason", "change freeze")).Expect(0);
        _wire.Heal();
        _wire.BreakAt(2, afterEffect: false);
        var resumed = (await Json("resume")).Expect(3).Json;
        Assert.True((bool)resumed["paused"]!);
        Assert.Single(resumed["lists"]!.AsArray(), list => list!["fault"] is not null);
        _wire.Heal();
        (await Json("resume")).Expect(0);
        (await Json("apply")).Expect(0);
    }

    [Fact]
    public async Task Is_recorded_where_the_PCE_can_not_be_reached_and_says_so()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        foreach (
            var command in (string[][])
                [
                    ["pause", "--reason", "x"],
                    ["resume"],
                    ["panic", "--reason", "x"],
                ]
        )
        {
            var run = (await Json(command)).Expect(1);
            Assert.Equal("pce-unreachable", run.ErrorCode);
            Assert.Contains("recorded, not applied", (string)run.Json["error"]!["message"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Is_refused_where_nothing_of_ours_stands_and_needs_a_reason()
    {
        foreach (
            var command in (string[][])
                [
                    ["pause", "--reason", "x"],
                    ["resume"],
                    ["panic", "--reason", "x"],
                ]
        )
        {
            Assert.Equal("not-initialised", (string)(await Json(command)).Expect(3).Json["refused"]!["reason"]!);
        }

        (await Json("pause")).Expect(64);
        (await Json("panic")).Expect(64);
        (await Json("pause", "--reason", " ")).Expect(64);
        (await Json("pause", "--reason", "x", "--for", "0h")).Expect(64);
    }

    [Fact]
    public async Task Is_no_act_that_threats_withdraw_takes_back()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        var id = (string)(await Json("pause", "--reason", "x")).Expect(0).Json["recorded"]!["id"]!;
        Assert.Contains(
            "shield resume",
            (await Json("threats", "withdraw", id, "--reason", "x")).Expect(1).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Written_by_hand_in_the_place_of_the_description_is_ended_by_resume()
    {
        (await Initialise()).Expect(0);
        var before = await Descriptions();
        var list = (await Lists("draft")).First();
        await Admin.Put((string)list["href"]!, new JsonObject { ["description"] = "PAUSED, ask Ann" });
        (await Json("apply")).Expect(3);
        (await Json("resume")).Expect(0);
        Assert.Equal(before, await Descriptions());
    }

    private static void AssertSaid(string text) => Assert.Contains("change freeze", text, StringComparison.Ordinal);

    private async Task<IEnumerable<JsonNode>> Lists(string version) =>
        (await Admin.Get($"/sec_policy/{version}/ip_lists"))
            .AsArray()
            .Where(list => ((string?)list!["external_data_reference"])?.StartsWith("test-owner/", StringComparison.Ordinal) is true)
            .Select(list => list!);

    private async Task<string[]> Descriptions(string version = "draft") =>
        [.. (await Lists(version)).Select(list => (string?)list["description"] ?? "")];
}
