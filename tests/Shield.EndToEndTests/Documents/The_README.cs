using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Documents;

/// <summary>README's first use, run as it stands there; and its picture, held against what the demo says.</summary>
public sealed class The_README : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Shell _shell = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Only the port is another, since tests run beside each other; and <c>./shield</c> is the program that was built with them.
    /// </summary>
    [Fact]
    public async Task Blocks_an_attacker_by_its_first_use_word_for_word()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it is written for a shell of Unix");
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation);
        var port = Shell.FreePort();
        string[] blocks =
        [
            .. Markdown.Blocks(
                text[text.IndexOf("## First use", StringComparison.Ordinal)..text.IndexOf("## Install", StringComparison.Ordinal)]
            ),
        ];
        Assert.Equal(2, blocks.Length);
        var (simulator, commands) = (
            $"{blocks[0].Trim()} --urls http://127.0.0.1:{port}",
            blocks[1].Replace(":8443", $":{port}", StringComparison.Ordinal)
        );
        Assert.Contains("./shield unblock", commands, StringComparison.Ordinal);
        File.CreateSymbolicLink(Path.Combine(_shell.Folder, "shield"), Shell.Program);

        using var pce = _shell.Start($"exec {simulator}");
        try
        {
            await pce.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation);
            using var http = new HttpClient
            {
                BaseAddress = new Uri($"http://127.0.0.1:{port}"),
                DefaultRequestHeaders = { Authorization = new("Basic", Convert.ToBase64String("api_simulated:simulated"u8)) },
            };
            Assert.True(await IsLetInAsync(http, "51.68.144.77"));

            // All but the last line, which lets the attacker in again.
            var last = commands.IndexOf("./shield unblock", StringComparison.Ordinal);
            var told = await _shell.OutputOf($"set -eo pipefail\n{commands[..last]}");
            Assert.False(await IsLetInAsync(http, "51.68.144.77"));
            Assert.True(await IsLetInAsync(http, "51.68.144.78"));
            Assert.Contains("New connections are blocked: ", told, StringComparison.Ordinal);
            Assert.Contains("brute-force", told, StringComparison.Ordinal);

            var exports = commands.Split('\n').Where(line => line.StartsWith("export ", StringComparison.Ordinal));
            await _shell.OutputOf($"set -eo pipefail\n{string.Join('\n', exports)}\n{commands[last..]}");
            Assert.True(await IsLetInAsync(http, "51.68.144.77"));
        }
        finally
        {
            pce.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Shows_what_the_demo_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script that draws it is one of Unix");
        Assert.Contains(
            "docs/images/demo.svg",
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation),
            StringComparison.Ordinal
        );
        await _shell.OutputOf($"SHIELD='{Shell.Program}' '{Path.Combine(Repository.Root, "eng", "picture")}' --check");
    }

    public void Dispose() => _shell.Dispose();

    /// <summary>Whether a party outside reaches the website, as the simulated firewalls have it.</summary>
    private static async Task<bool> IsLetInAsync(HttpClient pce, string party) =>
        (bool)
            JsonNode.Parse(
                await pce.GetStringAsync(
                    new Uri($"/sim/v1/reach?from={party}&to=web-1.shop.example&port=443&proto=6", UriKind.Relative),
                    Cancellation
                )
            )!["allowed"]!;
}
