using Shield.Hosting.Settings;

namespace Shield.EndToEndTests.Cli;

public sealed class The_ledgers_place : CliTest
{
    [Theory]
    [InlineData("{}", "sub/shield.db")]
    [InlineData("""{"Ledger":{"Path":"mine.db"}}""", "sub/mine.db")]
    [InlineData("""{"Ledger":{"Path":"../mine.db"}}""", "mine.db")]
    public async Task Follows_the_settings_file_and_not_the_working_directory(string settings, string expected)
    {
        Environment["SHIELD_LEDGER__PATH"] = null;
        Directory.CreateDirectory(PathOf("sub"));
        await System.IO.File.WriteAllTextAsync(PathOf("sub/shield.json"), settings, Cancellation);
        foreach (var config in (string[])["sub/shield.json", PathOf("sub/shield.json")])
        {
            (await Spawn("allow", "add", "45.83.64.1", "--reason", "x", "--record-only", "--config", config)).Expect(0);
            Assert.True(System.IO.File.Exists(PathOf(expected)));
        }

        Assert.Equal([PathOf(expected)], Directory.GetFiles(PathOf(""), "*.db", SearchOption.AllDirectories).Select(Path.GetFullPath));
    }

    [Fact]
    public void Is_the_working_directory_without_a_file() =>
        Assert.Equal("shield.db", Settings([SettingLayer.OfEnvironment(new Dictionary<string, string>())]).LedgerPath);

    [Fact]
    public void Of_the_environment_and_the_command_line_is_as_it_is_written()
    {
        var file = File(
            "shield.json",
            """{"Ledger":{"Path":"a.db"},"NeverBlock":{"Files":[{"Name":"x","Path":"x.txt","Format":"plain","Kind":"sinkhole"},{"Name":"y","Path":"/y.txt","Format":"plain","Kind":"sinkhole"}]}}"""
        );
        Assert.Equal("b.db", Settings([SettingLayer.OfFile(file), SettingLayer.OfAssignments(["Ledger:Path=b.db"])]).LedgerPath);
        var read = Settings([SettingLayer.OfFile(file)]);
        Assert.Equal(
            (PathOf("a.db"), PathOf("x.txt"), "/y.txt"),
            (read.LedgerPath, read.NeverBlockFiles[0].Path, read.NeverBlockFiles[1].Path)
        );
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("status")]
    [InlineData("threats list")]
    [InlineData("explain 45.83.64.1")]
    [InlineData("apply")]
    [InlineData("unblock 45.83.64.9 --reason x")]
    [InlineData("threats block 45.83.64.9 --reason x")]
    [InlineData("threats reject 45.83.64.9 --reason x")]
    [InlineData("allow add 45.83.64.9 --reason x")]
    [InlineData("ingest {other} --apply")]
    public async Task Is_told_where_the_PCE_holds_what_the_ledger_does_not_know(string command)
    {
        (await Initialise()).Expect(0);
        await IngestAndApply("45.83.64.1");
        command = command.Replace("{other}", File("other.json", FindingText.BruteForce("45.83.64.9")), StringComparison.Ordinal);
        Assert.DoesNotContain("does not know", (await Json(command.Split(' '))).Error, StringComparison.Ordinal);
        (await Json("unblock", "45.83.64.9", "--reason", "x")).Expect(0);
        Environment["SHIELD_LEDGER__PATH"] = PathOf("new.db");
        (await Json("allow", "add", "45.83.70.1", "--reason", "a ledger that is there already", "--record-only")).Expect(0);
        var run = await Json(command.Split(' '));
        Assert.Contains(
            $"1 entry(ies) of owner 'test-owner' that the ledger '{PathOf("new.db")}' does not know (45.83.64.1)",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Is_told_by_an_ingest_that_had_to_make_it()
    {
        (await Initialise()).Expect(0);
        Assert.DoesNotContain("warning: the ledger", (await IngestAndApply("45.83.64.1")).Error, StringComparison.Ordinal);
        Environment["SHIELD_LEDGER__PATH"] = PathOf("new.db");
        var run = (await Json("ingest", PathOf("findings.json"))).Expect(0);
        Assert.Contains(
            $"warning: the ledger '{PathOf("new.db")}' was made by this command, "
                + "and the PCE already holds 1 entry(ies) of owner 'test-owner'",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("warning: the ledger", (await Json("ingest", PathOf("findings.json"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_no_reason_for_an_ingest_to_wait_for_a_PCE_that_is_away()
    {
        Environment["SHIELD_PCE__URL"] = "http://127.0.0.1:9";
        (await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")))).Expect(0);
    }

    private static ShieldSettings Settings(SettingLayer[] layers) => ShieldSettings.From([.. layers], needsPce: false);
}
