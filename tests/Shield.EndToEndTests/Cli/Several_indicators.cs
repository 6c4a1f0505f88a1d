using System.Diagnostics;

namespace Shield.EndToEndTests.Cli;

public sealed class Several_indicators : CliTest
{
    private static readonly string[] Hundreds =
    [
        .. Enumerable.Range(0, 500).Select(number => $"45.83.{64 + (number / 250)}.{(number % 250) + 1}"),
    ];

    [Fact]
    public async Task Are_blocked_and_let_go_again_by_one_command_and_one_policy_version_each()
    {
        (await Initialise()).Expect(0);
        var before = await NewestVersion();
        var clock = Stopwatch.StartNew();
        var blocked = (await Json("threats", "block", "--from", File("parties.txt", Hundreds), "--reason", "a campaign")).Expect(0);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed}");
        TestContext.Current.SendDiagnosticMessage($"500 blocked in {clock.Elapsed}");
        Assert.Equal(
            (500, 1000, before + 1),
            (blocked.Json["acts"]!.AsArray().Count, (int)blocked.Json["apply"]!["added"]!, await NewestVersion())
        );
        Assert.Equal(500, (await Listed()).Length);

        (await Run(["unblock", "-", "--reason", "it is over", "-o", "json"], string.Join('\n', Hundreds))).Expect(0);
        Assert.Equal(before + 2, await NewestVersion());
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Are_arguments_files_and_standard_input_together_and_each_counts_once()
    {
        var run = (
            await Run(
                [
                    "threats",
                    "block",
                    "45.83.64.1",
                    "--from",
                    File("a.txt", "# found by ann", "", "45.83.64.2   # and this", "45.83.64.1", "2a00:1450::/64"),
                    "-",
                    "--reason",
                    "x",
                    "--record-only",
                    "-o",
                    "json",
                ],
                "45.83.64.3\r\n45.83.64.2\r\n"
            )
        ).Expect(0);
        Assert.Equal(
            ["45.83.64.1", "45.83.64.3", "45.83.64.2", "2a00:1450::/64"],
            run.Json["acts"]!.AsArray().Select(act => (string)act!["indicator"]!)
        );
    }

    [Theory]
    [InlineData("unblock")]
    [InlineData("threats block")]
    [InlineData("threats reject")]
    [InlineData("allow add")]
    [InlineData("allow remove")]
    [InlineData("threats approve")]
    public async Task Are_all_checked_before_the_first_is_recorded(string command)
    {
        var file = File("parties.txt", "45.83.64.1", "45.83.64.2", "300.1.1.1", "45.83.64.3");
        var run = (await Json([.. command.Split(' '), "--from", file, "--reason", "x", "--record-only"])).Expect(1);
        Assert.Contains("line 3: ", run.Error, StringComparison.Ordinal);
        Assert.Empty((await Json("threats", "acts")).Expect(0).Json.AsArray());
    }

    [Theory]
    [InlineData("threats block", "8.8.8.8", "never-block")]
    [InlineData("allow add", "0.0.0.0/0", "too-broad")]
    [InlineData("threats approve", "45.83.64.9", "not-held")]
    [InlineData("allow remove", "45.83.64.9", "not-allowed")]
    public async Task Are_not_recorded_where_one_is_refused(string command, string refused, string code)
    {
        (
            await Json(
                "ingest",
                File("held.json", FindingText.BruteForce("45.83.64.1", change: finding => finding["type"] = "Canary:EC2/Unheard"))
            )
        ).Expect(0);
        (await Json("allow", "add", "45.83.70.1", "--reason", "x", "--record-only")).Expect(0);
        var good = code is "not-allowed" ? "45.83.70.1" : "45.83.64.1";
        var run = (
            await Json([.. command.Split(' '), "--from", File("parties.txt", good, refused), "--reason", "x", "--record-only"])
        ).Expect(1);
        Assert.Equal(code, run.ErrorCode);
        Assert.Contains("line 2: ", run.Error, StringComparison.Ordinal);
        Assert.Single((await Json("threats", "acts")).Json.AsArray());
    }

    [Fact]
    public async Task Are_required() => (await Json("unblock", "--reason", "x")).Expect(64);

    [Fact]
    public async Task May_not_be_none() =>
        Assert.Contains(
            "no indicator",
            (await Run(["unblock", "-", "--reason", "x", "--record-only"], "# nothing\n")).Expect(1).Error,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task On_the_allowlist_may_have_an_end()
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        (await Json("allow", "add", "45.83.64.1", "--reason", "a test of ours", "--for", "12h")).Expect(0);
        Assert.Empty(await Listed());
        Assert.NotNull((await Json("allow", "list")).Json[0]!["until"]);
        Clock.Advance(TimeSpan.FromHours(13));
        (await Json("apply")).Expect(0);
        Assert.Equal(["45.83.64.1"], await Listed());
        Assert.Empty((await Json("allow", "list")).Json.AsArray());
    }

    private async Task<long> NewestVersion() => (await Admin.Get("/sec_policy")).AsArray().Max(version => (long?)version!["version"]) ?? 0;
}
