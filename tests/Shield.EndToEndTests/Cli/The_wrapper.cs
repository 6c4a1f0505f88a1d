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
        using var clone = await StandIn.MakeAsync("<Target Name='Publish'><Error Text='broken on purpose'/></Target>");
        var run = await Run(clone.Script, clone.Folder, "--version");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("broken on purpose", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Builds_what_others_may_run_where_the_umask_lets_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the wrapper is a shell script");
        using var clone = await StandIn.MakeAsync(StandIn.Works);
        (await Run("bash", clone.Folder, "-c", "umask 022; ./shield --version")).Expect(0);
        var built = Path.GetDirectoryName(
            Assert.Single(
                Directory.EnumerateFiles(Path.Combine(clone.Folder, "artifacts", "shield"), "shield", SearchOption.AllDirectories)
            )
        )!;
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(built).HasFlag(UnixFileMode.OtherRead | UnixFileMode.OtherExecute));
    }

    /// <summary>git refuses such a clone ("dubious ownership"), and nothing may be written into it.</summary>
    [Fact]
    public async Task Works_from_a_clone_of_another_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can give a folder to another user");
        using var clone = await StandIn.MakeAsync(StandIn.Works);
        using var home = await StandIn.MakeAsync(StandIn.Works);
        var head = await clone.CommitAsync();
        (await Run("chown", clone.Folder, "-R", "65534", clone.Folder)).Expect(0);
        Assert.NotEqual(0, (await Run("git", clone.Folder, "rev-parse", "HEAD")).ExitCode);

        string[] asAnother = ["-u", "XDG_CACHE_HOME", $"HOME={home.Folder}", clone.Script, "--version"];
        var first = await Run("env", clone.Folder, asAnother);
        Assert.Equal("it runs --version\n", first.Expect(0).Output);
        Assert.False(Directory.Exists(Path.Combine(clone.Folder, "artifacts")));
        var built = Assert.Single(
            Directory.EnumerateFiles(Path.Combine(home.Folder, ".cache", "guardduty-shield"), "shield", SearchOption.AllDirectories)
        );
        Assert.StartsWith($"{head[..12]}-", Path.GetFileName(Path.GetDirectoryName(built)), StringComparison.Ordinal);
        Assert.Equal(("", "it runs --version\n"), ((await Run("env", clone.Folder, asAnother)).Error, first.Output));

        // What its owner built of the same files is run as it is.
        var theirs = Path.Combine(clone.Folder, "artifacts", "shield", Path.GetFileName(Path.GetDirectoryName(built))!);
        Directory.CreateDirectory(theirs);
        File.Move(built, Path.Combine(theirs, "shield"));
        Assert.Equal(("", "it runs --version\n"), ((await Run("env", clone.Folder, asAnother)).Error, first.Output));
    }

    [Fact]
    public async Task Publishes_one_file_and_says_how_to_put_it_on_the_PATH()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the wrapper is a shell script");
        using var clone = await StandIn.MakeAsync(StandIn.Works);
        var run = (await Run(clone.Script, clone.Folder, "publish")).Expect(0);
        var file = Path.Combine(clone.Folder, "artifacts", "publish", "shield");
        Assert.Contains($"{file}: one file", run.Output, StringComparison.Ordinal);
        Assert.Contains("needs no .NET", run.Output, StringComparison.Ordinal);
        Assert.Contains($"export PATH=\"{Path.GetDirectoryName(file)}:$PATH\"", run.Output, StringComparison.Ordinal);
        Assert.Equal("it runs doctor\n", (await Run(file, Path.GetTempPath(), "doctor")).Expect(0).Output);
        (await Run(clone.Script, clone.Folder, "publish", "elsewhere")).Expect(64);
    }

    [Fact]
    public async Task Says_so_where_the_runtime_cannot_be_put_into_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the wrapper is a shell script");
        using var clone = await StandIn.MakeAsync(
            $"{StandIn.Works}<Target Name='NoFeed' BeforeTargets='Publish'>"
                + "<Error Condition=\"'$(SelfContained)' == 'true'\" Text='no runtime pack'/></Target>"
        );
        var run = (await Run(clone.Script, clone.Folder, "publish")).Expect(0);
        Assert.Contains("NEEDS THE .NET RUNTIME", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("needs no .NET", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            "it runs doctor\n",
            (await Run(Path.Combine(clone.Folder, "artifacts", "publish", "shield"), clone.Folder, "doctor")).Expect(0).Output
        );
    }

    private static async Task<CliRun> Run(string script, string folder, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(script, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliRun(process.ExitCode, await output, await error);
    }

    private sealed class Elsewhere : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("shield-elsewhere-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A clone with the wrapper of this one and a project that is built in no time.</summary>
    private sealed class StandIn : IDisposable
    {
        /// <summary>Publishes a program that prints its arguments.</summary>
        public const string Works = """
            <Target Name='Publish'>
              <WriteLinesToFile File='$(PublishDir)/shield' Lines='#!/bin/sh;echo it runs "$@"'/>
              <Exec Command='chmod 755 $(PublishDir)/shield'/>
            </Target>
            """;

        public string Folder { get; } = Directory.CreateTempSubdirectory("shield-clone-").FullName;

        public string Script => Path.Combine(Folder, "shield");

        public static async Task<StandIn> MakeAsync(string targets)
        {
            var clone = new StandIn();
            File.Copy(The_wrapper.Script, clone.Script);
            foreach (var folder in new[] { "src/Shield.Cli", "eng", "samples" })
            {
                Directory.CreateDirectory(Path.Combine(clone.Folder, folder));
            }

            await clone.WriteAsync("src/Shield.Cli/Shield.Cli.csproj", $"<Project><Target Name='Restore'/>{targets}</Project>");
            foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            {
                await clone.WriteAsync(file, "<Project/>");
            }

            await clone.WriteAsync("global.json", "{}");
            return clone;
        }

        /// <summary>The commit.</summary>
        public async Task<string> CommitAsync()
        {
            (await Run("git", Folder, "init", "-q")).Expect(0);
            (await Run("git", Folder, "add", ".")).Expect(0);
            (await Run("git", Folder, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "a clone")).Expect(0);
            return (await Run("git", Folder, "rev-parse", "HEAD")).Expect(0).Output.Trim();
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);

        private Task WriteAsync(string name, string text) =>
            File.WriteAllTextAsync(Path.Combine(Folder, name), text, TestContext.Current.CancellationToken);
    }
}
