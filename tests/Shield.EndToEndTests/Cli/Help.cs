namespace Shield.EndToEndTests.Cli;

public sealed class Help : CliTest
{
    [Theory]
    [InlineData("", "threats")]
    [InlineData("threats", "withdraw")]
    [InlineData("allow", "--help")]
    [InlineData("never-block", "refresh")]
    [InlineData("policy", "check")]
    [InlineData("help", "threats")]
    [InlineData("help threats", "withdraw")]
    [InlineData("help threats list", "--severity")]
    [InlineData("help unblock", "--from")]
    public async Task Is_shown_where_somebody_looks_around(string line, string expected)
    {
        var run = (await Text(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Expect(0);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Is_not_shown_for_what_is_no_command()
    {
        Assert.Contains("no command 'nonsense'", (await Text("help", "nonsense")).Expect(64).Error, StringComparison.Ordinal);
        (await Json("threats")).Expect(64);
        (await Text("threats", "lst")).Expect(64);
    }

    [Fact]
    public async Task Tells_the_version_also_as_a_command() =>
        Assert.Equal((await Json("--version")).Output, (await Json("version")).Expect(0).Output);

    [Fact]
    public async Task Completes_what_a_shell_asks_for()
    {
        var told = (await Spawn("[suggest:16]", "shield threats w"))
            .Expect(0)
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains("withdraw", told);
        foreach (var shell in (string[])["bash", "zsh", "fish", "pwsh"])
        {
            var script = (await Text("completion", shell)).Expect(0).Output;
            Assert.Contains("[suggest:", script, StringComparison.Ordinal);
            Assert.Equal(script.TrimEnd(), ((string)(await Json("completion", shell)).Expect(0).Json["script"]!).TrimEnd());
        }
    }

    [Fact]
    public async Task Of_bash_completes_a_command()
    {
        var script = File("completion.sh", (await Text("completion", "bash")).Output);
        var program = File(
            "complete.sh",
            $"PATH=\"{AppContext.BaseDirectory}:$PATH\"",
            $"source {script}",
            "COMP_WORDS=(shield threats w)",
            "COMP_CWORD=2 COMP_LINE='shield threats w' COMP_POINT=16",
            "_shield",
            "printf '%s\\n' \"${COMPREPLY[@]}\""
        );
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/bash", [program]) { RedirectStandardOutput = true }
        )!;
        Assert.Equal("withdraw", (await process.StandardOutput.ReadToEndAsync(Cancellation)).Trim());
        await process.WaitForExitAsync(Cancellation);
    }

    [Fact]
    public async Task Is_not_needed_for_a_directory_full_of_other_files()
    {
        var folder = Directory.CreateDirectory(PathOf("other")).FullName;
        foreach (var number in Enumerable.Range(0, 60))
        {
            await System.IO.File.WriteAllTextAsync(
                Path.Combine(folder, $"{number:00}.json"),
                "{\"letter\":\n\"no finding\"}\n",
                Cancellation
            );
        }

        var lines = (await Text("ingest", folder)).Expect(4).Output.TrimEnd().Split('\n');
        Assert.True(lines.Length < 20, string.Join('\n', lines));
        Assert.DoesNotContain("\\u000a", string.Join('\n', lines), StringComparison.Ordinal);
    }
}
