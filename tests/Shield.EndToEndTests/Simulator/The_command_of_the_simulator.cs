using System.Diagnostics;

namespace Shield.EndToEndTests.Simulator;

/// <summary><c>shield pce-sim</c> as a program.</summary>
public sealed class The_command_of_the_simulator : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shield-pce-sim-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_every_option_and_says_in_one_line_where_it_is_and_whom_to_trust()
    {
        var faults = Path.Combine(_folder, "faults.json");
        await File.WriteAllTextAsync(faults, """[{"match":{"path":"/nothing"},"effect":{"kind":"database_lock"}}]""", Cancellation);
        using var shield = Start(
            "--urls",
            "http://127.0.0.1:0",
            "--org",
            "7",
            "--api-key",
            PceHands.Key,
            "--api-secret",
            PceHands.Secret,
            "--seed",
            "mixed",
            "--empty-lists",
            "accept",
            "--faults",
            faults,
            "--state",
            Path.Combine(_folder, "pce.state"),
            "--tls-folder",
            Path.Combine(_folder, "tls"),
            "--fqdn-deny",
            "honour",
            "--soft-limit",
            "80",
            "--hard-limit",
            "100",
            "--requests-per-minute",
            "0",
            "--retry-after",
            "--traffic-delay",
            "0",
            "--listen-only",
            "--supercluster",
            "leader"
        );
        try
        {
            var line = await shield.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            Assert.StartsWith("simulated PCE ready at https://127.0.0.1:", line, StringComparison.Ordinal);
            Assert.Contains($"trust {Path.Combine(_folder, "tls", "ca.pem")}", line, StringComparison.Ordinal);

            using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
            using var http = new HttpClient(handler) { BaseAddress = new Uri(line!.Split(' ')[4]) };
            using var answer = await http.GetAsync(new Uri("/api/v2/supercluster/leader", UriKind.Relative), Cancellation);
            Assert.Equal(202, (int)answer.StatusCode);
        }
        finally
        {
            shield.Kill();
            await shield.WaitForExitAsync(Cancellation);
        }
    }

    [Theory]
    [InlineData("--faults", "[{}]", "effect")]
    [InlineData("--state", "no state\n", "line 1")]
    public async Task Ends_with_1_and_says_what_is_wrong_with_a_file(string option, string content, string part)
    {
        var path = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(path, content, Cancellation);
        using var shield = Start("--urls", "http://127.0.0.1:0", option, path);
        var error = await shield.StandardError.ReadToEndAsync(Cancellation);
        await shield.WaitForExitAsync(Cancellation);
        Assert.Equal(1, shield.ExitCode);
        Assert.Contains(path, error.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] options) =>
        Process.Start(
            new ProcessStartInfo(
                Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "shield.exe" : "shield"),
                ["pce-sim", .. options]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            }
        )!;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
