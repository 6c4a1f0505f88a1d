using System.Diagnostics;

namespace Shield.EndToEndTests.Cli;

/// <summary>./shield of this repository. Builds it, so this takes as long as a build where nothing is built yet.</summary>
public sealed class The_wrapper
{
    private static readonly string Script = Path.Combine(Repository.Root, "shield");

    [Fact]
    public async Task Builds_once_and_is_quiet_and_quick_after_that_from_anywhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the wrapper is a shell script");
        using var elsewhere = new Elsewhere();
        var link = Path.Combine(elsewhere.Folder, "a link");
        File.CreateSymbolicLink(link, Script);

        var first = await Run(Script, elsewhere.Folder, "--version");
        first.Expect(0);
        var started = Stopwatch.GetTimestamp();
        var second = await Run(link, elsewhere.Folder, "--version");
        Assert.Equal((0, "", first.Output), (second.ExitCode, second.Error, second.Output));
        // Generous: other tests run at the same time. On an idle machine it is a tenth of that.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        (await Run(link, elsewhere.Folder, "explain", "not an address")).Expect(64);
    }

    [Fact]
    public async Task Shows_the_errors_of_a_build_that_fails()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the wrapper is a shell script");
        using var elsewhere = new Elsewhere();
        var script = Path.Combine(elsewhere.Folder, "shield");
        File.Copy(Script, script);
        foreach (var folder in new[] { "src/Shield.Cli", "eng", "samples" })
        {
            Directory.CreateDirectory(Path.Combine(elsewhere.Folder, folder));
        }

        await File.WriteAllTextAsync(Path.Combine(elsewhere.Folder, "src/Shield.Cli/Shield.Cli.csproj"), "<Project><Target Name='Restore'><Error Text='broken on purpose'/></Target></Project>", TestContext.Current.CancellationToken);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            await File.WriteAllTextAsync(Path.Combine(elsewhere.Folder, file), "<Project/>", TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(elsewhere.Folder, "global.json"), "{}", TestContext.Current.CancellationToken);
        var run = await Run(script, elsewhere.Folder, "--version");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("broken on purpose", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static async Task<CliRun> Run(string script, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(script, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, await output, await error);
    }

    private sealed class Elsewhere : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("shield-elsewhere-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
