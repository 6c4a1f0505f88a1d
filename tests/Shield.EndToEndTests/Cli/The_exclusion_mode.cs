namespace Shield.EndToEndTests.Cli;

public sealed class The_exclusion_mode : CliTest
{
    private const string Attacker = "45.95.11.7";
    private const string Web = "web-1.shop.example";

    public The_exclusion_mode() => Environment["SHIELD_PCE__MODE"] = "exclusion";

    [Fact]
    public async Task Shows_the_rules_that_use_Any_and_makes_the_lists_alone_unless_told()
    {
        var shown = (await Json("init")).Expect(0).Json;
        Assert.Equal(["any", "any", "any"], shown["rules"]!.AsArray().Select(rule => (string)rule!["uses"]!));

        var made = (await Json("init", "--apply")).Expect(0).Json;
        Assert.True((bool)made["applied"]!);
        Assert.All(made["rules"]!.AsArray(), rule => Assert.Equal("any", (string)rule!["uses"]!));
    }

    [Fact]
    public async Task Blocks_through_the_named_rule_and_claims_no_more()
    {
        var website = (await Json("init")).Json["rules"]!
            .AsArray()
            .Single(rule => ((string)rule!["description"]!).StartsWith("The website", StringComparison.Ordinal))!;
        (await Json("init", "--apply", "--rule", (string)website["rule"]!)).Expect(0);
        await IngestAndApply(Attacker);

        Assert.False(await Reaches(Attacker, Web, 443));
        Assert.True(await Reaches(Attacker, Web, 22));
        var story = (await Text("explain", Attacker)).Output;
        Assert.Contains("excluded from 'The website, for everybody'", story, StringComparison.Ordinal);
        Assert.Contains("still open through 'Administration'", story, StringComparison.Ordinal);
        Assert.DoesNotContain("is blocked:", story, StringComparison.Ordinal);
        (await Json("explain", Attacker)).Expect(0);
        Assert.Contains(
            "still open through 'Administration'",
            (string)(await Json("status")).Json["rules"]![0]!["detail"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Is_undone_by_what_history_knows()
    {
        (await Json("init", "--apply", "--all-any-rules")).Expect(0);
        await IngestAndApply(Attacker);
        Assert.False(await Reaches(Attacker, Web, 443));

        var undone = (await Json("init", "--undo", "--apply")).Expect(0).Json;

        Assert.True(await Reaches(Attacker, Web, 443));
        Assert.Equal(["any", "any", "any"], undone["rules"]!.AsArray().Select(rule => (string)rule!["uses"]!));
        Assert.Equal("pending", (string)(await Json("threats", "list")).Json.AsArray().Single()!["state"]!);
        (await Json("plan")).Expect(0);
    }

    [Fact]
    public async Task Is_not_mixed_with_the_other_by_a_flip()
    {
        Environment["SHIELD_PCE__MODE"] = "deny";
        await Initialise();
        await IngestAndApply(Attacker);
        Environment["SHIELD_PCE__MODE"] = "exclusion";
        Pce.ClearCalls();

        Assert.Contains("init --migrate", (await Json("apply")).Expect(3).Output, StringComparison.Ordinal);
        Assert.Contains("init --migrate", (await Json("init", "--apply", "--all-any-rules")).Expect(3).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Pce.Calls, call => call.Method is not "GET");
        Assert.False(await Reaches(Attacker, Web, 443));
    }

    [Fact]
    public async Task Is_moved_to_and_from_without_an_open_moment()
    {
        Environment["SHIELD_PCE__MODE"] = "deny";
        await Initialise();
        await IngestAndApply(Attacker);

        Environment["SHIELD_PCE__MODE"] = "exclusion";
        (await Json("init", "--migrate", "--all-any-rules", "--apply")).Expect(0);
        Assert.Equal(["test-owner/exclusion/inbound", "test-owner/exclusion/outbound"], await Ours());
        Assert.False(await Reaches(Attacker, Web, 443));
        Assert.Equal("active", (string)(await Json("threats", "list")).Json.AsArray().Single()!["state"]!);
        (await Json("plan")).Expect(0);

        Environment["SHIELD_PCE__MODE"] = "deny";
        (await Json("init", "--migrate", "--apply")).Expect(0);
        Assert.Equal(["test-owner/deny/inbound", "test-owner/deny/outbound"], await Ours());
        Assert.False(await Reaches(Attacker, Web, 443));
        Assert.Equal("active", (string)(await Json("threats", "list")).Json.AsArray().Single()!["state"]!);
        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    [Fact]
    public async Task Leaves_the_old_lists_on_where_the_new_ones_would_not_block()
    {
        Environment["SHIELD_PCE__MODE"] = "deny";
        await Initialise();
        await IngestAndApply(Attacker);

        Environment["SHIELD_PCE__MODE"] = "exclusion";
        var stopped = (await Json("init", "--migrate", "--apply")).Expect(3).Json;

        Assert.Equal("not-migrated", (string)stopped["refused"]!["reason"]!);
        Assert.Contains("no active allow rule uses the inbound list", (string)stopped["refused"]!["detail"]!, StringComparison.Ordinal);
        Assert.False(await Reaches(Attacker, Web, 443));

        // What broke off is finished by the next run, told of the rules.
        (await Json("init", "--migrate", "--all-any-rules", "--apply")).Expect(0);
        Assert.False(await Reaches(Attacker, Web, 443));
    }

    [Fact]
    public async Task Changes_no_rule_in_deny_mode()
    {
        Environment["SHIELD_PCE__MODE"] = "deny";
        Assert.Contains("deny-mode", (await Json("init", "--apply", "--all-any-rules")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("deny-mode", (await Json("init", "--undo")).Expect(1).Output, StringComparison.Ordinal);
        Assert.Contains("deny-mode", (await Json("init", "--undo", "--apply")).Expect(1).Output, StringComparison.Ordinal);
        (await Json("init", "--undo", "--migrate")).Expect(64);
    }

    private async Task<string[]> Ours() =>
        [
            .. (await Admin.Get("/sec_policy/active/ip_lists"))
                .AsArray()
                .Select(list => (string?)list!["external_data_reference"])
                .OfType<string>()
                .Order(StringComparer.Ordinal),
        ];
}
