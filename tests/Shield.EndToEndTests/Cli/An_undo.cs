using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary><c>shield undo</c>: shown first, done with <c>--apply</c>.</summary>
public sealed class An_undo : CliTest
{
    private const string Party = "45.83.64.1";
    private const string Other = "45.83.64.2";

    [Fact]
    public async Task Is_shown_first_and_takes_back_the_last_act_only_with_apply()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        var id = await Act("unblock", Party);
        Assert.Empty(await Listed());
        Pce.ClearCalls();
        var shown = (await Json("undo")).Expect(0).Json;
        Assert.Equal([id], Ids(shown["acts"]!));
        var change = shown["changes"]!.AsArray().First(row => (string)row!["direction"]! is "inbound")!;
        Assert.Equal(
            (Party, "ignore", "suppressed", "block"),
            ((string)change["indicator"]!, (string)change["was"]!, (string)change["wasReason"]!, (string)change["becomes"]!)
        );
        Assert.Equal(Party, (string)shown["plan"]!["add"]![0]!["indicator"]!);
        Assert.Null(shown["applied"]);
        Assert.DoesNotContain(Pce.Calls, call => call.Method is not "GET");
        Assert.Single((await Json("threats", "acts")).Json.AsArray());

        var done = (await Json("undo", "--apply", "--reason", "a slip")).Expect(0).Json["applied"]!;
        Assert.Equal(("withdraw", id, "ann@test"), ((string)done["act"]!["kind"]!, (string)done["act"]!["withdraws"]!, Who(done)));
        Assert.Equal((1, "applied"), ((int)done["apply"]!["added"]!, (string)done["apply"]!["outcome"]!));
        Assert.Equal([Party], await Listed());
    }

    /// <summary>Between looking and doing a colleague may do something, and "the last act" is then another one.</summary>
    [Fact]
    public async Task Says_by_its_id_how_to_do_what_was_shown()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party);
        var id = await Act("unblock", Party);

        var shown = (await Text("undo")).Expect(0).Output;

        Assert.Contains($"To do it: shield undo {id} --together with --apply and --reason.", shown, StringComparison.Ordinal);
        await Act("threats block", Other);
        (await Json("undo", id, "--together", "--apply", "--reason", "a slip")).Expect(0);
        Assert.Equal([Party, Other], (await Listed()).Order());
    }

    [Fact]
    public async Task After_another_goes_further_back()
    {
        (await Initialise()).Expect(0);
        await Act("threats block", Party);
        await Act("threats block", Other);
        foreach (
            var left in (string[][])
                [
                    [Party],
                    [],
                ]
        )
        {
            (await Json("undo", "--apply", "--reason", "x")).Expect(0);
            Assert.Equal(left, await Listed());
        }

        Assert.Equal("unknown-act", (await Json("undo")).Expect(1).ErrorCode);
    }

    [Fact]
    public async Task Takes_back_all_that_one_command_recorded()
    {
        (await Initialise()).Expect(0);
        await Act("threats block", "45.83.64.9");
        (await Json("threats", "block", Party, Other, "--reason", "both")).Expect(0);
        Assert.Equal(2, (await Json("undo")).Expect(0).Json["acts"]!.AsArray().Count);
        var one = Ids((await Json("threats", "acts")).Json)[0];
        Assert.Single((await Json("undo", one)).Expect(0).Json["acts"]!.AsArray());
        (await Json("undo", one, "--together", "--apply", "--reason", "x")).Expect(0);
        Assert.Equal(["45.83.64.9"], await Listed());
    }

    [Fact]
    public async Task Of_a_person_takes_back_what_that_one_did_since_then_and_no_more()
    {
        (await Initialise()).Expect(0);
        await Act("threats block", "45.83.64.7", "--who", "bob@desk");
        Clock.Advance(TimeSpan.FromHours(2));
        await Act("threats block", Party, "--who", "bob@desk");
        await Act("threats block", Other, "--who", "joanna-bob@desk");
        var taken = await Act("threats block", "45.83.64.3", "--who", "bob@desk");
        (await Json("threats", "withdraw", taken, "--reason", "x", "--who", "bob@desk")).Expect(0);
        var shown = (await Json("undo", "--who", "BOB", "--since", "1h")).Expect(0).Json;
        Assert.Equal([Party], shown["acts"]!.AsArray().Select(act => (string)act!["indicator"]!));
        Assert.Equal("withdrawn", (string)shown["leaves"]!.AsArray().Single()!["reason"]!);
        (await Json("undo", "--who", "bob@desk", "--since", "1h", "--apply", "--reason", "x", "--by", "eve")).Expect(0);
        Assert.Equal([Other, "45.83.64.7"], (await Listed()).Order());
        Assert.Equal("eve", (string)(await Json("threats", "acts")).Json[0]!["who"]!);
        Assert.Equal("unknown-act", (await Json("undo", "--who", "bo", "--since", "1h")).Expect(1).ErrorCode);
    }

    [Fact]
    public async Task Names_what_it_can_not_undo_and_why()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Party, Other);
        var unblock = await Act("unblock", Party, "--for", "1h");
        await IsLeft(unblock, "over", Clock.Advance, TimeSpan.FromHours(2));
        var block = await Act("threats block", "45.83.64.9");
        (await Json("undo", block, "--apply", "--reason", "x")).Expect(0);
        await IsLeft(block, "withdrawn");
        var pause = (string)(await Json("pause", "--reason", "x")).Expect(0).Json["recorded"]!["id"]!;
        await IsLeft(pause, "pause");
        var resume = (string)(await Json("resume")).Expect(0).Json["recorded"]!["id"]!;
        await IsLeft(pause, "over");
        await IsLeft(resume, "resume");
        (await Json("apply")).Expect(0);
        await RemoveByHandAsync(Admin, Other);
        (await Json("apply")).Expect(0);
        var removal = Ids((await Json("threats", "acts")).Json)[0];
        await IsLeft(removal, "removed-by-hand");
        Assert.Contains("threats withdraw", (await Text("undo")).Expect(3).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_accept_says_that_the_entries_stand_by_their_own_evidence()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        await Json("ingest", File("f.json", FindingText.BruteForce(Party)), "--apply");
        var plan = (string)(await Json("plan")).Json["fingerprint"]!;
        (await Json("apply", "--accept-plan", plan, "--reason", "x")).Expect(0);
        await IsLeft(Ids((await Json("threats", "acts")).Json)[0], "accept");
    }

    [Fact]
    public async Task Is_recorded_where_the_PCE_can_not_be_reached()
    {
        (await Initialise()).Expect(0);
        await Act("threats block", Party);
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        var shown = (await Json("undo")).Expect(0);
        Assert.Null(shown.Json["plan"]);
        Assert.Contains("unknown", shown.Error, StringComparison.Ordinal);
        (await Json("undo", "--apply", "--reason", "x")).Expect(1);
        Environment.Remove("SHIELD_PCE__URL");
        (await Json("apply")).Expect(0);
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Says_3_where_it_can_not_take_effect()
    {
        (await Initialise()).Expect(0);
        var block = await Act("threats block", Party);
        (await Json("pause", "--reason", "freeze", "--everything")).Expect(0);
        Assert.Equal(
            "paused",
            (string)(await Json("undo", block, "--apply", "--reason", "x")).Expect(3).Json["applied"]!["apply"]!["outcome"]!
        );
        Assert.Equal([Party], await Listed());
    }

    [Theory]
    [InlineData("undo", "--apply")]
    [InlineData("undo", "--who", "ann")]
    [InlineData("undo", "--since", "1h")]
    [InlineData("undo", "x", "--who", "ann", "--since", "1h")]
    [InlineData("undo", "--together")]
    [InlineData("undo", "--apply", "--reason", " ")]
    public async Task Refuses_what_makes_no_sense(params string[] arguments) => (await Json(arguments)).Expect(64);

    [Fact]
    public async Task Names_an_id_that_nobody_knows()
    {
        (await Initialise()).Expect(0);
        Assert.Equal("unknown-act", (await Json("undo", "no-such-act")).Expect(1).ErrorCode);
    }

    private async Task IsLeft(string id, string why, Action<TimeSpan>? pass = null, TimeSpan by = default)
    {
        pass?.Invoke(by);
        var left = (await Json("undo", id, "--apply", "--reason", "x")).Expect(3).Json["leaves"]!.AsArray().Single()!;
        Assert.Equal((id, why), ((string)left["id"]!, (string)left["reason"]!));
    }

    private static string Who(JsonNode answer) => (string)answer["act"]!["who"]!;

    private static string[] Ids(JsonNode rows) => [.. rows.AsArray().Select(row => (string)row!["id"]!)];

    private async Task<string> Act(string command, string party, params string[] more) =>
        (string)(await Json([.. command.Split(' '), party, "--reason", "because", .. more])).Expect(0).Json["act"]!["id"]!;
}
