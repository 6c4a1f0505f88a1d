namespace Shield.EndToEndTests.Cli;

public sealed class The_status : CliTest
{
    [Fact]
    public async Task Begins_with_what_is_enforced()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1", "45.83.64.2");
        Assert.Equal("Enforced: 2 blocked, 0 held, 0 problems", await Headline());
        (
            await Json(
                "ingest",
                File("held.json", FindingText.BruteForce("45.83.64.9", change: finding => finding["type"] = "Canary:EC2/Unheard"))
            )
        ).Expect(0);
        Assert.Equal("Enforced: 2 blocked, 1 held, 0 problems", await Headline());
    }

    [Fact]
    public async Task Calls_nothing_blocked_that_is_not_active()
    {
        Assert.StartsWith("Not ", await Headline(), StringComparison.Ordinal);
        (await Initialise()).Expect(0);
        (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")))).Expect(0);
        Assert.Equal("Enforced: 0 blocked, 0 held, 0 problems", await Headline());
        (await Json("apply")).Expect(0);
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        Assert.Equal("Unknown: the PCE could not be read; 0 held, 1 problem", await Headline());
    }

    [Fact]
    public async Task Says_how_soon_blocks_became_active_and_how_fast_the_error_budget_is_used()
    {
        (await Initialise()).Expect(0);
        Assert.Equal((0, null), await TimelinessAsync());
        await IngestAndApply("45.83.64.1");
        var (measured, burn) = await TimelinessAsync();
        Assert.Equal((1, 100), (measured, burn!.Value));
        Assert.Contains("1 over 1 s (Slo:TimeToActive), burn 100.0", (await Text("status")).Output, StringComparison.Ordinal);

        Environment["SHIELD_SLO__TIMETOACTIVE"] = "30d";
        Assert.Equal((1, 0), await TimelinessAsync());

        // Of what happened two days ago nothing is said.
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((0, null), await TimelinessAsync());

        async Task<(int, double?)> TimelinessAsync()
        {
            Environment.TryAdd("SHIELD_SLO__TIMETOACTIVE", "1s");
            var row = (await Json("status")).Json["timeToActive"]!;
            return ((int)row["measured"]!, (double?)row["burn"]);
        }
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    [InlineData(null)]
    public async Task Fits_on_one_screen_whatever_is_wrong(int? width)
    {
        (await Initialise()).Expect(0);
        var many = Enumerable.Range(1, 200).Select(number => $"45.83.64.{number}").ToArray();
        await IngestAndApply(many);
        (
            await Json(
                "ingest",
                File(
                    "held.json",
                    [
                        .. many.Select(party =>
                            FindingText.BruteForce(
                                $"2a00:1450::{party.Split('.')[3]}",
                                change: finding => finding["type"] = "Canary:EC2/Unheard"
                            )
                        ),
                    ]
                )
            )
        ).Expect(0);
        Environment["SHIELD_LEDGER__PATH"] = PathOf("new.db");
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "1";
        (
            await Json(
                "ingest",
                File(
                    "more.json",
                    [.. many.Select(party => FindingText.BruteForce(party.Replace("45.83.64", "45.83.65", StringComparison.Ordinal)))]
                )
            )
        ).Expect(0);
        foreach (var number in Enumerable.Range(0, 45))
        {
            var file = $"SHIELD_NEVERBLOCK__FILES__{number}__";
            (Environment[file + "NAME"], Environment[file + "PATH"], Environment[file + "FORMAT"], Environment[file + "KIND"]) = (
                $"list-{number}",
                PathOf($"none-{number}.txt"),
                "plain",
                "sinkhole"
            );
        }

        TerminalWidth = width;
        var lines = (await Text("status")).Output.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length <= 40, string.Join('\n', lines));
        Assert.Contains(lines, line => line.Contains("more: shield doctor", StringComparison.Ordinal));
        Assert.Contains("more", string.Join(' ', lines), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("owner test-owner", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public async Task Fits_on_one_screen_with_thousands_that_wait(int width)
    {
        (await Initialise()).Expect(0);
        string[] held =
        [
            .. Enumerable
                .Range(0, 5_000)
                .Select(number =>
                    FindingText.BruteForce(
                        $"45.{84 + (number / 62_500)}.{number / 250 % 250}.{(number % 250) + 1}",
                        id: $"{number:x32}",
                        change: finding => finding["type"] = "Canary:EC2/Unheard"
                    )
                ),
        ];
        (await Json("ingest", File("held.json", held))).Expect(0);
        Environment["SHIELD_LIMITS__ADDPERRUN"] = "0";
        (
            await Json(
                "ingest",
                File("kept.json", [.. Enumerable.Range(1, 250).Select(number => FindingText.BruteForce($"45.90.1.{number}"))]),
                "--apply"
            )
        ).Expect(3);
        TerminalWidth = width;
        var lines = (await Text("status")).Expect(0).Output.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length <= 40, string.Join('\n', lines));
        Assert.Contains("5000 held", lines[0], StringComparison.Ordinal);
        Assert.Contains("more", string.Join(' ', lines), StringComparison.Ordinal);
    }

    private async Task<string> Headline() => (await Text("status")).Output.Split('\n')[0];
}
