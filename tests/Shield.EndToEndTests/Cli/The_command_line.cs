namespace Shield.EndToEndTests.Cli;

public sealed class The_command_line : CliTest
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("explain")]
    [InlineData("explain 300.1.1.1")]
    [InlineData("explain 10.0.0.1/8")]
    [InlineData("unblock 45.83.64.1")]
    [InlineData("unblock 45.83.64.1 --reason  ")]
    [InlineData("unblock 45.83.64.1 --reason x --for soon")]
    [InlineData("unblock 45.83.64.1 --reason x --for 0d")]
    [InlineData("threats block 45.83.64.1 --reason x --direction up")]
    [InlineData("plan --set nonsense")]
    [InlineData("plan extra")]
    [InlineData("ingest")]
    public async Task Is_refused_with_64_where_it_is_wrong(string line)
    {
        var arguments = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var run = (await Json(line.EndsWith("  ", StringComparison.Ordinal) ? [.. arguments, " "] : arguments)).Expect(64);
        Assert.Equal("usage", run.ErrorCode);
        Assert.StartsWith("shield: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggests_what_was_meant() =>
        Assert.Contains("did you mean unblock?", (await Text("unbock")).Expect(64).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Names_the_block_that_was_meant_where_host_bits_are_set() =>
        Assert.Contains("10.0.0.0/8", (await Text("explain", "10.0.0.1/8")).Expect(64).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Takes_no_argument_for_a_file_of_arguments() =>
        Assert.Contains("@x", (await Text("explain", "@x")).Expect(64).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Tells_its_version()
    {
        Assert.Matches(@"^0\.\d+\.\d+", (await Text("--version")).Expect(0).Output);
        Assert.Matches(@"^0\.\d+\.\d+", (string)(await Json("--version")).Expect(0).Json["version"]!);
    }

    [Fact]
    public async Task Reports_faults_of_the_settings_all_at_once_with_1()
    {
        Environment["SHIELD_PCE__OWNERID"] = "NO";
        Environment["SHIELD_PCE__URL"] = "http://pce.example.com";
        Environment["SHIELD_PCE__OWNR"] = "x";
        var run = (await Json("plan")).Expect(1);
        Assert.Equal(("settings", 3), (run.ErrorCode, run.Json["error"]!["faults"]!.AsArray().Count));
    }

    [Theory]
    [InlineData(0, "allow", "list")]
    [InlineData(0, "allow", "check", "45.83.64.1")]
    [InlineData(0, "allow", "add", "45.83.64.0/24", "--reason", "x", "--record-only")]
    [InlineData(0, "threats", "block", "45.83.64.1", "--reason", "x", "--record-only")]
    [InlineData(0, "threats", "list")]
    [InlineData(0, "explain", "45.83.64.1")]
    [InlineData(1, "status")]
    [InlineData(1, "plan")]
    [InlineData(1, "apply")]
    [InlineData(1, "unblock", "45.83.64.1", "--reason", "x")]
    public async Task Works_without_a_PCE_as_far_as_that_makes_sense(int exitCode, params string[] arguments)
    {
        foreach (var key in new[] { "URL", "ORGID", "APIKEY", "APISECRET", "OWNERID" })
        {
            Environment[$"SHIELD_PCE__{key}"] = null;
        }

        (await Json(arguments)).Expect(exitCode);
    }

    [Fact]
    public async Task Ingests_without_a_PCE()
    {
        Environment["SHIELD_PCE__URL"] = null;
        Assert.Equal(1, (int)(await Json("ingest", File("f.json", FindingText.BruteForce("45.83.64.1")))).Expect(0).Json["blocked"]!);
    }

    [Fact]
    public async Task Never_shows_the_secret()
    {
        foreach (
            var arguments in new string[][]
            {
                ["plan", "--set", "Pce:ApiSecret=hunter2hunter2", "--set", "Pce:Uri=x"],
                ["plan", "--set", "Pce:ApiSecret=hunter2hunter2"],
                ["status", "--set", "Pce:ApiSecret=hunter2hunter2"],
            }
        )
        {
            var run = await Json(arguments);
            Assert.Equal(1, run.ExitCode);
            Assert.DoesNotContain("hunter2", run.Output + run.Error, StringComparison.Ordinal);
        }
    }
}
