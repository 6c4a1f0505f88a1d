using System.Diagnostics;
using System.Text;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Shield.BrowserTests.Deployment))]

namespace Shield.BrowserTests;

/// <summary>
/// A deployment for all tests of a run: a simulated PCE with an application behind it, <c>shield run</c> on it, and one Chromium. Every
/// piece is a process of its own, as for an operator.
/// </summary>
public class Deployment : IAsyncLifetime
{
    public const string Token = "a-token-for-the-browser-tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("shield-browser-").FullName;
    private readonly List<Process> _processes = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where <c>shield run</c> answers.</summary>
    public Uri Url { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        var pce = await ServeAsync("pce-sim", "--seed", "three-tier", "--urls", "http://127.0.0.1:0");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "shield.json"),
            $$"""
            {
              "Pce": { "Url": "{{pce.GetLeftPart(
                UriPartial.Authority
            )}}", "OrgId": 1, "ApiKey": "api_simulated", "ApiSecret": "simulated", "OwnerId": "browser" },
              "Service": { "Webhook": { "Token": "{{Token}}" } },
              "Reconcile": { "Window": "0s" }
            }
            """,
            Cancellation
        );
        await ShieldAsync(null, "init", "--apply");
        await ShieldAsync(await ShieldAsync(null, "samples"), "ingest", "-");
        Url = await ServeAsync("run", "--urls", "http://127.0.0.1:0");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("SHIELD_CHROMIUM") ?? "/usr/bin/chromium",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>A browser of its own, with no cookie of others.</summary>
    public async Task<Tab> OpenAsync(
        string address,
        ColorScheme scheme = ColorScheme.Light,
        int width = 1280,
        int height = 800,
        bool isLive = true
    )
    {
        var context = await _browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Url.ToString(),
                ColorScheme = scheme,
                ViewportSize = new ViewportSize { Width = width, Height = height },
            }
        );
        context.SetDefaultTimeout(10_000);
        var tab = new Tab(context, await context.NewPageAsync(), Url);
        await tab.Page.GotoAsync(address);
        if (isLive)
        {
            await tab.LiveAsync();
        }

        return tab;
    }

    /// <summary>A command on the same ledger, to its end.</summary>
    /// <returns>What it said on standard output.</returns>
    public Task<string> ShieldAsync(string? input, params string[] arguments) => ShieldProgram.RunAsync(_folder, input, arguments);

    /// <summary>Sends findings to the webhook, as whoever forwards them does.</summary>
    public async Task SendAsync(string findings)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/findings") { Content = new StringContent(findings, Encoding.UTF8) };
        request.Headers.Authorization = new("Bearer", Token);
        using var answer = await http.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Uri> ServeAsync(params string[] arguments)
    {
        var (process, url) = await ShieldProgram.ServeAsync(_folder, arguments);
        _processes.Add(process);
        return url;
    }
}
