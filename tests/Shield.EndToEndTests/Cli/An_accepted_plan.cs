namespace Shield.EndToEndTests.Cli;

public sealed class An_accepted_plan : CliTest
{
    private const string Attacker = "45.83.64.1";

    [Fact]
    public async Task Lifts_the_limits_and_leaves_severity_reason_and_end_as_the_evidence_gives_them()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        (await Json("ingest", File("f.json", FindingText.BruteForce(Attacker)), "--apply")).Expect(3);
        var planned = (await Json("plan")).Expect(3).Json;
        var until = (string)planned["keptBack"]![0]!["until"]!;
        var fingerprint = (string)planned["fingerprint"]!;

        var accepted = (await Json("apply", "--accept-plan", fingerprint, "--reason", "reviewed")).Expect(0).Json;
        Assert.Equal([Attacker], accepted["accepted"]!.AsArray().Select(one => (string)one!));
        Assert.Equal([Attacker], await Listed());
        var explained = (await Json("explain", Attacker)).Json;
        Assert.Equal(
            ("block", "active", "brute-force", until),
            ((string)explained["verdict"]!, (string)explained["state"]!, (string)explained["reason"]!, (string)explained["until"]!)
        );
        var act = explained["acts"]![0]!;
        Assert.Equal(("accept", "reviewed", "ann@test"), ((string)act["kind"]!, (string)act["why"]!, (string)act["who"]!));
    }

    [Fact]
    public async Task Says_what_would_make_room_for_what_no_limit_keeps_back()
    {
        (await Initialise()).Expect(0);
        Environment["SHIELD_PCE__MAXENTRIES"] = "1";
        (await Json("ingest", File("f.json", FindingText.BruteForce(Attacker), FindingText.BruteForce("45.83.66.2")), "--apply")).Expect(3);
        var fingerprint = (string)(await Json("plan")).Expect(3).Json["fingerprint"]!;
        var refused = (await Json("apply", "--accept-plan", fingerprint, "--reason", "x")).Expect(1);
        Assert.Contains("Pce:MaxEntries", (string)refused.Json["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Contains("Pce:MaxEntries", (await Text("apply")).Expect(3).Output, StringComparison.Ordinal);
        Assert.Contains("Pce:MaxEntries", (await Text("plan")).Expect(3).Output, StringComparison.Ordinal);
        Assert.All(
            (await Json("threats", "list")).Json.AsArray(),
            threat => Assert.Equal("brute-force", (string)threat!["state"]! is "active" ? (string)threat["reason"]! : "brute-force")
        );
    }

    [Theory]
    [InlineData("apply", "--accept-plan", "0123456789ab")]
    [InlineData("apply", "--accept-plan", "0123456789ab", "--reason", " ")]
    public async Task Asks_for_a_reason_as_every_act_does(params string[] arguments) => (await Json(arguments)).Expect(64);
}
