using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Demo;

/// <summary>The built program as a process of its own: started from a folder that is not ours, stopped as a terminal stops it.</summary>
public sealed class The_program
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Plays_the_demo_from_any_folder_and_leaves_nothing_behind()
    {
        var temporary = Directory.CreateTempSubdirectory("shield-test-");
        using var shield = Start(new Dictionary<string, string> { ["TMPDIR"] = temporary.FullName }, "demo", "-o", "json");
        var output = await shield.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await EndOf(shield);
        Assert.Equal(0, shield.ExitCode);
        Assert.NotNull(JsonNode.Parse(output)!["reach"]);
        Assert.Empty(temporary.GetDirectories());
        temporary.Delete(recursive: true);
    }

    [Fact]
    public async Task Simulates_a_PCE_until_it_is_interrupted()
    {
        using var shield = Start(
            "pce-sim",
            "--urls",
            "http://127.0.0.1:0",
            "--org",
            "7",
            "--api-key",
            "api_x",
            "--api-secret",
            "y",
            "--seed",
            "three-tier"
        );
        var ready = await shield
            .StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        var url = ready!.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal));
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Basic", Convert.ToBase64String("api_x:y"u8)) } };
        var lists = await http.GetStringAsync(
            new Uri($"{url}/api/v2/orgs/7/sec_policy/active/ip_lists"),
            TestContext.Current.CancellationToken
        );
        Assert.NotEmpty(JsonNode.Parse(lists)!.AsArray());

        Interrupt(shield);
        Assert.Equal("", await shield.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await EndOf(shield);
        Assert.Equal(0, shield.ExitCode);
    }

    [Fact]
    public async Task Keeps_the_demo_up_for_other_clients_until_it_is_interrupted()
    {
        using var shield = Start("demo", "--keep");
        var environment = new Dictionary<string, string>();
        Uri? console = null;
        while (
            environment.Count < 7
            && await shield
                .StandardError.ReadLineAsync(TestContext.Current.CancellationToken)
                .AsTask()
                .WaitAsync(Patience, TestContext.Current.CancellationToken)
                is { } line
        )
        {
            if (line.StartsWith("See it in a browser: ", StringComparison.Ordinal))
            {
                console = new Uri(line.Split(' ')[^1]);
            }

            if (line.Trim().Split(' ', '=') is ["export", var name, var value])
            {
                environment[name] = value;
            }
        }

        using var other = Start(environment, "threats", "list", "-o", "json");
        var threats = JsonNode.Parse(await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))!.AsArray();
        await EndOf(other);
        Assert.Equal(5, threats.Count(threat => (string)threat!["state"]! is "active"));

        using var browser = new HttpClient();
        Assert.Contains("<html", await browser.GetStringAsync(console, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Interrupt(shield);
        await shield.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await EndOf(shield);
        Assert.Equal(0, shield.ExitCode);
        Assert.False(Directory.Exists(Path.GetDirectoryName(environment["SHIELD_LEDGER__PATH"])));
    }

    [Fact]
    public async Task Says_where_it_cannot_listen()
    {
        using var shield = Start("pce-sim", "--urls", "http://127.0.0.1:99999");
        var error = await shield.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await EndOf(shield);
        Assert.Equal(1, shield.ExitCode);
        Assert.Contains("cannot listen on http://127.0.0.1:99999", error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Start([], arguments);

    private static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "shield.exe" : "shield"),
            arguments
        )
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task EndOf(Process process)
    {
        try
        {
            await process
                .WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>
    /// Handled as Ctrl-C is. That one's own signal is ignored by whatever a shell starts in the background, and by its children.
    /// </summary>
    private static void Interrupt(Process process) => ProcessSignal.Terminate.SendTo(process);
}
