namespace Shield.EndToEndTests.Cli;

/// <summary>The exit code of an act is about what it asks for; whatever else came of it is named.</summary>
public sealed class What_an_act_came_to : CliTest
{
    private const string Attacker = "45.83.64.1";
    private const string Name = "cdn-update-check.net";

    [Fact]
    public async Task Names_what_else_it_made_active_and_ended_and_how_to_review_first()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        (await Json("threats", "block", "45.83.80.1", "--reason", "x", "--for", "1h")).Expect(0);
        Clock.Advance(TimeSpan.FromHours(2));
        var waiting = Enumerable.Range(1, 22).Select(n => $"45.83.70.{n}").ToArray();
        (
            await Json(
                "ingest",
                File("g.json", [.. waiting.Select(party => FindingText.BruteForce(party, seen: Clock.GetUtcNow().AddMinutes(-5)))])
            )
        ).Expect(0);

        var run = (await Json("unblock", Attacker, "--reason", "a partner")).Expect(0);
        var also = run.Json["also"]!;
        Assert.Equal((22, 20), ((int)also["madeActive"]!["count"]!, also["madeActive"]!["indicators"]!.AsArray().Count));
        Assert.Subset(waiting.ToHashSet(), also["madeActive"]!["indicators"]!.AsArray().Select(name => (string)name!).ToHashSet());
        Assert.Equal("45.83.80.1", (string)also["ended"]!["indicators"]!.AsArray().Single()!);

        (await Json("ingest", File("h.json", FindingText.BruteForce("45.83.71.1", seen: Clock.GetUtcNow().AddMinutes(-5))))).Expect(0);
        var text = (await Text("unblock", waiting[0], "--reason", "x")).Expect(0).Output;
        Assert.Contains("This also made 1 block active that was decided before: 45.83.71.1.", text, StringComparison.Ordinal);
        Assert.Contains("--record-only", text, StringComparison.Ordinal);

        // Nothing else came of it, and nothing else is said.
        Assert.Null((await Json("unblock", waiting[1], "--reason", "x")).Expect(0).Json["also"]);
    }

    [Fact]
    public async Task Says_how_many_more_there_are_and_which_command_lists_them()
    {
        (await Initialise()).Expect(0);
        (await Json("ingest", File("g.json", [.. Enumerable.Range(1, 25).Select(n => FindingText.BruteForce($"45.83.70.{n}"))]))).Expect(0);
        Assert.Contains(
            "and 5 more (shield threats list)",
            (await Text("allow", "add", Attacker, "--reason", "x")).Expect(0).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Is_3_for_an_approval_of_a_name_while_names_are_off_and_says_what_would_help()
    {
        (await Initialise()).Expect(0);
        (await Json("threats", "block", Name, "--reason", "x")).Expect(3);
        var run = (await Json("threats", "approve", Name, "--reason", "x")).Expect(3);
        Assert.Equal(("held", "domains-off"), ((string)run.Json["state"]!, (string)run.Json["reason"]!));
        var text = (await Text("threats", "approve", Name, "--reason", "x")).Expect(3);
        Assert.Contains("init --domains", text.Output, StringComparison.Ordinal);
        Assert.Contains("Recorded: approve", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_0_where_what_it_asks_for_holds_whatever_else_is_kept_back()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        (await Json("ingest", File("g.json", FindingText.BruteForce("45.83.70.1")))).Expect(0);
        var unblocked = (await Json("unblock", Attacker, "--reason", "x")).Expect(0);
        Assert.Equal(("kept-back", "ended"), ((string)unblocked.Json["apply"]!["outcome"]!, (string)unblocked.Json["state"]!));

        // Its own indicator is the one that is kept back.
        var blocked = (await Json("threats", "block", "45.83.72.1", "--reason", "x")).Expect(3);
        Assert.Equal(("pending", "over-limit"), ((string)blocked.Json["state"]!, (string)blocked.Json["reason"]!));
        Environment.Remove("SHIELD_LIMITS__ADDPERRUN");
        Environment["SHIELD_POLICY__AUTONOMY"] = "observe";
        Assert.Equal("not-applied", (string)(await Json("threats", "block", "45.83.73.1", "--reason", "x")).Expect(3).Json["reason"]!);
    }
}
