using System.Diagnostics;

namespace Shield.EndToEndTests.Documents;

/// <summary>
/// docs/self-hosting.md, run as it stands there, on other ports. It takes some seconds, since it starts the program twenty times.
/// </summary>
public sealed class The_tutorial : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Shell _shell = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_with_an_attacker_that_curl_reported_blocked_and_everything_taken_back()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it is written for a shell of Unix");
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "self-hosting.md"), Cancellation);
        var trial = text[
            text.IndexOf("## Try it", StringComparison.Ordinal)..text.IndexOf("## With your own PCE", StringComparison.Ordinal)
        ];
        var (pcePort, webhookPort) = (Shell.FreePort(), Shell.FreePort());
        string[] blocks =
        [
            .. Markdown
                .Blocks(trial)
                .Select(block =>
                    block
                        .Replace("127.0.0.1:8443", $"127.0.0.1:{pcePort}", StringComparison.Ordinal)
                        .Replace("127.0.0.1:8080", $"127.0.0.1:{webhookPort}", StringComparison.Ordinal)
                ),
        ];

        // The first makes the program, which is built already.
        Assert.Equal(8, blocks.Length);
        var (simulator, settings, initialise, service) = (blocks[1], blocks[2], blocks[3], blocks[4]);
        var (post, look, takeBack) = (blocks[5], blocks[6], blocks[7]);

        using var pce = await StartAsync(simulator);
        await _shell.OutputOf($"set -eo pipefail\n{settings}{initialise}");
        using var run = await StartAsync(service);
        try
        {
            Assert.Contains("HTTP/1.1 202 Accepted", await _shell.OutputOf($"set -eo pipefail\n{post}"), StringComparison.Ordinal);
            var secrets = post.Split('\n')[0];
            var seen = "";
            for (var since = Stopwatch.StartNew(); !seen.Contains("Enforced: 1 blocked", StringComparison.Ordinal); )
            {
                Assert.True(since.Elapsed < Patience, seen);
                seen = await _shell.OutputOf($"set -eo pipefail\n{secrets}\n{look}");
            }

            Assert.Contains("51.68.144.77 is blocked", seen, StringComparison.Ordinal);
            Assert.Contains("\"allowed\":false", seen, StringComparison.Ordinal);

            var told = await _shell.OutputOf($"set -eo pipefail\n{secrets}\n{takeBack}");
            Assert.Contains("51.68.144.77 is not blocked", told, StringComparison.Ordinal);
            Assert.Contains("Taken back", told, StringComparison.Ordinal);
            Assert.Contains("Resumed.", told, StringComparison.Ordinal);
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            pce.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => _shell.Dispose();

    /// <summary>Until it says that it is ready.</summary>
    private async Task<Process> StartAsync(string script)
    {
        var process = _shell.Start(script);
        var line = await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation);
        Assert.Contains("ready", line, StringComparison.Ordinal);
        return process;
    }
}
