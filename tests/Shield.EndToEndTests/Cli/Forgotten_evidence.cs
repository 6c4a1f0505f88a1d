namespace Shield.EndToEndTests.Cli;

public sealed class Forgotten_evidence : CliTest
{
    private const string Attacker = "45.83.64.1";

    [Fact]
    public async Task Leaves_with_the_first_reconcile_of_a_day_once_it_can_decide_nothing_any_more()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        Clock.Advance(TimeSpan.FromDays(120));
        await Comes("45.83.64.2");
        Assert.Equal([Attacker, "45.83.64.2"], await Known());

        // As late as that nothing of it can matter, and the same day somebody has reconciled already.
        Clock.Advance(TimeSpan.FromDays(61));
        (await Json("apply")).Expect(0);
        await Comes("45.83.64.3");
        Assert.Equal([Attacker, "45.83.64.2", "45.83.64.3"], await Known());

        Clock.Advance(TimeSpan.FromDays(1));
        var run = await Json("apply");
        run.Expect(0);
        Assert.Contains("2 of 2 records of evidence", run.Error, StringComparison.Ordinal);
        Assert.Equal(["45.83.64.2", "45.83.64.3"], await Known());
        Assert.Equal("unknown", (string)(await Json("explain", Attacker)).Json["state"]!);
        (await Json("plan")).Expect(0);

        await Comes(Attacker);
        Assert.Contains(Attacker, await Listed());
    }

    [Fact]
    public async Task Is_kept_while_its_party_stands_on_the_PCE()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply(Attacker);
        Clock.Advance(TimeSpan.FromDays(200));
        Environment["SHIELD_POLICY__AUTONOMY"] = "observe";
        await Comes("45.83.64.2");
        Assert.Contains(Attacker, await Known());

        Environment.Remove("SHIELD_POLICY__AUTONOMY");
        Clock.Advance(TimeSpan.FromDays(1));
        (await Json("apply")).Expect(0);
        Assert.DoesNotContain(Attacker, await Known());
        Assert.DoesNotContain(Attacker, await Listed());
    }

    private async Task Comes(string party) =>
        (
            await Json(
                "ingest",
                File(
                    $"{party}.json",
                    FindingText.BruteForce(party, id: $"{Clock.GetUtcNow().Ticks:x32}", seen: Clock.GetUtcNow().AddMinutes(-5))
                ),
                "--apply"
            )
        ).Expect(0);

    private async Task<IEnumerable<string>> Known() =>
        (await Json("threats", "list", "--all")).Expect(0).Json.AsArray().Select(threat => (string)threat!["indicator"]!);
}
