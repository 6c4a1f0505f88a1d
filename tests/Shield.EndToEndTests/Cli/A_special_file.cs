using System.Diagnostics;

namespace Shield.EndToEndTests.Cli;

/// <summary>
/// Pipes, devices, directories and files that are not there, wherever a file is named: no command hangs, and each says what it found.
/// </summary>
public sealed class A_special_file : CliTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string, string>();
            foreach (var place in new[] { "--config", "CaBundle", "list", "policy check", "--findings", "ingest", "--from", "--faults" })
            {
                files.Add(place, "missing", "there is no such file");
                // A directory of findings is read.
                files.Add(place, "directory", place is "ingest" ? "no file of findings" : "it is a directory");
                files.Add(place, "/dev/zero", place is "--findings" or "ingest" ? "it is a device" : "it is longer than");
                if (place is not ("--findings" or "ingest"))
                {
                    files.Add(place, "pipe", "it gave no end within 5 s");
                }
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Ends_the_command_with_one_line_about_it(string place, string what, string said)
    {
        var path = Named(what);
        var run = await Text(Naming(place, path)).WaitAsync(Soon, Cancellation);

        Assert.Equal(place is "list" ? 3 : 1, run.ExitCode);
        var lines = (run.Error + (place is "list" ? run.Output : ""))
            .Split('\n')
            .Where(line => line.Contains(path, StringComparison.Ordinal))
            .ToList();
        Assert.True(lines.Count is 1 || place is "list" && lines.Count > 0, run.Error + run.Output);
        Assert.Contains(said, lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--config")]
    [InlineData("CaBundle")]
    [InlineData("list")]
    [InlineData("policy check")]
    [InlineData("--findings")]
    [InlineData("ingest")]
    public async Task Holds_up_no_end_by_a_signal(string place)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var arguments = Naming(place, Named("pipe"));

        // 143: the signal came before the program listened to it, which a loaded machine takes a while for.
        var (exitCode, said, took) = await EndedBySignalAsync(arguments, TimeSpan.FromSeconds(2));
        if (exitCode is 143)
        {
            (exitCode, said, took) = await EndedBySignalAsync(arguments, TimeSpan.FromSeconds(4));
        }

        Assert.Equal(130, exitCode);
        // A second, and what a loaded machine adds.
        Assert.True(took < TimeSpan.FromSeconds(3), $"{took}");
        Assert.Contains("interrupted", said, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Said, TimeSpan Took)> EndedBySignalAsync(string[] arguments, TimeSpan after)
    {
        using var shield = Start(arguments);
        var (output, error) = (shield.StandardOutput.ReadToEndAsync(Cancellation), shield.StandardError.ReadToEndAsync(Cancellation));
        await Task.Delay(after, Cancellation);
        Assert.False(shield.HasExited);
        var asked = Stopwatch.GetTimestamp();
        ProcessSignal.Terminate.SendTo(shield);
        await shield.WaitForExitAsync(Cancellation).WaitAsync(Soon, Cancellation);
        var took = Stopwatch.GetElapsedTime(asked);
        return (shield.ExitCode, await output + await error, took);
    }

    [Fact]
    public async Task Is_read_where_somebody_writes_to_the_pipe()
    {
        var (findings, settings) = (Named("pipe"), Named("another pipe"));
        var writing = Task.WhenAll(
            Task.Run(() => System.IO.File.WriteAllText(findings, FindingText.BruteForce("45.83.64.1")), Cancellation),
            Task.Run(() => System.IO.File.WriteAllText(settings, "{}"), Cancellation)
        );
        var run = await Json("ingest", findings, "--config", settings).WaitAsync(Soon, Cancellation);
        await writing;
        Assert.Equal(1, (int)run.Expect(0).Json["blocked"]!);
    }

    [Fact]
    public async Task Of_no_length_that_gives_nothing_is_an_empty_file() =>
        Assert.Equal(0, (int)(await Json("ingest", "/dev/null")).Expect(0).Json["findings"]!);

    [Fact]
    public async Task Is_refused_on_standard_input_too() =>
        Assert.Contains("it is a device", (await SpawnRedirected("</dev/zero", "ingest", "-")).Expect(1).Error, StringComparison.Ordinal);

    private string[] Naming(string place, string path) =>
        place switch
        {
            "--config" => ["policy", "show", "--config", path],
            "CaBundle" => ["allow", "list", "--set", $"Pce:CaBundle={path}"],
            "list" => ["never-block", "list", .. ListOf(path)],
            "policy check" => ["policy", "check", path],
            "--findings" => ["policy", "check", File("other.json", "{}"), "--findings", path],
            "--from" => ["never-block", "refresh", "mine", "--from", path, .. ListOf(PathOf("mine.txt"))],
            "--faults" => ["pce-sim", "--faults", path],
            _ => ["ingest", path],
        };

    private static string[] ListOf(string path) =>
        [
            "--set",
            "NeverBlock:Files:0:Name=mine",
            "--set",
            "NeverBlock:Files:0:Format=plain",
            "--set",
            "NeverBlock:Files:0:Kind=sinkhole",
            "--set",
            $"NeverBlock:Files:0:Path={path}",
        ];

    private string Named(string what)
    {
        var path = what.StartsWith('/') ? what : PathOf(what.Replace(' ', '-'));
        if (what is "directory")
        {
            Directory.CreateDirectory(path);
        }
        else if (what.EndsWith("pipe", StringComparison.Ordinal))
        {
            using var make = Process.Start("mkfifo", [path]);
            make.WaitForExit();
        }

        return path;
    }
}
